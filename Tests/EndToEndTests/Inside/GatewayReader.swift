import Domain
import Foundation
import NIOCore
import NIOPosix
import NIOTLS
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// A region that reads a gateway's answer as it comes, and may go away in the middle.
struct GatewayReader: Sendable {
    private let channel: any Channel
    private let texts: AsyncStream<String>

    /// Connects as `region` and asks.
    static func ask(
        _ question: Question, as region: String, in federation: TestFederation
    ) async throws -> GatewayReader {
        let gateway = try #require(federation.registry.value.gateways.first)
        let endpoint = gateway.endpoints[0]
        let tls = try federation.tls(region)
        let (texts, writing) = AsyncStream.makeStream(of: String.self)
        let group = MultiThreadedEventLoopGroup.singleton
        let ready = group.next().makePromise(of: Void.self)
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        tls.clientHandler(host: endpoint.host, expecting: gateway.oin, accepting: [.gateway]) { _ in })
                    try pipeline.addHandler(Collector(writing, ready))
                }
            }
            .connect(host: "127.0.0.1", port: endpoint.port).get()
        try await ready.futureResult.get()
        try await channel.writeAndFlush(ByteBuffer(string: question.message)).get()
        return GatewayReader(channel: channel, texts: texts)
    }

    /// Everything that has come once `isEnough` says so, or the other side has closed.
    func read(until isEnough: (String) async -> Bool) async -> String {
        var all = ""
        for await text in texts {
            all += text
            if await isEnough(all) { break }
        }
        return all
    }

    func goAway() { channel.close(promise: nil) }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let texts: AsyncStream<String>.Continuation
        private let ready: EventLoopPromise<Void>

        init(_ texts: AsyncStream<String>.Continuation, _ ready: EventLoopPromise<Void>) {
            self.texts = texts
            self.ready = ready
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            texts.yield(String(buffer: unwrapInboundIn(data)))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { ready.succeed() }
        }

        func channelInactive(context: ChannelHandlerContext) {
            ready.fail(ChannelError.eof)
            texts.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
