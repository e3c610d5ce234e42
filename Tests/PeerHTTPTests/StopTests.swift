import Domain
import NIOCore
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust

@Suite("A server that stops while connections come in ends them all, and does not end the process")
struct StopTests {
    private static let rounds = 20
    private static let callers = 16

    @Test func stops() async throws {
        let federation = try TestFederation()
        for _ in 0..<Self.rounds {
            let channels = try await withPeerServer(
                tls: federation.tls("beta"), accepting: [.gateway],
                handler: { _, responder in try? await responder.send(.json([])) },
                body: { port in
                    try await withThrowingTaskGroup(of: (any Channel).self) { group in
                        for _ in 0..<Self.callers {
                            group.addTask {
                                try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                                    .connect(host: "127.0.0.1", port: port).get()
                            }
                        }
                        return try await group.reduce(into: [any Channel]()) { $0.append($1) }
                    }
                })
            for channel in channels { try await channel.closeFuture.get() }
            #expect(channels.count == Self.callers && channels.allSatisfy { !$0.isActive })
        }
    }
}
