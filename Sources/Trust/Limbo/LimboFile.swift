import Foundation

/// A file of test cases of C2SP's x509-limbo (`limbo.json`): what we use of it.
struct LimboFile: Decodable {
    struct Case: Decodable {
        struct Name: Decodable {
            /// `DNS`, `IP` or `RFC822`.
            let kind: String
            let value: String
        }

        let id: String
        let description: String?
        /// `SERVER` or `CLIENT`: which end the peer is.
        let validationKind: String
        let trustedCerts: [String]
        let untrustedIntermediates: [String]
        let peerCertificate: String
        let validationTime: String?
        let keyUsage: [String]?
        let extendedKeyUsage: [String]?
        /// `SUCCESS` or `FAILURE`.
        let expectedResult: String
        let expectedPeerName: Name?
        let expectedPeerNames: [Name]?
        let maxChainDepth: Int?
        let crls: [String]?
    }

    let version: Int
    let testcases: [Case]

    /// Bytes of the largest file read.
    static let limit = 256 * 1024 * 1024
}
