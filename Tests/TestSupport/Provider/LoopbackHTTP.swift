import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL

/// A small HTTP server on loopback for parts that a test plays: one answer per request, from a closure.
package final class LoopbackHTTP: Sendable {
    package struct Request: Sendable {
        package let method: String
        /// Path and query.
        package let target: String
        /// By lower-case name; of several, the last.
        package let headers: [String: String]
        package let body: String
    }

    package struct Answer: Sendable {
        package var status: Int
        package var headers: [(String, String)]
        package var body: String

        package init(_ status: Int, _ body: String = "", headers: [(String, String)] = []) {
            self.status = status
            self.body = body
            self.headers = headers
        }
    }

    private let channel: any Channel
    package let port: Int

    /// - Parameters:
    ///   - tls: of its face; nil: none.
    ///   - answer: nil lets the asker wait.
    package init(tls: NIOSSLContext? = nil, _ answer: @escaping @Sendable (Request) -> Answer?) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    package func close() async throws { try await channel.close().get() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: @Sendable (Request) -> Answer?
        private var head: HTTPRequestHead?
        private var body = ""

        init(_ answer: @escaping @Sendable (Request) -> Answer?) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, "")
            case .body(let part): body += String(buffer: part)
            case .end:
                guard let head,
                    let answer = answer(
                        Request(
                            method: head.method.rawValue, target: head.uri,
                            headers: Dictionary(
                                head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
                            body: body))
                else { return }
                var headers = HTTPHeaders(answer.headers)
                headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.utf8.count)")
                let response = HTTPResponseHead(
                    version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
                context.write(wrapOutboundOut(.head(response)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
