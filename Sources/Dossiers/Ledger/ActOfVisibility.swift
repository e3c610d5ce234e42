package import Domain
package import Foundation

/// A case manager shows or hides a jobseeker, at the jobseeker's own recorded request (P-ROL, P-VIS-5).
package struct ActOfVisibility: Hashable, Sendable {
    /// The case manager's user.
    package let account: String
    /// The municipality that the case manager works for; must be the dossier's.
    package let municipality: MunicipalityCode
    /// Reference of the request, 1 to 100 characters.
    package let request: String
    /// 1 to 500 characters.
    package let reason: String
    package let at: Date

    package init(account: String, municipality: MunicipalityCode, request: String, reason: String, at: Date) {
        self.account = account
        self.municipality = municipality
        self.request = request
        self.reason = reason
        self.at = at
    }

    /// The first field that the history cannot hold, or nil.
    var incompleteField: String? {
        let fields = [("account", account, 64), ("request", request, 100), ("reason", reason, 500)]
        return fields.first { _, text, limit in
            text.allSatisfy(\.isWhitespace) || text.unicodeScalars.count > limit || text.utf8.contains(0)
        }?.0
    }
}
