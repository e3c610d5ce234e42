package import Domain
package import Foundation
import GRDB
import Storage

/// One line of a dossier's history: who did what and when, without any value of a field.
package struct DossierEvent: Hashable, Sendable {
    /// What happened to the fields; the raw value is what the store has.
    package enum Change: String, CaseIterable, Hashable, Sendable {
        /// Edited by somebody of the municipality.
        case edited = "bewerkt"
        /// Changed by an import of the municipality's own export.
        case delivered = "aangeleverd"
        /// Added by such an import; stands with the dossier itself, because most people are never changed.
        case added = "toegevoegd"
    }

    package enum What: Hashable, Sendable {
        case visibility(from: Dossier.Visibility, to: Dossier.Visibility, request: String, reason: String)
        /// With the names of the fields; one that this version does not know is left out.
        case fields(Change, [DossierField])
    }

    /// The revision that it made.
    package let revision: Int
    package let at: Date
    /// The user.
    package let account: String
    package let what: What

    /// The names of `fields` as the store has them.
    package static func text(of fields: [DossierField]) -> String { ListText.text(of: fields.map(\.rawValue)) }

    /// A row of `DossierSchema.Query.events`; nil for what no version of ours wrote.
    init?(_ row: Row) {
        let before: String? = row[3]
        if let before, let from = Dossier.Visibility(rawValue: before), let to = Dossier.Visibility(rawValue: row[4]) {
            what = .visibility(from: from, to: to, request: row[5], reason: row[6])
        } else {
            let kind: String? = row[7]
            guard let change = kind.flatMap(Change.init(rawValue:)) else { return nil }
            what = .fields(change, ListText.items(of: row[8]).compactMap(DossierField.init(rawValue:)))
        }
        let time: Int64 = row[1]
        revision = row[0]
        at = Date(milliseconds: time)
        account = row[2]
    }
}
