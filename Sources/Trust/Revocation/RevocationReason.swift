/// Why a certificate was revoked (RFC 5280 §5.3.1). `removeFromCRL` is for delta lists, which are not used here.
package enum RevocationReason: Int, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case unspecified = 0
    case keyCompromise = 1
    case cACompromise = 2
    case affiliationChanged = 3
    case superseded = 4
    case cessationOfOperation = 5
    case certificateHold = 6
    case privilegeWithdrawn = 9
    case aACompromise = 10

    /// As OpenSSL's `ca -crl_reason` names it.
    package var name: String {
        switch self {
        case .unspecified: "unspecified"
        case .keyCompromise: "keyCompromise"
        case .cACompromise: "CACompromise"
        case .affiliationChanged: "affiliationChanged"
        case .superseded: "superseded"
        case .cessationOfOperation: "cessationOfOperation"
        case .certificateHold: "certificateHold"
        case .privilegeWithdrawn: "privilegeWithdrawn"
        case .aACompromise: "AACompromise"
        }
    }

    package var description: String { name }
}
