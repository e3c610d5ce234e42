import Domain
import Foundation
import TestSupport
import Testing
import X509

@testable import Trust

@Suite("A path that was validated before is taken again only while nothing that it rests on has changed")
struct ValidatedPathsTests {
    private let federation: TestFederation
    private let chain: [Certificate]
    private let paths = ValidatedPaths()

    init() throws {
        federation = try TestFederation()
        chain = try federation.keys("alfa").certificateChain
    }

    private func gate(
        _ party: String = "beta", anchors: [Certificate]? = nil, at time: Date = .now
    ) throws -> PeerGate {
        let keys = try federation.keys(party)
        return PeerGate(
            anchors: anchors ?? keys.anchors, knownIntermediates: [], registry: federation.registry,
            revocations: { keys.revocations }, now: { time }, paths: paths)
    }

    private func identify(_ gate: PeerGate, _ side: PeerGate.Side = .client) async throws {
        _ = try await gate.identify(chain, as: side, accepting: [.asker])
    }

    @Test("the same certificates for the same use are validated once")
    func once() async throws {
        for _ in 0..<3 { try await identify(gate()) }
        #expect(paths.count == 1)
        try await identify(gate(), .server)
        #expect(paths.count == 2)
    }

    @Test("not after the certificate has ended, and not before it begins")
    func time() async throws {
        try await identify(gate())
        for time in [chain[0].notValidAfter + 1, chain[0].notValidBefore - 1] {
            // By the path itself, not by what is looked at afterwards.
            await #expect {
                try await identify(gate(at: time))
            } throws: { error in
                if case .path? = error as? PeerRefusal { true } else { false }
            }
        }
        try await identify(gate())
    }

    @Test("not under other anchors, nor with one certificate exchanged")
    func others() async throws {
        try await identify(gate())
        let others = try TestFederation().keys("alfa")
        await #expect(throws: PeerRefusal.self) { try await identify(gate(anchors: others.anchors)) }
        await #expect(throws: PeerRefusal.self) {
            _ = try await gate().identify([chain[0], others.certificateChain[1]], as: .client, accepting: [.asker])
        }
    }

    @Test("not once it is revoked, or its region suspended")
    func changes() async throws {
        try await identify(gate())
        federation.change("alfa", status: .suspended)
        await #expect(throws: PeerRefusal.self) { try await identify(gate()) }
        federation.change("alfa", status: .active)
        try await identify(gate())
        let lists = try AuthorityLists.revoke(
            [chain[0].serialNumber], reason: .superseded, in: federation.folder,
            by: DevelopmentAuthority.read(in: federation.folder), now: .now)
        try AuthorityLists.give(lists, toPartiesIn: federation.folder)
        await #expect(throws: PeerRefusal.self) { try await identify(gate()) }
    }

    @Test("a path that was refused is not remembered")
    func refused() async throws {
        let other = try TestFederation().keys("alfa").anchors
        for _ in 0..<2 { await #expect(throws: PeerRefusal.self) { try await identify(gate(anchors: other)) } }
        #expect(paths.count == 0)
    }
}
