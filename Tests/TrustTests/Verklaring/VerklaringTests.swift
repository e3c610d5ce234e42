import Crypto
import Domain
import Foundation
import JWTKit
import TestSupport
import Testing

@testable import Trust

@Suite("A verklaring is good for one request only, and every claim is checked")
struct VerklaringTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let body = Array("{\"tekst\":\"lasser\"}".utf8)
    static let path = "/v1/werkzoekende-profielen/_zoek"

    let federation: TestFederation

    init() throws { federation = try TestFederation(now: Self.now) }

    @Test(arguments: [Verklaring.Audience.federation, .region(OIN.test("00000099100000002000"))])
    func passes(_ audience: Verklaring.Audience) async throws {
        let signer = try await VerklaringSigner(
            keys: CurrentKeys(federation.keys("alfa")), registry: federation.registry, now: { Self.now })
        let purpose = try Purpose(activity: .mediate, basis: .participatiewet, vacancy: "V-1")
        let signed = try await signer.sign(
            person: "p1", organisation: try federation.municipality(of: "alfa"), role: .caseManager, purpose: purpose,
            audience: audience, method: "POST", path: Self.path, body: Self.body)
        let thumbprint = try federation.keys("alfa").thumbprint
        for shown in [nil, thumbprint] {
            let verklaring = try await checker().check(
                signed.token, method: "POST", path: Self.path, body: Self.body, audience: audience,
                certificateThumbprint: shown)
            #expect(verklaring.id == signed.id && UUIDv7.isOne(signed.id))
            #expect(verklaring.issuer == (try federation.region("alfa").oin))
            #expect(verklaring.organisation == (try federation.municipality(of: "alfa")))
            #expect(verklaring.purpose == purpose && verklaring.role == .caseManager && verklaring.person == "p1")
            #expect(verklaring.registrySerial == 1 && verklaring.certificateThumbprint == thumbprint)
            #expect(verklaring.expires.timeIntervalSince(verklaring.issued) == 60)
        }
    }

    @Test("a checker that knows one region's key takes it for no other region's")
    func keysApart() async throws {
        let checker = checker()
        let purpose = try Purpose(activity: .mediate, basis: .participatiewet, vacancy: nil)
        for region in ["alfa", "beta", "alfa"] {
            let signer = try await VerklaringSigner(
                keys: CurrentKeys(federation.keys(region)), registry: federation.registry, now: { Self.now })
            let token = try await signer.sign(
                person: "p1", organisation: federation.municipality(of: region), role: .caseManager, purpose: purpose,
                audience: .federation, method: "POST", path: Self.path, body: Self.body
            ).token
            let verklaring = try await checker.check(
                token, method: "POST", path: Self.path, body: Self.body, audience: .federation,
                certificateThumbprint: nil)
            #expect(verklaring.issuer == (try federation.region(region).oin))
        }
    }

    /// One claim or header changed, correctly signed, and its reason.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: VerklaringRefusal
        var header: [String: String] = [:]
        let change: @Sendable (inout [String: any Sendable]) -> Void

        init(
            _ name: String, _ reason: VerklaringRefusal, header: [String: String] = [:],
            change: @escaping @Sendable (inout [String: any Sendable]) -> Void = { _ in }
        ) {
            testDescription = name
            self.reason = reason
            self.header = header
            self.change = change
        }
    }

    private static func set(_ claim: String, _ value: any Sendable, _ reason: VerklaringRefusal) -> Row {
        Row("\(claim) = \(value)", reason) { $0[claim] = value }
    }

    private static let second = Int(now.timeIntervalSince1970)

    static let rows: [Row] =
        [
            set("methode", "GET", .wrongMethod), set("pad", path + "/", .wrongPath), set("inhoud", "AAAA", .wrongBody),
            set("inhoud", "", .wrongBody), set("aud", "00000099100000002000", .wrongAudience),
            set("aud", "andere-federatie", .wrongAudience), set("iss", "00000099100000002000", .badSignature),
            set("iss", "00000099100000999000", .unknownIssuer), set("iss", "00000099300000001000", .unknownIssuer),
            set("iss", "alfa", .unknownIssuer), set("org", "00000099200000002000", .foreignOrganisation),
            set("org", "gemeente", .foreignOrganisation), set("sub", "", .malformed),
            set("sub", String(repeating: "a", count: 65), .malformed), set("rol", "verwerker", .roleNotAllowed),
            set("rol", "baas", .roleNotAllowed), set("rol", "klantmanager", .roleNotAllowed),
            set("jti", "1", .badIdentifier), set("jti", "0193ABCD-0000-7000-8000-000000000000", .badIdentifier),
            set("jti", "0193abcd-0000-4000-8000-000000000000", .badIdentifier),
            set("cnf", ["x5t#S256": "AAAA"], .otherCertificate), set("cnf", [String: String](), .malformed),
            set("register", "een", .malformed),
            set("doel", doel("spioneren", "wetSuwi"), .unknownPurpose),
            set("doel", doel("vacatureVervullen", "participatiewet"), .unknownPurpose),
            set("doel", doel("vacatureVervullen", "wetSuwi", String(repeating: "v", count: 65)), .unknownPurpose),
            Row("65 seconds ago", .expired) { times(&$0, -65, -5) },
            Row("in 6 seconds", .notYetValid) { times(&$0, 6, 66) },
            Row("61 seconds", .validTooLong) { times(&$0, 0, 61) },
            Row("no time at all", .validTooLong) { times(&$0, 0, 0) },
            Row("ends before it begins", .validTooLong) { times(&$0, 0, -1) },
            Row("from before the start", .issuedBeforeStart) { times(&$0, -31, 20) },
            Row("times that overflow", .malformed) {
                $0["iat"] = Int.min
                $0["exp"] = Int.max
            },
            Row("another type", .wrongType, header: ["typ": "JWT"]),
            Row("the registry's type", .wrongType, header: ["typ": SignedRegistry.type]),
            Row("a critical extension", .wrongType, header: ["crit": "[\"b64\"]"]),
        ]
        + [
            "iss", "org", "sub", "rol", "doel", "aud", "methode", "pad", "inhoud", "register", "cnf", "iat", "exp",
            "jti",
        ]
        .map { claim in Row("without \(claim)", .malformed) { $0[claim] = nil } }

    @Test(arguments: rows)
    func refuses(_ row: Row) async throws {
        var claims = try good()
        row.change(&claims)
        let token = try sign(claims, header: row.header, key: federation.keys("alfa").signingKey)
        await #expect(throws: row.reason) { try await check(token) }
    }

    /// Both sides of each boundary of time.
    @Test(arguments: [(-30, 30), (-30, -4), (5, 65), (0, 1)])
    func acceptsWithinTheLeeway(_ issued: Int, _ expires: Int) async throws {
        var claims = try good()
        Self.times(&claims, issued, expires)
        let token = try sign(claims, key: federation.keys("alfa").signingKey)
        let verklaring = try await check(token)
        #expect(verklaring.id == claims["jti"] as? String)
    }

    @Test
    func refusesWhatIsNotSigned() async throws {
        let keys = try federation.keys("alfa")
        let good = try sign(good(), key: keys.signingKey)
        let parts = good.split(separator: ".").map(String.init)
        let none = Base64URL.encode(Array("{\"alg\":\"none\",\"typ\":\"\(VerklaringClaims.type)\"}".utf8))
        let hmac = Base64URL.encode(Array("{\"alg\":\"HS256\",\"typ\":\"\(VerklaringClaims.type)\"}".utf8))
        let mac = HMAC<SHA256>.authenticationCode(
            for: Array("\(hmac).\(parts[1])".utf8),
            using: SymmetricKey(data: keys.signingKey.publicKey.x963Representation))
        let table: [(String, VerklaringRefusal)] = [
            ("", .malformed), ("..", .malformed), (parts[0] + "." + parts[1], .malformed), (good + ".", .malformed),
            ("\(none).\(parts[1]).", .wrongType), ("\(none).\(parts[1]).\(parts[2])", .wrongType),
            ("\(hmac).\(parts[1]).\(Base64URL.encode(mac))", .wrongType),
            ("\(hmac).\(parts[1]).\(parts[2])", .wrongType), (good + String(repeating: "A", count: 4_096), .malformed),
            ("\(parts[0]).\(parts[1]).\(Base64URL.encode(Array(repeating: 1, count: 64)))", .badSignature),
            (try sign(self.good(), key: federation.keys("beta").signingKey), .badSignature),
        ]
        for (token, reason) in table {
            await #expect(throws: reason, "\(token)") { try await check(token) }
        }
    }

    @Test("JSON that two readers may understand differently is refused, though the signature over it holds")
    func refusesAmbiguousJSON() async throws {
        let keys = try federation.keys("alfa")
        let token = try sign(good(), key: keys.signingKey)
        let parts = try token.split(separator: ".").prefix(2).map { part in
            String(decoding: try #require(Base64URL.decode(part)), as: UTF8.self)
        }
        let (header, claims) = (parts[0], parts[1])
        func signed(_ header: String, _ claims: String) throws -> String {
            String(decoding: try SignedRegistryTests.jws(header, claims, by: keys.signingKey), as: UTF8.self)
        }
        _ = try await check(try signed(header, claims))
        let (headerBegin, headerRest) = (String(header.dropLast()), String(header.dropFirst()))
        let (claimsBegin, claimsRest) = (String(claims.dropLast()), String(claims.dropFirst()))
        let twice: [(String, String)] = [
            (header, "\(claimsBegin),\"sub\":\"iemand-anders\"}"),
            (header, "{\"iss\":\"00000099100000999000\",\(claimsRest)"),
            (header, "\(claimsBegin),\"nieuw\":{\"a\":1,\"a\":2}}"), (header, "\(claims){}"), (header, "\(claims)x"),
            (header, "[\(claims)]"), ("{\"alg\":\"none\",\(headerRest)", claims),
            ("\(headerBegin),\"typ\":\"JWT\"}", claims), ("\(header) 1", claims),
        ]
        for (header, claims) in twice {
            await #expect(throws: VerklaringRefusal.malformed, "\(header) \(claims)") {
                try await check(try signed(header, claims))
            }
        }
    }

    @Test
    func refusesAnotherBody() async throws {
        let token = try sign(good(), key: federation.keys("alfa").signingKey)
        await #expect(throws: VerklaringRefusal.wrongBody) { try await check(token, body: Self.body + [32]) }
    }

    @Test
    func refusesASuspendedRegion() async throws {
        let token = try sign(good(), key: federation.keys("alfa").signingKey)
        federation.change("alfa", status: .suspended)
        await #expect(throws: VerklaringRefusal.unknownIssuer) { try await check(token) }
    }

    private func checker() -> VerklaringChecker {
        VerklaringChecker(
            registry: federation.registry, startedAt: Self.now.addingTimeInterval(-30), now: { Self.now })
    }

    @discardableResult
    private func check(_ token: String, body: [UInt8] = body) async throws(VerklaringRefusal) -> Verklaring {
        let thumbprint = (try? federation.keys("alfa").thumbprint) ?? ""
        return try await checker().check(
            token, method: "POST", path: Self.path, body: body, audience: .federation, certificateThumbprint: thumbprint
        )
    }

    private func good() throws -> [String: any Sendable] {
        let keys = try federation.keys("alfa")
        return [
            "iss": keys.oin.digits, "org": try federation.municipality(of: "alfa").digits, "sub": "p1",
            "rol": "accountmanager", "doel": Self.doel("vacatureVervullen", "wetSuwi"), "aud": "hallowerk-federatie",
            "methode": "POST", "pad": Self.path, "inhoud": Base64URL.encode(SHA256.hash(data: Self.body)),
            "register": 1, "cnf": ["x5t#S256": keys.thumbprint], "iat": Self.second, "exp": Self.second + 60,
            "jti": "0193abcd-0000-7000-8000-000000000000",
        ]
    }

    private static func doel(_ activity: String, _ basis: String, _ vacancy: String? = nil) -> [String: String] {
        var doel = ["activiteit": activity, "grondslag": basis]
        doel["vacature"] = vacancy
        return doel
    }

    private static func times(_ claims: inout [String: any Sendable], _ issued: Int, _ expires: Int) {
        claims["iat"] = second + issued
        claims["exp"] = second + expires
    }

    /// A JWS by hand, so that the test does not share the signer's idea of one.
    private func sign(
        _ claims: [String: any Sendable], header: [String: String] = [:], key: P256.Signing.PrivateKey
    ) throws -> String {
        let type = header["typ"] ?? VerklaringClaims.type
        let critical = header["crit"].map { ",\"crit\":\($0)" } ?? ""
        let head = Base64URL.encode(Array("{\"alg\":\"ES256\",\"typ\":\"\(type)\"\(critical)}".utf8))
        let payload = Base64URL.encode(Array(try JSONSerialization.data(withJSONObject: claims)))
        let signature = try key.signature(for: Array("\(head).\(payload)".utf8)).rawRepresentation
        return "\(head).\(payload).\(Base64URL.encode(signature))"
    }
}

extension TestFederation {
    fileprivate func municipality(of region: String) throws -> OIN { try self.region(region).municipalities[0].oin }
}

extension OIN {
    /// A literal of a test; one that is wrong becomes a number that no test uses, and its test fails.
    fileprivate static func test(_ digits: String) -> OIN {
        do { return try OIN(digits) } catch { preconditionFailure("\(digits) is no OIN") }
    }
}
