import Crypto
import Foundation

/// X25519 keys as files (RFC 8410 §7): the PEM that `openssl pkey` reads. swift-crypto writes them raw only.
enum X25519Key {
    private static let privatePrefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
    ]

    /// `key` as PKCS #8.
    static func pem(_ key: Curve25519.KeyAgreement.PrivateKey) -> String {
        let der = privatePrefix + Array(key.rawRepresentation)
        return "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n-----END PRIVATE KEY-----\n"
    }

    /// The key in `pem`, or nil when it is anything else than one X25519 key.
    static func parse(pem: String) -> Curve25519.KeyAgreement.PrivateKey? {
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard lines.first == "-----BEGIN PRIVATE KEY-----", lines.last == "-----END PRIVATE KEY-----",
            let der = Data(base64Encoded: lines.dropFirst().dropLast().joined()),
            der.count == privatePrefix.count + 32, der.starts(with: privatePrefix)
        else { return nil }
        return try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: der.dropFirst(privatePrefix.count))
    }
}
