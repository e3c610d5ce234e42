import Domain
import PeerHTTP
import TestSupport

@testable import hallowerk

extension InsideFederation {
    /// Gorinchem as it is, and Zeeland answering with `handler`.
    static func run(
        zeeland handler: @escaping PeerHandler, body: @escaping @Sendable (InsideFederation) async throws -> Void
    ) async throws {
        let regions = [try region("gorinchem"), try region("zeeland")]
        try await run(regions, people: { try people(in: $0, count: 20) }, unplaced: ["zeeland"]) { inside in
            try await withPeerServer(
                tls: inside.federation.tls("zeeland"), accepting: [.gateway], handler: handler
            ) { port in
                inside.federation.place("zeeland", at: port)
                try await body(inside)
            }
        }
    }
}
