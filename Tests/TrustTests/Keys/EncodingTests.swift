import Crypto
import Domain
import Foundation
import Testing

@testable import Trust

@Suite("Base64url: one spelling for each byte string")
struct Base64URLTests {
    @Test(arguments: [
        ([UInt8](), ""), ([0], "AA"), ([255], "_w"), ([251, 255], "-_8"), ([1, 2, 3], "AQID"),
        ([0, 0, 0, 0], "AAAAAA"),
    ])
    func `bytes and text go both ways`(_ bytes: [UInt8], _ text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test(arguments: ["A", "AB", "_x", "AA==", "AA=", "+w", "/w", "A A", "AA\n", " AA", "AQJ", "é"])
    func `any other spelling is refused`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}

@Suite("X25519 keys as PEM: what OpenSSL reads")
struct X25519KeyTests {
    @Test func `a key reads back, and openssl finds the same public key`() throws {
        let scratch = try ScratchFolder()
        let key = Curve25519.KeyAgreement.PrivateKey()
        try scratch.write(X25519Key.pem(key), to: "sealing.key")
        #expect(X25519Key.parse(pem: X25519Key.pem(key))?.rawRepresentation == key.rawRepresentation)
        let told = try Tool.run([
            "openssl", "pkey", "-in", scratch.file("sealing.key"), "-pubout", "-outform", "DER", "-out",
            scratch.file("public.der"),
        ])
        #expect(told.code == 0, "\(told.output)")
        let der = try Data(contentsOf: URL(filePath: scratch.file("public.der")))
        #expect(der.suffix(32) == key.publicKey.rawRepresentation)
    }

    @Test(arguments: [
        "", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", P256.Signing.PrivateKey().pemRepresentation,
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIA==\n-----END PRIVATE KEY-----",
        X25519Key.pem(Curve25519.KeyAgreement.PrivateKey()) + X25519Key.pem(Curve25519.KeyAgreement.PrivateKey()),
    ])
    func `anything else is refused`(_ pem: String) {
        #expect(X25519Key.parse(pem: pem) == nil)
    }
}
