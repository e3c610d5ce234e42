package import Domain
package import Foundation

/// A case manager's act at the jobseeker's own recorded request (P-ROL, P-VIS-5).
package struct ActOfVisibility: Hashable, Sendable {
    /// The user who acts.
    package let account: String
    /// The municipality that the user works for; must be the dossier's.
    package let municipality: MunicipalityCode
    /// Reference of the request.
    package let request: String
    package let reason: String
    package let at: Date

    package init(account: String, municipality: MunicipalityCode, request: String, reason: String, at: Date) {
        self.account = account
        self.municipality = municipality
        self.request = request
        self.reason = reason
        self.at = at
    }
}

/// Why a change was refused.
package enum LedgerRefusal: Error, Hashable, CustomStringConvertible {
    case unknown
    /// The dossier is another municipality's.
    case notYours
    /// Request or reason is empty or too long.
    case noReason
    /// The store refused; after a hide the profile stays out of the showcase (I-4).
    case notWritten(reason: String)

    package var description: String {
        switch self {
        case .unknown: "there is no such dossier"
        case .notYours: "the dossier is another municipality's"
        case .noReason: "a reference of the request (1-100 characters) and a reason (1-500) are needed"
        case .notWritten(let reason): "the store could not be written: \(reason); the profile is not shown meanwhile"
        }
    }
}
