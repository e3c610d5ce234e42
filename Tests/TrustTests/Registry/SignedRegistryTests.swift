import Crypto
import Domain
import Foundation
import Testing
import Trust

@Suite("Signed registry: only the authority's, only now, only forward")
struct SignedRegistryTests {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)
    let key = P256.Signing.PrivateKey()

    /// A registry of two regions and a gateway.
    static func registry(
        serial: Int = 7, issued: Date = now, seconds: Double = 7 * 86_400
    ) throws -> Registry {
        let folder = try SmallFolder.loaded()
        let keys = Registry.PartyKeys(
            signing: Array(P256.Signing.PrivateKey().publicKey.x963Representation),
            sealing: Array(Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation))
        return Registry(
            serial: serial, issued: issued, expires: issued.addingTimeInterval(seconds),
            members: folder.regions.map { Registry.Member(region: $0, keys: keys) }, gateways: folder.gateways)
    }

    /// A JWS that `key` signs over any header and payload.
    static func jws(_ header: String, _ payload: String, by key: P256.Signing.PrivateKey) throws -> [UInt8] {
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
        return Array((signed + "." + Base64URL.encode(signature)).utf8)
    }

    static let header = #"{"alg":"ES256","typ":"hallowerk-register+jws"}"#

    private func verify(
        _ jws: [UInt8], at moment: Date = now, by authority: P256.Signing.PublicKey? = nil,
        notOlderThan serial: Int? = nil
    ) async throws(RegistryRefusal) -> Registry {
        try await SignedRegistry.verify(
            jws, authority: authority ?? key.publicKey, now: moment, notOlderThan: serial)
    }

    /// The payload of what `sign` makes, as text.
    private func payload(of registry: Registry) async throws -> String {
        let text = String(decoding: try await SignedRegistry.sign(registry, with: key), as: UTF8.self)
        let bytes = try #require(Base64URL.decode(text.split(separator: ".")[1]))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `what is signed reads back equal`() async throws {
        let registry = try Self.registry()
        #expect(try await verify(SignedRegistry.sign(registry, with: key)) == registry)
    }

    @Test(arguments: [true, false]) func `a gateway's signing key reads back, and may be absent`(_ has: Bool)
        async throws
    {
        let base = try Self.registry()
        let signing = has ? Array(P256.Signing.PrivateKey().publicKey.x963Representation) : nil
        let registry = Registry(
            serial: base.serial, issued: base.issued, expires: base.expires, members: base.members,
            gateways: base.gateways.map {
                Registry.Gateway(oin: $0.oin, name: $0.name, endpoints: $0.endpoints, signing: signing)
            })
        #expect(try await verify(SignedRegistry.sign(registry, with: key)) == registry)
        #expect(registry.gateways.allSatisfy { $0.signing == signing } && !registry.gateways.isEmpty)
    }

    @Test func `a gateway's signing key that is no point of P-256 is malformed`() async throws {
        let base = try Self.registry()
        let registry = Registry(
            serial: base.serial, issued: base.issued, expires: base.expires, members: base.members,
            gateways: base.gateways.map {
                Registry.Gateway(oin: $0.oin, name: $0.name, endpoints: $0.endpoints, signing: [4, 5, 6])
            })
        await #expect(throws: RegistryRefusal.self) { try await SignedRegistry.sign(registry, with: key) }
    }

    @Test func `the same registry gives the same bytes before the signature`() async throws {
        let registry = try Self.registry()
        #expect(try await payload(of: registry) == payload(of: registry))
        #expect(try await payload(of: registry).contains("\\/") == false)
    }

    @Test func `openssl verifies the signature`() async throws {
        let scratch = try ScratchFolder()
        let text = String(decoding: try await SignedRegistry.sign(Self.registry(), with: key), as: UTF8.self)
        let parts = text.split(separator: ".")
        let raw = try P256.Signing.ECDSASignature(rawRepresentation: #require(Base64URL.decode(parts[2])))
        try scratch.write("\(parts[0]).\(parts[1])", to: "signed")
        try raw.derRepresentation.write(to: URL(filePath: scratch.file("signature")))
        try scratch.write(key.publicKey.pemRepresentation, to: "public.pem")
        let verdict = try Tool.run([
            "openssl", "dgst", "-sha256", "-verify", scratch.file("public.pem"), "-signature",
            scratch.file("signature"), scratch.file("signed"),
        ])
        #expect(verdict.output.contains("Verified OK"), "\(verdict.output)")
    }

    @Test func `no byte can be altered`() async throws {
        let jws = try await SignedRegistry.sign(Self.registry(), with: key)
        let payload = try #require(jws.firstIndex(of: 46))...(try #require(jws.lastIndex(of: 46)))
        for index in jws.indices where !payload.contains(index) || index % 13 == 0 {
            for flip in [UInt8(1), 2, 32] {
                var altered = jws
                altered[index] ^= flip
                await #expect(throws: RegistryRefusal.self, "byte \(index)") { try await verify(altered) }
            }
        }
    }

    @Test func `bytes added, cut or spelled otherwise are refused`() async throws {
        let jws = try await SignedRegistry.sign(Self.registry(), with: key)
        for altered in [jws + [10], [32] + jws, jws + [61], Array(jws.dropLast()), jws + jws, []] {
            await #expect(throws: RegistryRefusal.self) { try await verify(altered) }
        }
    }

    @Test func `another key's registry is refused`() async throws {
        let jws = try await SignedRegistry.sign(Self.registry(), with: P256.Signing.PrivateKey())
        await #expect(throws: RegistryRefusal.notAuthentic) { try await verify(jws) }
    }

    @Test(arguments: [
        (#"{"alg":"none","typ":"hallowerk-register+jws"}"#, RegistryRefusal.unsigned),
        (#"{"alg":"None","typ":"hallowerk-register+jws"}"#, .unsigned),
        (#"{"alg":"HS256","typ":"hallowerk-register+jws"}"#, .wrongAlgorithm("HS256")),
        (#"{"alg":"es256","typ":"hallowerk-register+jws"}"#, .wrongAlgorithm("es256")),
        (#"{"alg":"ES256","typ":"JWT"}"#, .wrongType), (#"{"alg":"ES256"}"#, .wrongType),
        (#"{"typ":"hallowerk-register+jws"}"#, .malformed("its header names no algorithm")),
        ("ES256", .malformed("its header is not JSON in base64url")),
        (
            #"{"alg":"ES256","crit":["b64"],"typ":"hallowerk-register+jws"}"#,
            .malformed("its header asks for an extension")
        ),
    ])
    func `a header is refused though the signature holds`(_ header: String, _ refusal: RegistryRefusal) async throws {
        let jws = try Self.jws(header, try await payload(of: Self.registry()), by: key)
        await #expect(throws: refusal) { try await verify(jws) }
    }

    @Test func `alg none without a signature is refused as unsigned`() async throws {
        let payload = Base64URL.encode(Array(try await payload(of: Self.registry()).utf8))
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"hallowerk-register+jws"}"#.utf8))
        let plain = Base64URL.encode(Array(Self.header.utf8))
        for head in [none, plain] {
            await #expect(throws: RegistryRefusal.unsigned) { try await verify(Array("\(head).\(payload).".utf8)) }
        }
        await #expect(throws: RegistryRefusal.malformed("it is not a compact JWS of three parts")) {
            try await verify(Array("\(none).\(payload)".utf8))
        }
    }

    static let moments: [(seconds: Double, refusal: RegistryRefusal?)] = [
        (0, nil), (-5, nil), (-6, .notYetValid(from: now)), (604_799, nil), (604_800, .expired(since: now + 604_800)),
        (40_000_000, .expired(since: now + 604_800)),
    ]

    @Test(arguments: moments)
    func `it is valid from issue to expiry`(_ seconds: Double, _ refusal: RegistryRefusal?) async throws {
        let jws = try await SignedRegistry.sign(Self.registry(), with: key)
        let moment = Self.now.addingTimeInterval(seconds)
        if let refusal {
            await #expect(throws: refusal) { try await verify(jws, at: moment) }
        } else {
            #expect(try await verify(jws, at: moment).serial == 7)
        }
    }

    @Test func `a validity over seven days is neither signed nor read`() async throws {
        let long = try Self.registry(seconds: 7 * 86_400 + 1)
        await #expect(throws: RegistryRefusal.validTooLong(days: 8)) { try await SignedRegistry.sign(long, with: key) }
        let end = Int(Self.now.timeIntervalSince1970) + 7 * 86_400
        let text = try await payload(of: Self.registry())
            .replacingOccurrences(of: "\"verloopt\":\(end)", with: "\"verloopt\":\(end + 1)")
        let jws = try Self.jws(Self.header, text, by: key)
        await #expect(throws: RegistryRefusal.validTooLong(days: 8)) { try await verify(jws) }
    }

    @Test(arguments: [(nil, true), (6, true), (7, true), (8, false)])
    func `an older serial than the one in use is refused`(_ inUse: Int?, _ accepted: Bool) async throws {
        let jws = try await SignedRegistry.sign(Self.registry(serial: 7), with: key)
        if accepted {
            #expect(try await verify(jws, notOlderThan: inUse).serial == 7)
        } else {
            await #expect(throws: RegistryRefusal.older(serial: 7, than: 8)) {
                try await verify(jws, notOlderThan: inUse)
            }
        }
    }

    @Test(arguments: [
        ("\"volgnummer\"", "\"serienummer\""), ("\"code\":\"alfa\"", "\"code\":\"Alfa\""),
        ("\"code\":\"beta\"", "\"code\":\"alfa\""), ("\"code\":\"GM0002\"", "\"code\":\"GM0001\""),
        ("\"code\":\"GM0002\"", "\"code\":\"GM2\""), ("00000099200000003000", "00000099200000002000"),
        ("00000099300000001000", "00000099100000001000"), ("00000099100000001000", "1"),
        ("\"status\":\"actief\"", "\"status\":\"aan\""), ("\"bemiddelaar\"", "\"gateway\""),
        ("\"breedtegraad\":52.2", "\"breedtegraad\":2.2"), ("\"poort\":8443", "\"poort\":0"),
        ("\"host\":\"alfa.hallowerk.example\"", "\"host\":\"10.0.0.1\""), ("\"randstad\":true", "\"randstad\":1"),
        ("\"ondertekening\":\"B", "\"ondertekening\":\"A"), ("\"verzegeling\":\"", "\"verzegeling\":\"AAAA"),
        ("{", "["), ("\"centrumgemeente\":\"GM0001\"", "\"centrumgemeente\":\"1\""),
    ])
    func `a payload that is no registry is refused though the signature holds`(_ old: String, _ new: String)
        async throws
    {
        var text = try await payload(of: Self.registry())
        let range = try #require(text.range(of: old))
        text.replaceSubrange(range, with: new)
        let jws = try Self.jws(Self.header, text, by: key)
        let refusal = await #expect(throws: RegistryRefusal.self) { try await verify(jws) }
        guard case .malformed(let reason) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `a larger file than any registry is not read`() async throws {
        let large = [UInt8](repeating: 65, count: SignedRegistry.limit + 1)
        await #expect(throws: RegistryRefusal.tooLarge) { try await verify(large) }
    }

    @Test func `all 35 regions fit with room to spare`() async throws {
        let folder = try RegionsFolder.load(DeliveredRegionsTests.path)
        let keys = Registry.PartyKeys(
            signing: Array(key.publicKey.x963Representation),
            sealing: Array(Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation))
        let registry = folder.registry(
            serial: 1, issued: Self.now,
            keys: Dictionary(uniqueKeysWithValues: folder.regions.map { ($0.code, keys) }))
        #expect(registry.members.count == 35)
        let jws = try await SignedRegistry.sign(registry, with: key)
        #expect(jws.count < SignedRegistry.limit / 4)
        #expect(try await verify(jws) == registry)
    }

    @Test(arguments: [
        RegistryRefusal.tooLarge, .malformed("x"), .unsigned, .wrongAlgorithm("HS256"), .wrongType, .notAuthentic,
        .validTooLong(days: 8), .notYetValid(from: now), .expired(since: now), .older(serial: 1, than: 2),
    ])
    func `each refusal has a sentence that says what to do`(_ refusal: RegistryRefusal) {
        #expect(refusal.description.contains("registry"))
        #expect(refusal.description.contains { $0 == ";" || $0 == "," })
    }
}

@Suite("Current registry: never goes back")
struct CurrentRegistryTests {
    @Test(arguments: [(6, false), (7, true), (8, true)])
    func `only one that is not older is taken`(_ serial: Int, _ taken: Bool) throws {
        let current = CurrentRegistry(try SignedRegistryTests.registry(serial: 7))
        #expect(current.replace(with: try SignedRegistryTests.registry(serial: serial)) == taken)
        #expect(current.value.serial == (taken ? serial : 7))
    }

    @Test func `the folder's registry holds who has keys, at the addresses that were given`() throws {
        let folder = try SmallFolder.loaded()
        let alfa = try RegionCode("alfa")
        let here = [Endpoint(host: "alfa.hallowerk.example", port: 18_443, address: "127.0.0.1")]
        let moved = folder.listening(regions: [alfa: here], gateways: ["gateway": here])
        let keys = Registry.PartyKeys(signing: [], sealing: [])
        let registry = moved.registry(serial: 1, issued: SignedRegistryTests.now, keys: [alfa: keys])
        #expect(registry.members.map(\.region.code) == [alfa])
        #expect(registry.members.first?.region.endpoints == here)
        #expect(registry.gateways.first?.endpoints == here)
        #expect(registry.expires.timeIntervalSince(registry.issued) == Double(Limits.registryDays) * 86_400)
        #expect(moved.regions.last == folder.regions.last)
    }
}
