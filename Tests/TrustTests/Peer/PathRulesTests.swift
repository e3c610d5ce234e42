import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import Trust

@Suite("A chain: one refusal for each rule, and nothing accepted that OpenSSL refuses")
struct PathRulesTests {
    /// One thing changed on a good chain, and the refusal it meets; nil when it is accepted all the same.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var side = PeerGate.Side.client
        let refusal: (@Sendable (PathRefusal) -> Bool)?
        let change: @Sendable (inout TestChain) throws -> Void

        init(
            _ what: String, side: PeerGate.Side = .client, _ refusal: (@Sendable (PathRefusal) -> Bool)?,
            _ change: @escaping @Sendable (inout TestChain) throws -> Void
        ) {
            testDescription = what
            self.side = side
            self.refusal = refusal
            self.change = change
        }
    }

    static let accepted: [Row] = [
        Row("nothing changed", nil) { _ in },
        Row("nothing changed, a server", side: .server, nil) { _ in },
        Row("two CAs", nil) { $0.authorities.append(.init(name: "Below")) },
        Row("path length just enough", nil) {
            $0.root.constraints = .isCertificateAuthority(maxPathLength: 1)
            $0.authorities[0].constraints = .isCertificateAuthority(maxPathLength: 0)
        },
        Row("RSA 3072 throughout", nil) { chain in
            for link in [\TestChain.root, \.authorities[0], \.leaf] {
                chain[keyPath: link].key = try TestChain.rsa(3_072)
                chain[keyPath: link].algorithm = .sha256WithRSAEncryption
            }
        },
        Row("an issuer with both usages", nil) { $0.authorities[0].usages = [.serverAuth, .clientAuth] },
        Row("an unknown extension that is not critical", nil) {
            $0.leaf.more = [.init(oid: [1, 2, 3, 4], critical: false, value: [5, 0])]
        },
        Row("inside the CA's names", nil) {
            $0.authorities[0].nameConstraints = NameConstraints(permittedSubtrees: [.dnsName("hallowerk.example")])
        },
    ]

    static let refused: [Row] = [
        Row("leaf ended", { if case .expired = $0 { true } else { false } }) { $0.leaf.ends = .now - 1 },
        Row("leaf not yet begun", { if case .notYetValid = $0 { true } else { false } }) { $0.leaf.begins = .now + 60 },
        Row("CA ended", { if case .expired("O=Issuing", _) = $0 { true } else { false } }) {
            $0.authorities[0].ends = .now - 1
        },
        Row("anchor ended", { if case .expired("O=Root", _) = $0 { true } else { false } }) { $0.root.ends = .now - 1 },
        Row("a client's, shown by a server", side: .server, { $0 == .usage("server") }) {
            $0.leaf.usages = [.clientAuth]
        },
        Row("a server's, shown by a client", { $0 == .usage("client") }) { $0.leaf.usages = [.serverAuth] },
        Row("no usage", { $0 == .usage("client") }) { $0.leaf.usages = nil },
        Row("any usage only", { $0 == .usage("client") }) { $0.leaf.usages = [.any] },
        Row("an issuer for servers only", { $0 == .issuerUsage("O=Issuing", side: "client") }) {
            $0.authorities[0].usages = [.serverAuth]
        },
        Row("leaf without digitalSignature", { $0 == .leafKeyUsage }) {
            $0.leaf.keyUsage = KeyUsage(keyEncipherment: true)
        },
        Row("leaf without key usage", { $0 == .leafKeyUsage }) { $0.leaf.keyUsage = nil },
        Row("issuer without keyCertSign", { $0 == .issuerKeyUsage("O=Issuing") }) {
            $0.authorities[0].keyUsage = KeyUsage(cRLSign: true)
        },
        Row("issuer without key usage", { $0 == .issuerKeyUsage("O=Issuing") }) { $0.authorities[0].keyUsage = nil },
        Row("anchor without keyCertSign", { $0 == .issuerKeyUsage("O=Root") }) {
            $0.root.keyUsage = KeyUsage(cRLSign: true)
        },
        Row("issuer that is no CA", { $0 == .notAnAuthority("O=Issuing") }) {
            $0.authorities[0].constraints = .notCertificateAuthority
        },
        Row("issuer without basic constraints", { $0 == .notAnAuthority("O=Issuing") }) {
            $0.authorities[0].constraints = nil
        },
        Row("issuer of version 1", { $0 == .notVersion3("O=Issuing") }) { $0.authorities[0].version = .v1 },
        Row(
            "leaf of version 1",
            { if case .notVersion3 = $0 { true } else { false } }
        ) {
            $0.leaf.version = .v1
        },
        Row("too long under the root", { $0 == .pathLength(of: "O=Root", limit: 0) }) {
            $0.root.constraints = .isCertificateAuthority(maxPathLength: 0)
        },
        Row("too long under a CA", { $0 == .pathLength(of: "O=Issuing", limit: 0) }) {
            $0.authorities[0].constraints = .isCertificateAuthority(maxPathLength: 0)
            $0.authorities.append(.init(name: "Below"))
        },
        Row("a CA's certificate as a party's", { $0 == .authorityAsLeaf }) {
            $0.leaf.constraints = .isCertificateAuthority(maxPathLength: nil)
        },
        Row("outside the CA's names", { if case .nameConstraints = $0 { true } else { false } }) {
            $0.authorities[0].nameConstraints = NameConstraints(permittedSubtrees: [.dnsName("other.example")])
        },
        Row("in the CA's excluded names", { if case .nameConstraints = $0 { true } else { false } }) {
            $0.root.nameConstraints = NameConstraints(excludedSubtrees: [.dnsName("hallowerk.example")])
        },
        Row("weak leaf", { if case .weakKey("RSA 2048", _) = $0 { true } else { false } }) {
            $0.leaf.key = try TestChain.rsa(2_048)
        },
        Row("weak CA", { $0 == .weakKey("RSA 2048", of: "O=Issuing") }) {
            $0.authorities[0].key = try TestChain.rsa(2_048)
            $0.leaf.algorithm = .sha256WithRSAEncryption
        },
        Row("weak anchor", { $0 == .weakKey("RSA 2048", of: "O=Root") }) {
            $0.root.key = try TestChain.rsa(2_048)
            $0.root.algorithm = .sha256WithRSAEncryption
            $0.authorities[0].algorithm = .sha256WithRSAEncryption
        },
        Row(
            "SHA-1 on the leaf",
            { if case .signatureAlgorithm("sha1WithRSAEncryption", _) = $0 { true } else { false } }
        ) {
            $0.authorities[0].key = try TestChain.rsa(3_072)
            $0.leaf.algorithm = .sha1WithRSAEncryption
        },
        Row("SHA-1 on a CA", { $0 == .signatureAlgorithm("sha1WithRSAEncryption", of: "O=Issuing") }) {
            $0.root.key = try TestChain.rsa(3_072)
            $0.root.algorithm = .sha256WithRSAEncryption
            $0.authorities[0].algorithm = .sha1WithRSAEncryption
        },
        Row("forged leaf", { if case .badSignature = $0 { true } else { false } }) {
            $0.leaf.signer = .init(P256.Signing.PrivateKey())
        },
        Row("forged CA", { $0 == .badSignature(of: "O=Issuing") }) {
            $0.authorities[0].signer = .init(P256.Signing.PrivateKey())
        },
        Row("the CA is not shown", { $0 == .noIssuer("O=Issuing") }) { $0.shown = 0 },
        Row("an unknown critical extension", { if case .unknownCritical("1.2.3.4", _) = $0 { true } else { false } }) {
            $0.leaf.more = [.init(oid: [1, 2, 3, 4], critical: true, value: [5, 0])]
        },
        Row("an unknown critical extension of a CA", { $0 == .unknownCritical("1.2.3.4", of: "O=Issuing") }) {
            $0.authorities[0].more = [.init(oid: [1, 2, 3, 4], critical: true, value: [5, 0])]
        },
        Row("another key named as the issuer's", { if case .keyIdentifier = $0 { true } else { false } }) {
            $0.leaf.authorityIdentifier = [1, 2, 3]
        },
        Row("five CAs", { $0 == .tooManyCertificates(limit: 4) }) { chain in
            chain.authorities = (1...5).map { .init(name: "CA \($0)") }
        },
        profile("serial number zero", .serialNumber) { $0.leaf.serial = 0 },
        profile("serial number of 21 bytes", .serialNumber) {
            $0.leaf.serial = .init(bytes: [UInt8](repeating: 1, count: 21))
        },
        profile("basic constraints not critical", .criticality("basicConstraints")) {
            $0.authorities[0].constraintsAreCritical = false
        },
        profile("no key identifier", .missing("authorityKeyIdentifier")) { $0.leaf.authorityIdentifier = [] },
        profile("a CA without key identifier", .missing("subjectKeyIdentifier")) {
            $0.authorities[0].hasSubjectIdentifier = false
        },
        profile("a leaf that signs certificates", .leafSignsCertificates) {
            $0.leaf.keyUsage = KeyUsage(digitalSignature: true, keyCertSign: true)
        },
        profile("a leaf that constrains names", .leafConstrainsNames) {
            $0.leaf.nameConstraints = NameConstraints(permittedSubtrees: [.dnsName("hallowerk.example")])
        },
    ]

    private static func profile(
        _ what: String, _ fault: CertificateProfile.Fault,
        _ change: @escaping @Sendable (inout TestChain) throws -> Void
    ) -> Row {
        Row(what, { if case .profile(fault, _) = $0 { true } else { false } }, change)
    }

    @Test(arguments: accepted + refused)
    func judges(_ row: Row) async throws {
        var chain = TestChain()
        try row.change(&chain)
        let (anchor, shown) = try chain.made()
        let validation = PeerGate.validation(anchors: [anchor], knownIntermediates: [], as: [row.side], at: .now)
        var refusal: PathRefusal?
        do throws(PathRefusal) { _ = try await validation.path(of: shown[0], shown: Array(shown.dropFirst())) } catch {
            refusal = error
        }
        switch (row.refusal, refusal) {
        case (nil, nil): break
        case (let expected?, let refusal?): #expect(expected(refusal), "\(refusal)")
        default: Issue.record("\(refusal.map(String.init(describing:)) ?? "accepted")")
        }
        let second = try OpenSSLVerdict.on(shown, anchor: anchor, purpose: "ssl\(row.side.name)")
        #expect(second.accepts || refusal != nil, "we accept, OpenSSL does not: \(second.output)")
    }

    @Test func `an anchor is no party`() async throws {
        let (anchor, _) = try TestChain().made()
        let validation = PeerGate.validation(anchors: [anchor], knownIntermediates: [], as: [.client], at: .now)
        await #expect(throws: PathRefusal.anchorAsLeaf) { try await validation.path(of: anchor, shown: []) }
    }

    @Test func `a CA that is revoked, and a leaf: OpenSSL says the same`() throws {
        let chain = TestChain()
        let (anchor, shown) = try chain.made()
        for (index, expected) in [(0, false), (1, false), (2, true)] {
            func list(_ link: TestChain.Link, _ issuer: Certificate, _ revokes: Bool, _ serial: Certificate) throws
                -> RevocationList
            {
                try RevocationList.sign(
                    revokes ? [serial.serialNumber: .init(at: .now, reason: .keyCompromise)] : [:], number: 1,
                    from: .now - 60, until: .now + 60, issuer: issuer, key: link.key)
            }
            let lists = [
                try list(chain.authorities[0], shown[1], index == 0, shown[0]),
                try list(chain.root, anchor, index == 1, shown[1]),
            ]
            let held = RevocationLists(lists, issuers: [anchor])
            let ours = zip(shown, [shown[1], anchor]).compactMap { held.refusal(of: $0, issuedBy: $1, at: .now) }
            #expect(ours.isEmpty == expected)
            let theirs = try OpenSSLVerdict.on(shown, anchor: anchor, purpose: "sslclient", lists: lists)
            #expect(theirs.accepts == expected, "\(theirs.output)")
        }
    }
}
