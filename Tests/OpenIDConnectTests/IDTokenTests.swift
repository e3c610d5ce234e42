import Crypto
import Domain
import Foundation
import JWTKit
import TestSupport
import Testing

@testable import OpenIDConnect

/// A provider's settings as tests have them.
enum SampleRules {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)

    static func make(
        issuer: String = "https://id.example", key: P256.Signing.PrivateKey = P256.Signing.PrivateKey(),
        level: String = "http://eidas.europa.eu/LoA/substantial"
    ) throws -> ProviderRules {
        ProviderRules(
            name: "rotterdam", title: "Gemeente Rotterdam", issuer: issuer, clientID: TestProvider.clientID,
            key: try ClientKey(pem: key.pemRepresentation), callback: "http://127.0.0.1:1/inloggen/terug/rotterdam",
            place: .municipality(try MunicipalityCode("GM0599")), claim: "rollen",
            rolesByValue: ["HW-Account": .accountManager, "HW-Klant": .caseManager],
            level: AssuranceLevel(minimum: level), authorities: nil)
    }
}

@Suite("ID tokens: what is taken, and a row for each refusal")
struct IDTokenTests {
    private let key = P256.Signing.PrivateKey()
    private static let nonce = "bm9uY2UtdmFuLWRlemUtYnJvd3Nlcg"

    private var keys: ProviderKeys {
        get throws {
            let set = ["keys": [TestProvider.jwk(key.publicKey, "sleutel-1")]]
            return try ProviderKeys(Array(try JSONSerialization.data(withJSONObject: set)))
        }
    }

    private static var claims: [String: Any] {
        let now = Int(SampleRules.now.timeIntervalSince1970)
        return [
            "iss": "https://id.example", "aud": TestProvider.clientID, "sub": "c2x1YmplY3Q", "iat": now,
            "exp": now + 300, "nonce": nonce, "acr": "http://eidas.europa.eu/LoA/substantial", "name": "J. de Wit",
            "rollen": ["iets anders", "HW-Account"],
        ]
    }

    private func token(_ header: [String: Any] = [:], _ claims: [String: Any] = [:]) throws -> String {
        let head: [String: Any] = ["alg": "ES256", "kid": "sleutel-1", "typ": "JWT"]
        func merged(_ one: [String: Any], _ other: [String: Any]) -> [String: Any] {
            one.merging(other) { $1 }.filter { !($0.value is NSNull) }
        }
        let input = TestProvider.part(merged(head, header)) + "." + TestProvider.part(merged(Self.claims, claims))
        let signature = try key.signature(for: Array(input.utf8)).rawRepresentation
        return input + "." + TestProvider.base64URL(Array(signature))
    }

    private func person(_ text: String, _ rules: ProviderRules? = nil) async throws -> ProvenPerson {
        let token = try IDToken(text)
        try await keys.verify(token)
        return try token.person(for: rules ?? SampleRules.make(), nonce: Self.nonce, at: SampleRules.now)
    }

    @Test("one that is all right says who, and which role")
    func takes() async throws {
        let proven = try await person(try token())
        #expect(proven == ProvenPerson(subject: "c2x1YmplY3Q", displayName: "J. de Wit", role: .accountManager))
        #expect(try await person(try token([:], ["aud": [TestProvider.clientID]])).role == .accountManager)
        #expect(try await person(try token([:], ["azp": TestProvider.clientID])).role == .accountManager)
        #expect(try await person(try token([:], ["acr": "http://eidas.europa.eu/LoA/high"])).role == .accountManager)
        #expect(try await person(try token([:], ["rollen": "HW-Klant"])).role == .caseManager)
        #expect(try await person(try token([:], ["rollen": ["HW-Klant", "HW-Account"]])).role == .accountManager)
        for nobody: Any in ["Anders", [], NSNull(), 3, ["HW-Account": true]] {
            #expect(try await person(try token([:], ["rollen": nobody])).role == nil)
        }
    }

    /// A claim or header field that is otherwise, and why the token is refused.
    struct Row: Sendable, CustomStringConvertible {
        let fault: TokenFault
        let description: String
        let make: @Sendable () -> (header: [String: Any], claims: [String: Any])

        init(
            _ fault: TokenFault, _ description: String, header: @escaping @Sendable () -> [String: Any] = { [:] },
            claims: @escaping @Sendable () -> [String: Any] = { [:] }
        ) {
            self.fault = fault
            self.description = description
            make = { (header(), claims()) }
        }
    }

    static let now = Int(SampleRules.now.timeIntervalSince1970)
    static let rows: [Row] = [
        Row(.algorithm, "none", header: { ["alg": "none"] }),
        Row(.algorithm, "a shared secret", header: { ["alg": "HS256"] }),
        Row(.algorithm, "not named", header: { ["alg": NSNull()] }),
        Row(.algorithm, "in lower case", header: { ["alg": "es256"] }),
        Row(.type, "an access token", header: { ["typ": "at+jwt"] }),
        Row(.critical, "an extension", header: { ["crit": ["b64"], "b64": false] }),
        Row(.unknownKey, "no key named", header: { ["kid": NSNull()] }),
        Row(.unknownKey, "another key", header: { ["kid": "sleutel-2"] }),
        Row(.unknownKey, "a key of another kind", header: { ["alg": "RS256"] }),
        Row(.issuer, "another issuer", claims: { ["iss": "https://id.example/"] }),
        Row(.issuer, "no issuer", claims: { ["iss": NSNull()] }),
        Row(.audience, "another client", claims: { ["aud": "iemand-anders"] }),
        Row(.audience, "another client too", claims: { ["aud": [TestProvider.clientID, "iemand-anders"]] }),
        Row(.audience, "nobody", claims: { ["aud": [String]()] }),
        Row(.authorizedParty, "another party", claims: { ["azp": "iemand-anders"] }),
        Row(.authorizedParty, "a number", claims: { ["azp": 1] }),
        Row(.expired, "just", claims: { ["exp": now - ProviderRules.leewaySeconds, "iat": now - 200] }),
        Row(.expired, "no end", claims: { ["exp": NSNull()] }),
        Row(.expired, "a text", claims: { ["exp": "later"] }),
        Row(.tooLong, "five minutes and a second", claims: { ["exp": now + 301] }),
        Row(.issuedAt, "in the future", claims: { ["iat": now + 6, "exp": now + 200] }),
        Row(.issuedAt, "not said", claims: { ["iat": NSNull()] }),
        Row(.notYetValid, "later", claims: { ["nbf": now + 6] }),
        Row(.nonce, "another", claims: { ["nonce": "bm9uY2UtdmFuLWVlbi1hbmRlcmU"] }),
        Row(.nonce, "none", claims: { ["nonce": NSNull()] }),
        Row(.level, "low", claims: { ["acr": "http://eidas.europa.eu/LoA/low"] }),
        Row(.level, "none", claims: { ["acr": NSNull()] }),
        Row(.level, "one of its own", claims: { ["acr": "urn:zeker"] }),
        Row(.subject, "none", claims: { ["sub": NSNull()] }),
        Row(.subject, "empty", claims: { ["sub": ""] }),
        Row(.subject, "a BSN", claims: { ["sub": "111222333"] }),
        Row(.subject, "with a blank", claims: { ["sub": "a b"] }),
        Row(.subject, "too long", claims: { ["sub": String(repeating: "a", count: 256)] }),
    ]

    @Test("refused, each for its own reason", arguments: rows)
    func refuses(_ row: Row) async throws {
        let (header, claims) = row.make()
        let text = try token(header, claims)
        await #expect(throws: row.fault) { try await person(text) }
    }

    @Test("every reason has a row, or a test of its own")
    func complete() {
        let covered = Set(Self.rows.map(\.fault)).union([.form, .signature])
        #expect(covered == Set(TokenFault.allCases))
    }

    @Test("what is no token at all")
    func form() throws {
        let good = try token()
        let parts = good.split(separator: ".").map(String.init)
        let twice = TestProvider.base64URL(Array(#"{"alg":"ES256","kid":"sleutel-1","alg":"none"}"#.utf8))
        for text in [
            "", "a.b", "a.b.c", good + ".d", "\(parts[0]).\(parts[1]).", "\(parts[0])=.\(parts[1]).\(parts[2])",
            "\(twice).\(parts[1]).\(parts[2])", "\(parts[0]).W10.\(parts[2])",
            String(repeating: "a", count: 20_000),
        ] {
            #expect(throws: TokenFault.form) { try IDToken(text) }
        }
    }

    @Test("altered, or signed by another: the signature does not hold")
    func signature() async throws {
        let parts = try token().split(separator: ".").map(String.init)
        let other = try token([:], ["sub": "iemand-anders"]).split(separator: ".").map(String.init)
        await #expect(throws: TokenFault.signature) { try await person("\(parts[0]).\(other[1]).\(parts[2])") }
        let stranger = IDTokenTests()
        let foreign = try stranger.token()
        await #expect(throws: TokenFault.signature) { try await person(foreign) }
    }

    @Test(
        "RS256 and PS256 by an RSA key, and not the one for the other when the key names its own",
        arguments: ["RS256", "PS256"])
    func rsa(_ algorithm: String) async throws {
        let pem = try Self.openSSL(["genrsa", "2048"])
        let secret = try Insecure.RSA.PrivateKey(pem: pem)
        let primitives = try secret.publicKey.getKeyPrimitives()
        let collection = JWTKeyCollection()
        if algorithm == "RS256" {
            await collection.add(rsa: secret, digestAlgorithm: .sha256, kid: "r")
        } else {
            await collection.add(pss: secret, digestAlgorithm: .sha256, kid: "r")
        }
        let signer = try await collection.getKey(for: "r")
        let input = TestProvider.part(["alg": algorithm, "kid": "r"]) + "." + TestProvider.part(Self.claims)
        let text = try input + "." + TestProvider.base64URL(signer.sign(Array(input.utf8)))
        func keys(_ named: String?) throws -> ProviderKeys {
            var jwk = [
                "kty": "RSA", "kid": "r", "n": TestProvider.base64URL(Array(primitives.modulus)),
                "e": TestProvider.base64URL(Array(primitives.publicExponent)),
            ]
            jwk["alg"] = named
            return try ProviderKeys(Array(try JSONSerialization.data(withJSONObject: ["keys": [jwk]])))
        }
        for named in [nil, algorithm] { try await keys(named).verify(try IDToken(text)) }
        let other = algorithm == "RS256" ? "PS256" : "RS256"
        await #expect(throws: TokenFault.unknownKey) { try await keys(other).verify(try IDToken(text)) }
    }

    private static func openSSL(_ arguments: [String]) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
