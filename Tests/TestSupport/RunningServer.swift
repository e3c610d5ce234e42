package import Domain
import Logging
package import PeerHTTP
package import Trust

/// Runs a `PeerServer` on a free port of 127.0.0.1 while `body`, which gets the port, runs.
package func withPeerServer<Value: Sendable>(
    tls: PeerTLS, accepting: Set<FederationRole>, bodyLimit: Int = Limits.requestBytes,
    handshake: Duration = Limits.handshake, handler: @escaping PeerHandler,
    body: @escaping @Sendable (Int) async throws -> Value
) async throws -> Value {
    let (bound, binding) = AsyncStream.makeStream(of: Int.self)
    let server = PeerServer(
        host: "127.0.0.1", port: 0, tls: tls, accepting: accepting, bodyLimit: bodyLimit, handshake: handshake,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, onBound: { binding.yield($0) },
        handler: handler)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { binding.finish() }
            try await server.run()
        }
        defer { group.cancelAll() }
        var ports = bound.makeAsyncIterator()
        guard let port = await ports.next() else { throw Missing() }
        return try await body(port)
    }
}
