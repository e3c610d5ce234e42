package import Foundation

/// Why a registry is not used. The sentences are for the operator; none goes to a peer.
package enum RegistryRefusal: Error, Hashable, CustomStringConvertible {
    /// More bytes than `SignedRegistry.limit`.
    case tooLarge
    /// Not a JWS, or not a registry in it.
    case malformed(String)
    /// `alg` is `none` or there is no signature.
    case unsigned
    /// Signed in another way than ES256.
    case wrongAlgorithm(String)
    /// A JWS of the same key for another use.
    case wrongType
    /// The signature is not the authority's over these bytes: altered, or signed with another key.
    case notAuthentic
    /// Valid for longer than `Limits.registryDays`.
    case validTooLong(days: Int)
    case notYetValid(from: Date)
    case expired(since: Date)
    case older(serial: Int, than: Int)

    package var description: String {
        switch self {
        case .tooLarge:
            "the registry is larger than \(SignedRegistry.limit) bytes; fetch it again from the federation's authority"
        case .malformed(let reason):
            "the registry cannot be read: \(reason); fetch it again from the federation's authority"
        case .unsigned:
            "the registry is not signed; use one that the federation's authority signed"
        case .wrongAlgorithm(let name):
            "the registry is signed with '\(name)' and only ES256 is accepted; use one that the authority signed"
        case .wrongType:
            "what was signed is not a registry (typ is not '\(SignedRegistry.type)'); check which file was given"
        case .notAuthentic:
            """
            the registry's signature is not that of the authority in registry-authority.pub: it was altered or signed \
            with another key; fetch it again, and check that registry-authority.pub is the federation's
            """
        case .validTooLong(let days):
            "the registry claims to be valid for \(days) days; at most \(SignedRegistry.longestDays) are accepted"
        case .notYetValid(let date):
            "the registry is valid from \(date.ISO8601Format()); check this machine's clock"
        case .expired(let date):
            "the registry expired at \(date.ISO8601Format()); fetch the one that the authority signed last"
        case .older(let serial, let than):
            "the registry has serial \(serial), older than \(than) that is in use; fetch the one that was signed last"
        }
    }
}
