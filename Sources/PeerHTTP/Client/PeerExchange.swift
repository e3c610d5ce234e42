import NIOCore
import NIOHTTP1
import NIOTLS

/// One connection's client side: one request at a time, its answer gathered whole. Lives on its event loop.
final class PeerExchange: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    /// An answer, and whether the connection takes another request.
    typealias Outcome = (answer: PeerAnswer, isFree: Bool)

    /// Done when the TLS handshake is; fails when the connection ends before.
    let ready: EventLoopPromise<Void>
    private var isReady = false
    private var answer: EventLoopPromise<Outcome?>?
    private var timer: Scheduled<Void>?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var limit = 0
    private var heard: (@Sendable ([UInt8]) -> Void)?
    private var failure: PeerCallFailure?
    private var keepAlive = true

    init(ready: EventLoopPromise<Void>) { self.ready = ready }

    /// Whether another request may be sent on this connection.
    var isFree: Bool { answer == nil && keepAlive && failure == nil }

    /// Sends `call`; the future fails with a `PeerCallFailure`, and is nil when the connection was closed before
    /// anything was sent.
    func send(
        _ call: PeerCall, host: String, on channel: any Channel, until deadline: NIODeadline
    ) -> EventLoopFuture<Outcome?> {
        let promise = channel.eventLoop.makePromise(of: Outcome?.self)
        guard channel.isActive, isFree else {
            promise.succeed(nil)
            return promise.futureResult
        }
        answer = promise
        limit = call.answerLimit
        heard = call.heard
        timer = channel.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.fail(.timedOut, channel) }
        var fields = HTTPHeaders([("Host", host)])
        for field in call.headers { fields.add(name: field.name, value: field.value) }
        if !call.body.isEmpty || call.method != "GET" {
            fields.add(name: "Content-Length", value: String(call.body.count))
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .init(rawValue: call.method), uri: call.path, headers: fields)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !call.body.isEmpty {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: call.body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            if let length = head.headers.first(name: "Content-Length").flatMap(Int.init) {
                guard length <= limit else { return fail(.answerTooLarge(limit: limit), context.channel) }
                body.reserveCapacity(length)
            }
        case .body(let buffer):
            guard body.count + buffer.readableBytes <= limit else {
                return fail(.answerTooLarge(limit: limit), context.channel)
            }
            body.append(contentsOf: buffer.readableBytesView)
            if let heard, head?.status == .ok { heard(Array(buffer.readableBytesView)) }
        case .end:
            guard let head, let promise = answer else { return fail(.malformed, context.channel) }
            keepAlive = head.isKeepAlive
            answer = nil
            heard = nil
            timer?.cancel()
            self.head = nil
            let whole = PeerAnswer(status: Int(head.status.code), headers: head.headers, body: body)
            body = []
            promise.succeed((whole, isFree))
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            isReady = true
            ready.succeed()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error is HTTPParserError || head != nil ? .malformed : .closed, context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(head == nil ? .closed : .malformed, context.channel)
        context.fireChannelInactive()
    }

    private func fail(_ reason: PeerCallFailure, _ channel: any Channel) {
        failure = failure ?? reason
        timer?.cancel()
        if !isReady { ready.fail(reason) }
        answer?.fail(reason)
        answer = nil
        channel.close(promise: nil)
    }
}
