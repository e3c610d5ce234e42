import Glibc
import NIOCore
import NIOPosix

/// One connection through the proxy: who called in front, whom it is for at the back. Lives on one event loop.
final class FaultLink {
    private static let endlessPiece = 16 * 1024

    private let front: any Channel
    private let shared: FaultState
    private var back: (any Channel)?
    private var forBack: [ByteBuffer] = []
    private var forFront: [ByteBuffer] = []
    /// The back ended while nothing passes: the front is to be told once it does again.
    private var backHasEnded = false
    private var frontHasEnded = false
    /// Bytes of the answer so far: since the front last said something.
    private var answered = 0
    /// A fault ended this connection's answers.
    private var isOver = false
    private var isDripping = false
    private var number = 0
    private var random = SeededRandom(seed: 7)

    init(front: any Channel, shared: FaultState) {
        self.front = front
        self.shared = shared
    }

    func connect(to port: Int) {
        shared.opened(front)
        number = shared.noteConnection()
        let bound = NIOLoopBound(self, eventLoop: front.eventLoop)
        ClientBootstrap(group: front.eventLoop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(BackHandler(link: bound.value))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let back): bound.value.connected(back)
                case .failure: bound.value.front.close(promise: nil)
                }
            }
    }

    private func connected(_ channel: any Channel) {
        back = channel
        shared.opened(channel)
        if frontHasEnded, shared.fault != .blackHole { return channel.close(promise: nil) }
        flush()
    }

    func fromFront(_ bytes: ByteBuffer) {
        guard !shared.isFrozen(number) else { return }
        answered = 0
        forBack.append(bytes)
        flush()
    }

    func fromBack(_ bytes: ByteBuffer) {
        guard !isOver, !shared.isFrozen(number) else { return }
        switch shared.fault {
        case .none: pass(bytes)
        case .delay(let delay):
            front.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { self.pass(bytes) }
        case .blackHole: forFront.append(bytes)
        case .reset:
            isOver = true
            reset()
        case .halfClose:
            isOver = true
            front.close(mode: .output, promise: nil)
        case .truncate(let limit): truncate(bytes, at: limit)
        case .drip:
            forFront.append(bytes)
            drip()
        case .garbage: pass(garbage(bytes.readableBytes))
        case .endless:
            isOver = true
            goOn()
        }
    }

    func frontEnded() {
        frontHasEnded = true
        shared.closed(front)
        if shared.fault != .blackHole { back?.close(promise: nil) }
    }

    func backEnded() {
        backHasEnded = true
        back.map(shared.closed)
        if shared.fault != .blackHole, !isOver { front.close(promise: nil) }
    }

    /// Another fault, or none: what was held comes out.
    func changed() {
        guard shared.fault != .blackHole else { return }
        flush()
        for bytes in forFront { pass(bytes) }
        forFront = []
        if backHasEnded { front.close(promise: nil) }
        if frontHasEnded { back?.close(promise: nil) }
    }

    private func flush() {
        guard let back, shared.fault != .blackHole else { return }
        for bytes in forBack { back.writeAndFlush(bytes, promise: nil) }
        forBack = []
    }

    private func pass(_ bytes: ByteBuffer) {
        answered += bytes.readableBytes
        shared.note(answer: answered)
        front.writeAndFlush(bytes, promise: nil)
    }

    private func truncate(_ bytes: ByteBuffer, at limit: Int) {
        let left = limit - answered
        guard bytes.readableBytes >= left else { return pass(bytes) }
        isOver = true
        if left > 0, let head = bytes.getSlice(at: bytes.readerIndex, length: left) { pass(head) }
        front.close(promise: nil)
    }

    private func drip() {
        guard !isDripping, case .drip(let count, let pause) = shared.fault, var first = forFront.first else { return }
        isDripping = true
        let piece = first.readSlice(length: min(count, first.readableBytes))
        forFront[0] = first
        if first.readableBytes == 0 { forFront.removeFirst() }
        if let piece { pass(piece) }
        front.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) {
            self.isDripping = false
            self.drip()
        }
    }

    private func goOn() {
        guard front.isActive, shared.fault == .endless else { return front.close(promise: nil) }
        front.writeAndFlush(garbage(Self.endlessPiece)).assumeIsolated().whenComplete { result in
            if case .success = result { self.goOn() }
        }
    }

    private func garbage(_ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    private func reset() {
        let front = front
        front.resetting().whenComplete { _ in front.close(promise: nil) }
    }
}

extension Channel {
    /// Has the close that follows throw away what was not sent yet, and tell the other side by RST.
    func resetting() -> EventLoopFuture<Void> {
        (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            ?? eventLoop.makeSucceededVoidFuture()
    }
}

/// What the caller's side of a connection says.
final class FrontHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let link: FaultLink

    init(link: FaultLink) { self.link = link }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { link.fromFront(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { link.frontEnded() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is FaultChanged { link.changed() }
    }
}

/// What the called side says.
final class BackHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let link: FaultLink

    init(link: FaultLink) { self.link = link }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { link.fromBack(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { link.backEnded() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is FaultChanged { link.changed() }
    }
}
