import Domain
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import Trust

/// The reasons behind the refusals that RefusedAtTheDoorTests sees from outside.
@Suite("A certificate becomes an identity, or is refused for the right reason")
struct PeerGateTests {
    /// One thing changed on a good leaf, and what it is refused for.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var side = PeerGate.Side.client
        let change: @Sendable (inout TestLeaf) -> Void
        let isExpected: @Sendable (PeerRefusal) -> Bool

        static let all: [Row] = [
            Row(testDescription: "ended") {
                $0.ends = Date.now.addingTimeInterval(-1)
            } isExpected: {
                if case .path = $0 { true } else { false }
            },
            Row(testDescription: "not yet begun") {
                $0.begins = Date.now.addingTimeInterval(60)
            } isExpected: {
                if case .path = $0 { true } else { false }
            },
            Row(testDescription: "a client's, shown by a server", side: .server) {
                $0.usages = TestLeaf.clientOnly
            } isExpected: {
                $0 == .path(.usage("server"))
            },
            Row(testDescription: "a server's, shown by a client") {
                $0.usages = TestLeaf.serverOnly
            } isExpected: {
                $0 == .path(.usage("client"))
            },
            Row(testDescription: "no usage") {
                $0.usages = []
            } isExpected: {
                $0 == .path(.usage("client"))
            },
            Row(testDescription: "RSA 2048") {
                $0.weakKey = true
            } isExpected: {
                if case .path(.weakKey("RSA 2048", _)) = $0 { true } else { false }
            },
            Row(testDescription: "an IP address") {
                $0.names.append(TestLeaf.loopback)
            } isExpected: {
                $0 == .subject(.holdsAddress)
            },
            Row(testDescription: "no OIN") {
                $0.oin = "12345"
            } isExpected: {
                $0 == .subject(.notAnOIN("12345"))
            },
            Row(testDescription: "a stranger's OIN") {
                $0.oin = "00000099100000999000"
            } isExpected: {
                if case .notInRegistry = $0 { true } else { false }
            },
        ]
    }

    @Test(arguments: Row.all)
    func refuses(_ row: Row) async throws {
        let federation = try TestFederation()
        var leaf = TestLeaf()
        row.change(&leaf)
        let refusal = await #expect(throws: PeerRefusal.self) {
            try await identify(leaf, in: federation, as: row.side)
        }
        #expect(refusal.map(row.isExpected) == true, "\(String(describing: refusal))")
    }

    @Test(arguments: [PeerGate.Side.client, .server])
    func knowsARegion(_ side: PeerGate.Side) async throws {
        let federation = try TestFederation()
        let identity = try await identify(TestLeaf(), in: federation, as: side)
        #expect(identity.oin == (try federation.region("alfa").oin))
        #expect(identity.organisation == "Proef")
        #expect(identity.roles == [.source, .asker])
    }

    @Test
    func refusesAChainOfAnotherFederation() async throws {
        let (ours, theirs) = (try TestFederation(), try TestFederation())
        let chain = try theirs.keys("alfa").certificateChain
        let refusal = await #expect(throws: PeerRefusal.self) {
            try await gate(ours).identify(chain, as: .client, accepting: [.asker])
        }
        guard case .path? = refusal else { return #expect(Bool(false), "\(String(describing: refusal))") }
    }

    @Test
    func refusesNothing() async throws {
        let federation = try TestFederation()
        await #expect(throws: PeerRefusal.noCertificate) {
            try await gate(federation).identify([], as: .client, accepting: [.asker])
        }
    }

    @Test(arguments: [
        (RegionStatus.active, Set(FederationRole.allCases), true), (.maintenance, Set([FederationRole.asker]), true),
        (.suspended, Set([FederationRole.asker, .source]), false),
        (.active, Set([FederationRole.source]), false), (.active, Set(), false),
    ])
    func asksTheRegistryAgain(_ status: RegionStatus, _ roles: Set<FederationRole>, _ admitted: Bool) async throws {
        let federation = try TestFederation()
        let identity = try await identify(TestLeaf(), in: federation, as: .client)
        federation.change("alfa", status: status, roles: roles)
        let gate = try gate(federation)
        if admitted {
            #expect(throws: Never.self) { try gate.checkAgain(identity, accepting: [.asker]) }
        } else {
            #expect(throws: PeerRefusal.notInRegistry(identity.oin)) {
                try gate.checkAgain(identity, accepting: [.asker])
            }
        }
    }

    @Test
    func refusesACertificateThatEndedSince() async throws {
        let federation = try TestFederation()
        let identity = try await identify(TestLeaf(), in: federation, as: .client)
        let later = PeerGate(
            anchors: [], knownIntermediates: [], registry: federation.registry, revocations: { .none },
            now: { identity.expires })
        #expect(throws: PeerRefusal.ended) { try later.checkAgain(identity, accepting: [.asker]) }
    }

    @Test(arguments: [PeerGate.Side.client, .server])
    func refusesARevokedCertificate(_ side: PeerGate.Side) async throws {
        let federation = try TestFederation()
        let chain = try federation.keys("alfa").certificateChain
        let before = try await gate(federation).identify(chain, as: side, accepting: [.asker]).identity
        try revoke(chain[0], in: federation)
        let gate = try gate(federation)
        let refusal = PeerRefusal.revoked(serial: chain[0].serialNumber.hexadecimal, reason: .keyCompromise)
        await #expect(throws: refusal, "a new connection") {
            try await gate.identify(chain, as: side, accepting: [.asker])
        }
        await #expect(throws: refusal, "a resumed session") {
            try await gate.identify([chain[0]], as: side, accepting: [.asker])
        }
        #expect(throws: refusal, "the first request") { try gate.admit(chain[0], accepting: [.asker]) }
        #expect(throws: refusal, "each request") { try gate.checkAgain(before, accepting: [.asker]) }
    }

    @Test
    func refusesWhatARevokedCAIssued() async throws {
        let federation = try TestFederation()
        let keys = try federation.keys("alfa")
        let authority = try DevelopmentAuthority.read(in: federation.folder)
        let list = try RevocationList.sign(
            [authority.issuing.serialNumber: .init(at: .now, reason: .cACompromise)], number: 2,
            from: .now.addingTimeInterval(-1), until: .now.addingTimeInterval(60), issuer: authority.root,
            key: .init(authority.rootKey))
        let held = try require(AuthorityLists.read(in: federation.folder, by: authority))
        let lists = RevocationLists([list, held.issuing], issuers: keys.anchors)
        let gate = PeerGate(
            anchors: keys.anchors, knownIntermediates: [], registry: federation.registry, revocations: { lists },
            now: { .now })
        await #expect(
            throws: PeerRefusal.revoked(
                serial: authority.issuing.serialNumber.hexadecimal, reason: .cACompromise)
        ) {
            try await gate.identify(keys.certificateChain, as: .client, accepting: [.asker])
        }
    }

    private func revoke(_ certificate: Certificate, in federation: TestFederation) throws {
        let lists = try AuthorityLists.revoke(
            [certificate.serialNumber], reason: .keyCompromise, in: federation.folder,
            by: DevelopmentAuthority.read(in: federation.folder), now: .now)
        try AuthorityLists.give(lists, toPartiesIn: federation.folder)
    }

    private func gate(_ federation: TestFederation) throws -> PeerGate {
        let keys = try federation.keys("beta")
        return PeerGate(
            anchors: keys.anchors, knownIntermediates: Array(keys.certificateChain.dropFirst()),
            registry: federation.registry, revocations: { keys.revocations }, now: { .now })
    }

    private func identify(
        _ leaf: TestLeaf, in federation: TestFederation, as side: PeerGate.Side
    ) async throws -> PeerIdentity {
        let pem = try String(contentsOfFile: leaf.write(in: federation.folder).certificate, encoding: .utf8)
        let certificate = try Certificate(pemEncoded: String(pem.prefix(through: try require(pem.firstLeafEnd))))
        return try await gate(federation).identify([certificate], as: side, accepting: [.asker]).identity
    }
}

extension String {
    /// Where the first certificate of a chain ends.
    fileprivate var firstLeafEnd: String.Index? {
        range(of: "-----END CERTIFICATE-----").map { index(before: $0.upperBound) }
    }
}
