import Domain
import Foundation
import Wire

/// A compact JWS (RFC 7515 §7.1) taken apart and looked at before JWTKit sees it: that verifies with the key it is
/// given, whatever the header says, decodes base64 leniently, and takes the last of two members with one name.
struct CompactJWS {
    /// Why something is not even a JWS of ours.
    enum Fault: Error, Hashable {
        case form(String)
        /// `alg` is `none` in any case of letters, or there is no signature.
        case unsigned
        case algorithm(String)
        case type
        /// The header asks for an extension (RFC 7515 §4.1.11); we know none.
        case critical
    }

    /// Bytes of an ES256 signature (RFC 7518 §3.4).
    private static let signatureBytes = 64

    /// JSON, with no name twice in any object of it.
    let payload: [UInt8]

    /// - Parameters:
    ///   - type: the `typ` that it must have (RFC 8725 §3.11).
    /// - Throws: `Fault`, the first that applies; whose signature it is, is for the caller.
    init(_ text: String, type: String) throws(Fault) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .form("it is not a compact JWS of three parts") }
        guard let head = Base64URL.decode(parts[0]), StrictJSON.isOne(head),
            let header = try? JSONDecoder().decode(Header.self, from: Data(head))
        else { throw .form("its header is not JSON in base64url") }
        guard let algorithm = header.alg else { throw .form("its header names no algorithm") }
        guard algorithm.lowercased() != "none", !parts[2].isEmpty else { throw .unsigned }
        guard algorithm == "ES256" else { throw .algorithm(algorithm) }
        guard header.typ == type else { throw .type }
        guard header.crit == nil else { throw .critical }
        guard let payload = Base64URL.decode(parts[1]), StrictJSON.isOne(payload) else {
            throw .form("its payload is not JSON in base64url")
        }
        guard Base64URL.decode(parts[2])?.count == Self.signatureBytes else { throw .form("its signature is none") }
        self.payload = payload
    }

    private struct Header: Decodable {
        let alg, typ: String?
        let crit: [String]?
    }
}
