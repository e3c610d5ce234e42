import Crypto
import Domain
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import OpenIDConnect

@Suite("Logging in at an identity provider: there and back, over a real provider on loopback")
struct FlowTests {
    private final class Clock: Sendable {
        private let time = Mutex(SampleRules.now)
        var now: Date { time.withLock(\.self) }
        func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
    }

    private struct Scene: Sendable {
        let provider: TestProvider
        let client: ProviderClient
        let clock: Clock

        /// What the provider sends the browser back with.
        func visit(_ address: String) throws -> [String: String] {
            let location = try #require(provider.visit(address))
            return TestProvider.fields(String(location.drop { $0 != "?" }.dropFirst()))
        }

        func logIn() async throws -> ProvenPerson {
            let (address, pending) = try await client.begin()
            return try await client.finish(try visit(address), pending: pending)
        }
    }

    private func run(_ body: (Scene) async throws -> Void) async throws {
        let (key, clock) = (P256.Signing.PrivateKey(), Clock())
        let provider = try await TestProvider(client: key.publicKey, now: { clock.now })
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let rules = try SampleRules.make(issuer: provider.issuer, key: key)
        let client = ProviderClient(rules, now: { clock.now }, logger: silent)
        try await body(Scene(provider: provider, client: client, clock: clock))
        try? await provider.close()
    }

    @Test("somebody with a role comes back; the provider found nothing amiss; its document is read once")
    func tour() async throws {
        try await run { scene in
            for _ in 0..<2 {
                let person = try await scene.logIn()
                #expect(person == ProvenPerson(subject: "c2x1YmplY3Q", displayName: "J. de Wit", role: .accountManager))
            }
            #expect(scene.provider.refusals.isEmpty)
            #expect(scene.provider.documentReads == 1 && scene.provider.keyReads == 1)
            scene.clock.pass(TimeInterval(ProviderRules.documentSeconds))
            _ = try await scene.logIn()
            #expect(scene.provider.documentReads == 2 && scene.provider.keyReads == 2)
        }
    }

    @Test("state, nonce and verifier are 256 bits each, of one log-in only, and the verifier stays here")
    func random() async throws {
        try await run { scene in
            let (address, pending) = try await scene.client.begin()
            let (_, other) = try await scene.client.begin()
            let texts = [pending, other].flatMap { [$0.state, $0.nonce, $0.verifier] }
            #expect(Set(texts).count == 6 && texts.allSatisfy { $0.utf8.count == 43 })
            #expect(!address.contains(pending.verifier) && address.contains(pending.challenge))
            #expect(address.contains("code_challenge_method=S256") && address.contains("response_type=code"))
        }
    }

    @Test("what the browser keeps opens with our key only, unaltered")
    func sealed() async throws {
        try await run { scene in
            let (_, pending) = try await scene.client.begin()
            let key = SymmetricKey(size: .bits256)
            let text = try pending.sealed(with: key)
            #expect(PendingLogIn.open(text, with: key) == pending)
            #expect(PendingLogIn.open(text, with: SymmetricKey(size: .bits256)) == nil)
            #expect(!text.contains(pending.state))
            for other in ["", "AAAA", String(text.dropLast()), text + "A", String(repeating: "A", count: 2_000)] {
                #expect(PendingLogIn.open(other, with: key) == nil)
            }
        }
    }

    @Test("another browser's answer, a late one, another issuer's and one without a code are refused")
    func answers() async throws {
        try await run { scene in
            let (address, pending) = try await scene.client.begin()
            let (_, other) = try await scene.client.begin()
            let answer = try scene.visit(address)
            await #expect(throws: ProviderRefusal.wrongState) { try await scene.client.finish(answer, pending: other) }
            for (field, refusal) in [
                ("state", ProviderRefusal.wrongState), ("code", .wrongState), ("iss", .wrongIssuer),
            ] {
                let less = answer.filter { $0.key != field }
                await #expect(throws: refusal) { try await scene.client.finish(less, pending: pending) }
            }
            let foreign = answer.merging(["iss": "https://elders.example"]) { $1 }
            await #expect(throws: ProviderRefusal.wrongIssuer) {
                try await scene.client.finish(foreign, pending: pending)
            }
            scene.clock.pass(TimeInterval(ProviderRules.pendingSeconds))
            await #expect(throws: ProviderRefusal.late) { try await scene.client.finish(answer, pending: pending) }
        }
    }

    @Test("a code is used once; with another log-in's verifier it is worth nothing")
    func codes() async throws {
        try await run { scene in
            let (address, pending) = try await scene.client.begin()
            let answer = try scene.visit(address)
            _ = try await scene.client.finish(answer, pending: pending)
            await #expect(throws: ProviderRefusal.codeRefused) {
                try await scene.client.finish(answer, pending: pending)
            }
            let (second, _) = try await scene.client.begin()
            let (third, mine) = try await scene.client.begin()
            var stolen = try scene.visit(second)
            stolen["state"] = try scene.visit(third)["state"]
            await #expect(throws: ProviderRefusal.codeRefused) { try await scene.client.finish(stolen, pending: mine) }
            #expect(scene.provider.refusals == ["code", "verifier"])
        }
    }

    @Test("the provider's no reaches us as its code when that is one of the protocol's")
    func denied() async throws {
        try await run { scene in
            for (error, known) in [("access_denied", "access_denied"), ("geheim-van-jansen", "other")] {
                scene.provider.conduct { $0.error = error }
                await #expect(throws: ProviderRefusal.denied(known)) { try await scene.logIn() }
            }
        }
    }

    @Test("a token for another log-in, or signed with another key, is refused")
    func tokens() async throws {
        try await run { scene in
            scene.provider.conduct { $0.claims = { ["nonce": "van-een-ander"] } }
            await #expect(throws: ProviderRefusal.token(.nonce)) { try await scene.logIn() }
            scene.provider.conduct { $0.claims = { ["acr": "http://eidas.europa.eu/LoA/low"] } }
            await #expect(throws: ProviderRefusal.token(.level)) { try await scene.logIn() }
            scene.provider.conduct {
                $0.claims = { [:] }
                $0.signsWithOther = true
            }
            await #expect(throws: ProviderRefusal.token(.signature)) { try await scene.logIn() }
        }
    }

    @Test("keys are read again for a name that is not known, at most once a minute")
    func keys() async throws {
        try await run { scene in
            _ = try await scene.logIn()
            scene.provider.conduct { $0.keyName = "sleutel-2" }
            for _ in 0..<3 {
                await #expect(throws: ProviderRefusal.token(.unknownKey)) { try await scene.logIn() }
            }
            #expect(scene.provider.keyReads == 1)
            scene.clock.pass(TimeInterval(ProviderRules.keySearchSeconds))
            _ = try await scene.logIn()
            #expect(scene.provider.keyReads == 2)
        }
    }

    @Test("a provider that does not do what the profile asks is not used, with what it lacks")
    func documents() async throws {
        let rows: [(String, any Sendable, String)] = [
            ("issuer", "https://elders.example", "another issuer"), ("jwks_uri", "http://id.example/k", "jwks_uri"),
            ("authorization_endpoint", "ftp://id.example", "authorization_endpoint"),
            ("token_endpoint", NSNull(), "token_endpoint"), ("response_types_supported", ["token"], "code"),
            ("code_challenge_methods_supported", ["plain"], "S256"),
            ("token_endpoint_auth_methods_supported", ["client_secret_basic"], "private_key_jwt"),
            ("id_token_signing_alg_values_supported", ["HS256", "none"], "RS256"),
        ]
        for (name, value, named) in rows {
            try await run { scene in
                scene.provider.conduct { $0.document = { [name: value] } }
                do throws(ProviderRefusal) {
                    _ = try await scene.client.begin()
                    Issue.record("\(name) was taken")
                } catch {
                    guard case .document(let reason) = error else {
                        Issue.record("\(name): \(error)")
                        return
                    }
                    #expect(reason.contains(named), "\(reason)")
                }
            }
        }
    }

    @Test("a provider that is silent or gone costs no more than the deadline, and one that is gone was not needed yet")
    func silent() async throws {
        try await run { scene in
            scene.provider.conduct { $0.isSilent = true }
            await #expect(throws: ProviderRefusal.unreachable("token")) { try await scene.logIn() }
            try await scene.provider.close()
            // Its document is known; the browser would find out.
            _ = try await scene.client.begin()
            scene.clock.pass(TimeInterval(ProviderRules.documentSeconds))
            _ = try await scene.client.begin()
        }
    }

    @Test(
        "over TLS, or on loopback; nothing else",
        arguments: [
            ("https://id.example", true), ("http://127.0.0.1:8080/x", true), ("http://localhost", true),
            ("http://id.example", false), ("http://127.0.0.1.example", false), ("https://u:p@id.example", false),
            ("https://id.example#x", false), ("id.example", false), ("", false), ("file:///etc", false),
        ])
    func safe(_ address: String, _ isSafe: Bool) { #expect(ProviderRules.isSafe(address) == isSafe) }

    @Test("eIDAS's levels are in order, another stands for itself")
    func levels() {
        let eidas = { "http://eidas.europa.eu/LoA/" + $0 }
        let rows: [(String, String?, Bool)] = [
            (eidas("substantial"), eidas("substantial"), true), (eidas("substantial"), eidas("high"), true),
            (eidas("substantial"), eidas("low"), false), (eidas("high"), eidas("substantial"), false),
            (eidas("substantial"), nil, false), ("urn:mfa", "urn:mfa", true), ("urn:mfa", eidas("high"), false),
        ]
        for (minimum, level, isEnough) in rows {
            #expect(AssuranceLevel(minimum: minimum).admits(level) == isEnough, "\(minimum) \(level ?? "-")")
        }
    }
}
