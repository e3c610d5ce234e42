import Crypto
import Foundation
import Testing

@testable import Trust

@Suite("A sealed profile opens for its asker only, from its sender only, for its call only")
struct DetailSealingTests {
    private let home = Curve25519.KeyAgreement.PrivateKey()
    private let asker = Curve25519.KeyAgreement.PrivateKey()
    private let other = Curve25519.KeyAgreement.PrivateKey()
    private let plaintext = Array("{\"voornaam\":\"Fatima\"}".utf8)

    @Test
    func opens() throws {
        let sealed = try seal()
        #expect(try open(sealed) == plaintext)
        #expect(sealed.count == plaintext.count + 32 + 16)
        #expect(try seal() != sealed)
    }

    @Test
    func opensForNobodyElse() throws {
        let sealed = try seal()
        #expect(throws: DetailSealing.Refusal()) { try open(sealed, by: other) }
        #expect(throws: DetailSealing.Refusal()) { try open(sealed, from: other) }
        #expect(throws: DetailSealing.Refusal()) { try open(sealed, search: "t2") }
        #expect(throws: DetailSealing.Refusal()) { try open(sealed, handle: "alfa.y") }
        // The border between the two names is part of what is bound.
        #expect(throws: DetailSealing.Refusal()) { try open(sealed, search: "t", handle: "1alfa.x") }
    }

    /// Without the sender's key nobody can make one: not the gateway, and not in HPKE's base mode.
    @Test
    func isNotMadeWithoutTheSendersKey() throws {
        var base = try HPKE.Sender(
            recipientKey: asker.publicKey, ciphersuite: .Curve25519_SHA256_ChachaPoly,
            info: Data("hallowerk profiel 1".utf8))
        let ciphertext = try base.seal(plaintext, authenticating: Array("t1".utf8) + [0] + Array("alfa.x".utf8))
        #expect(throws: DetailSealing.Refusal()) { try open(Array(base.encapsulatedKey) + Array(ciphertext)) }
    }

    @Test
    func refusesEveryAlteredByte() throws {
        let sealed = try seal()
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: DetailSealing.Refusal(), "byte \(index)") { try open(altered) }
        }
        for length in [0, 31, 32, 47, sealed.count - 1] {
            #expect(throws: DetailSealing.Refusal()) { try open(Array(sealed.prefix(length))) }
        }
    }

    @Test
    func refusesAKeyThatIsNone() throws {
        #expect(throws: (any Error).self) {
            try DetailSealing.seal(plaintext, from: home, to: [1, 2], search: "t1", handle: "alfa.x")
        }
        let sealed = try seal()
        #expect(throws: DetailSealing.Refusal()) {
            try DetailSealing.open(sealed, by: asker, from: [1, 2], search: "t1", handle: "alfa.x")
        }
    }

    private func seal() throws -> [UInt8] {
        try DetailSealing.seal(
            plaintext, from: home, to: Array(asker.publicKey.rawRepresentation), search: "t1", handle: "alfa.x")
    }

    private func open(
        _ sealed: [UInt8], by recipient: Curve25519.KeyAgreement.PrivateKey? = nil,
        from sender: Curve25519.KeyAgreement.PrivateKey? = nil, search: String = "t1", handle: String = "alfa.x"
    ) throws -> [UInt8] {
        try DetailSealing.open(
            sealed, by: recipient ?? asker, from: Array((sender ?? home).publicKey.rawRepresentation), search: search,
            handle: handle)
    }
}
