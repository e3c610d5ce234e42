import Domain
import Foundation
import NIOCore
import NIOPosix
import NIOTLS
import Synchronization
import TestSupport
import Testing
import Trust

@testable import hallowerk

/// A peer with the gateway's certificate that asks, and then does not read.
struct StalledReader: Sendable {
    private let channel: any Channel
    private let received: Received

    /// Connects, finishes the handshake, and stops reading.
    static func connect(to node: InsideNode, in federation: TestFederation) async throws -> StalledReader {
        let tls = try federation.tls(TestFederation.gatewayName)
        let host = try #require(federation.registry.value.member(node.code)).region.endpoints[0].host
        let received = Received()
        let group = MultiThreadedEventLoopGroup.singleton
        let opened = group.next().makePromise(of: Void.self)
        let channel = try await ClientBootstrap(group: group)
            .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        tls.clientHandler(host: host, expecting: node.keys.oin, accepting: [.source]) { _ in })
                    try pipeline.addHandler(Collector(received, opened))
                }
            }
            .connect(host: "127.0.0.1", port: node.federationPort).get()
        try await opened.futureResult.get()
        try await channel.setOption(ChannelOptions.autoRead, value: false).get()
        return StalledReader(channel: channel, received: received)
    }

    func ask(_ question: Question) async throws {
        let message = question.message.replacing("Connection: close\r\n", with: "")
        try await channel.writeAndFlush(ByteBuffer(string: message)).get()
    }

    /// Everything that still comes, until the other side closes.
    func rest() async throws -> [UInt8] {
        try await channel.setOption(ChannelOptions.autoRead, value: true).get()
        channel.read()
        try await channel.closeFuture.get()
        return received.bytes
    }

    func close() { channel.close(promise: nil) }

    private final class Received: Sendable {
        private let all = Mutex<[UInt8]>([])
        var bytes: [UInt8] { all.withLock(\.self) }
        func append(_ more: ByteBufferView) { all.withLock { $0 += more } }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let received: Received
        private let opened: EventLoopPromise<Void>

        init(_ received: Received, _ opened: EventLoopPromise<Void>) {
            self.received = received
            self.opened = opened
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.append(unwrapInboundIn(data).readableBytesView)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { opened.succeed() }
        }

        func channelInactive(context: ChannelHandlerContext) { opened.fail(ChannelError.eof) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
