import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("Keys are replaced whole, by the same party's, and everything signs with the current ones")
struct CurrentKeysTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let federation: TestFederation
    private let keys: CurrentKeys

    init() throws {
        federation = try TestFederation(now: Self.now)
        keys = CurrentKeys(try federation.keys("alfa"))
    }

    @Test
    func refusesAnotherPartys() throws {
        let before = keys.value.thumbprint
        #expect(!keys.replace(with: try federation.keys("beta")))
        #expect(keys.value.thumbprint == before && keys.numbered.number == 0)
        #expect(keys.replace(with: try federation.replaceCertificate(of: "alfa")))
        #expect(keys.value.thumbprint != before && keys.numbered.number == 1)
    }

    @Test("a verklaring names the certificate that is current, and says which")
    func signsForTheCurrent() async throws {
        let signer = try await VerklaringSigner(keys: keys, registry: federation.registry, now: { Self.now })
        let checker = VerklaringChecker(registry: federation.registry, startedAt: Self.now, now: { Self.now })
        func sign() async throws -> SignedVerklaring {
            try await signer.sign(
                person: "p", organisation: federation.region("alfa").municipalities[0].oin, role: .accountManager,
                purpose: Purpose(activity: .fillVacancy, basis: .wetSuwi), audience: .federation, method: "POST",
                path: "/", body: [])
        }
        for _ in 0..<2 {
            let signed = try await sign()
            #expect(signed.certificate == keys.value.thumbprint)
            let verklaring = try await checker.check(
                signed.token, method: "POST", path: "/", body: [], audience: .federation,
                certificateThumbprint: keys.value.thumbprint)
            #expect(verklaring.certificateThumbprint == keys.value.thumbprint)
            keys.replace(with: try federation.replaceCertificate(of: "alfa"))
        }
    }

    @Test("what every peer would refuse is refused before it is in use")
    func prepares() async throws {
        let tls = try PeerTLS(keys: keys, registry: federation.registry, now: { Self.now })
        try await tls.prepare(federation.replaceCertificate(of: "alfa"))
        let faults: [(inout TestLeaf) -> Void] = [
            { $0.ends = Self.now.addingTimeInterval(-60) }, { $0.begins = Self.now.addingTimeInterval(60) },
            { $0.usages = TestLeaf.serverOnly }, { $0.usages = TestLeaf.clientOnly }, { $0.weakKey = true },
        ]
        for (number, fault) in faults.enumerated() {
            let folder = try federation.replaceCertificate(of: "alfa") { leaf in
                (leaf.begins, leaf.ends) = (Self.now.addingTimeInterval(-60), Self.now.addingTimeInterval(86_400))
                fault(&leaf)
            }
            await #expect(throws: PeerRefusal.self, "\(number)") { try await tls.prepare(folder) }
        }
    }

    @Test
    func stampsDifferWhenAFileDoes() throws {
        let paths = KeyFolder.files(of: keys.path)
        let before = FileStamp(of: paths)
        #expect(FileStamp(of: paths) == before)
        try federation.replaceCertificate(of: "alfa")
        let after = FileStamp(of: paths)
        #expect(after != before)
        try FileManager.default.removeItem(atPath: paths[0])
        #expect(FileStamp(of: paths) != after)
    }
}
