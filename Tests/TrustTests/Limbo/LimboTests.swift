import Foundation
import SwiftASN1
import Testing
import X509

@testable import Trust

@Suite("x509-limbo's cases: one verdict each, by the gate's own path validation")
struct LimboTests {
    private struct Name: Encodable {
        let kind: String
        let value: String
    }

    private struct Case: Encodable {
        var id: String
        var description = "made here"
        var validationKind = "SERVER"
        var trustedCerts: [String] = []
        var untrustedIntermediates: [String] = []
        var peerCertificate = ""
        var validationTime: String?
        var signatureAlgorithms: [String] = []
        var keyUsage: [String] = []
        var extendedKeyUsage = ["serverAuth"]
        var expectedResult = "SUCCESS"
        var expectedPeerName: Name? = Name(kind: "DNS", value: "alfa.hallowerk.example")
        var expectedPeerNames: [Name] = []
        var maxChainDepth: Int?
        var features: [String] = []
        var importance = "undetermined"
        var crls: [String] = []

        init(_ id: String, _ chain: TestChain = TestChain(), _ expected: Bool = true) throws {
            self.id = id
            let (anchor, shown) = try chain.made()
            func pem(_ certificate: Certificate) throws -> String { try certificate.serializeAsPEM().pemString }
            trustedCerts = [try pem(anchor)]
            untrustedIntermediates = try shown.dropFirst().map(pem)
            peerCertificate = try pem(shown[0])
            expectedResult = expected ? "SUCCESS" : "FAILURE"
        }
    }

    private struct File: Encodable {
        let version: Int
        let testcases: [Case]
    }

    private func run(_ cases: [Case], version: Int = 1) async throws -> [LimboVerdict] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try await Limbo.run(encoder.encode(File(version: version, testcases: cases)))
    }

    private func cases() throws -> [Case] {
        var cases = [try Case("good")]
        func add(_ id: String, _ expected: Bool, _ chain: TestChain = TestChain(), _ change: (inout Case) -> Void)
            throws
        {
            var testcase = try Case(id, chain, expected)
            change(&testcase)
            cases.append(testcase)
        }
        try add("other name", false) { $0.expectedPeerName = .init(kind: "DNS", value: "beta.hallowerk.example") }
        try add("address", false) { $0.expectedPeerName = .init(kind: "IP", value: "127.0.0.1") }
        try add("no name", false) { $0.expectedPeerName = nil }
        try add("client", true) { testcase in
            testcase.validationKind = "CLIENT"
            testcase.extendedKeyUsage = ["clientAuth"]
            testcase.expectedPeerName = nil
            testcase.expectedPeerNames = [.init(kind: "DNS", value: "alfa.hallowerk.example")]
        }
        try add("later", false) { $0.validationTime = "2040-01-01T00:00:00Z" }
        try add("too deep", false) { $0.maxChainDepth = 0 }
        try add("deep enough", true) { $0.maxChainDepth = 1 }
        try add("unreadable", false) { $0.peerCertificate = "nonsense" }
        try add("code signing", false) { $0.extendedKeyUsage = ["codeSigning"] }
        try add("key usage", false) { $0.keyUsage = ["keyEncipherment"] }
        var chain = TestChain()
        chain.leaf.hosts = ["*.hallowerk.example"]
        try add("wildcard", true, chain) { _ in }
        try add("wildcard for two labels", false, chain) {
            $0.expectedPeerName = .init(kind: "DNS", value: "a.b.hallowerk.example")
        }
        try add("wildcard for none", false, chain) {
            $0.expectedPeerName = .init(kind: "DNS", value: "hallowerk.example")
        }
        chain.leaf.hosts = ["alfa.hallowerk.example", "wrong..example"]
        try add("a name that is none", false, chain) { _ in }
        chain = TestChain()
        chain.authorities[0].constraints = .notCertificateAuthority
        try add("no CA", false, chain) { _ in }
        chain = TestChain()
        let (anchor, shown) = try chain.made()
        for (id, revoked) in [("list", false), ("revoked", true)] {
            let lists = [
                try RevocationList.sign(
                    revoked ? [chain.leaf.serial: .init(at: .now, reason: nil)] : [:], number: 1, from: .now - 60,
                    until: .now + 60, issuer: shown[1], key: chain.authorities[0].key),
                try RevocationList.sign(
                    [:], number: 1, from: .now - 60, until: .now + 60, issuer: anchor, key: chain.root.key),
            ]
            try add(id, !revoked, chain) { $0.crls = lists.map(\.pem) }
        }
        return cases
    }

    @Test func `each case gets the verdict that its author expects`() async throws {
        let verdicts = try await run(cases())
        for verdict in verdicts {
            #expect(verdict.comparison == .agree, "\(verdict.id): \(verdict.refusal ?? "accepted")")
        }
        #expect(verdicts.map(\.id).first == "good")
    }

    @Test func `stricter and laxer are told apart`() async throws {
        var cases = try cases()
        for index in cases.indices {
            cases[index].expectedResult = cases[index].expectedResult == "SUCCESS" ? "FAILURE" : "SUCCESS"
        }
        let verdicts = try await run(cases)
        #expect(verdicts.allSatisfy { $0.comparison == ($0.expected ? .stricter : .laxer) })
    }

    @Test func `a file of another kind is refused`() async throws {
        await #expect(throws: Limbo.Unreadable.self) { try await Limbo.run(Data("{}".utf8)) }
        await #expect(throws: Limbo.Unreadable.self) { try await run([], version: 2) }
    }

    @Test(arguments: [
        ("alfa.example.org", "ALFA.example.org", true), ("alfa.example.org", "*.example.org", true),
        ("alfa.example.org", "*.org", false), ("example.org", "*.org", false),
        ("a.alfa.example.org", "*.example.org", false),
        ("alfa.example.org", "al*.example.org", false), ("alfa.example.org", "alfa.*.org", false),
        ("alfa.example.org", "*", false), ("alfa.example.org", "alfa.example.org.", false), ("", "", false),
        ("*.example.org", "*.example.org", false),
    ])
    func `a wildcard is one whole label at the left`(_ host: String, _ pattern: String, _ fits: Bool) {
        #expect(PeerName.host(host, fits: pattern) == fits)
    }
}
