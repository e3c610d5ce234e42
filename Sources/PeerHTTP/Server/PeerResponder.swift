import NIOCore
import NIOHTTP1
import Synchronization

/// How one request is answered: whole with `send`, or in pieces with `begin`, `write` and `end`.
package struct PeerResponder: Sendable {
    /// What has been written.
    enum Progress { case nothing, begun, ended }

    let channel: any Channel
    let progress: Shared
    /// Whether the connection ends with this answer.
    let closes: Bool

    /// The progress of one answer, shared with the connection that it is written on.
    final class Shared: Sendable {
        private let state = Mutex(Progress.nothing)
        var value: Progress { state.withLock { $0 } }
        func advance(to progress: Progress) { state.withLock { $0 = progress } }
    }

    /// Writes the whole answer; returns when its bytes were handed to the kernel, so that a hide knows when they are
    /// out (I-5).
    package func send(_ response: PeerResponse) async throws {
        progress.advance(to: .ended)
        let head = ResponseHead.make(
            status: response.status, headers: response.headers, length: response.body.count, close: closes)
        try await channel.eventLoop.flatSubmit { [channel] in
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: response.body))), promise: nil)
            return channel.writeAndFlush(HTTPServerResponsePart.end(nil))
        }.get()
    }

    /// Begins an answer in pieces.
    package func begin(status: Int, headers: [(name: String, value: String)]) async throws {
        progress.advance(to: .begun)
        let head = ResponseHead.make(status: status, headers: headers, length: nil, close: closes)
        try await channel.writeAndFlush(HTTPServerResponsePart.head(head)).get()
    }

    /// Writes a piece; returns when it was handed to the kernel, so a slow reader slows the writer.
    package func write(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))).get()
    }

    /// Ends an answer in pieces.
    package func end() async throws {
        progress.advance(to: .ended)
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
    }

    /// Closes the connection at once, whatever was written.
    package func abort() { channel.close(promise: nil) }
}
