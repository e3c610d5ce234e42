import SwiftASN1
import X509

/// The signature algorithms that certificates and revocation lists may have: SHA-256 or better (NCSC-NL 2025-05).
/// SHA-1 and MD5 are not among them.
enum SignatureSchemes {
    static let known: [ASN1ObjectIdentifier: Certificate.SignatureAlgorithm] = [
        [1, 2, 840, 10045, 4, 3, 2]: .ecdsaWithSHA256,
        [1, 2, 840, 10045, 4, 3, 3]: .ecdsaWithSHA384,
        [1, 2, 840, 10045, 4, 3, 4]: .ecdsaWithSHA512,
        [1, 2, 840, 113549, 1, 1, 11]: .sha256WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 12]: .sha384WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 13]: .sha512WithRSAEncryption,
        [1, 3, 101, 112]: .ed25519,
    ]
    private static let accepted = Set(known.values)

    static func isAccepted(_ algorithm: Certificate.SignatureAlgorithm) -> Bool { accepted.contains(algorithm) }

    /// `sha1WithRSAEncryption`: the library's word without its prefix.
    static func name(of algorithm: Certificate.SignatureAlgorithm) -> String {
        algorithm.description.replacing("SignatureAlgorithm.", with: "")
    }
}
