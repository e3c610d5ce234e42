package import Domain
import Foundation

/// A municipality's own people as text: what `hallowerk import` reads (CSV), or everything (JSON lines).
///
/// - Important: With internal fields: for the municipality itself, and nothing else.
package enum DossierExport {
    /// The first line of a CSV: the columns of an import, so that what goes out can come in again.
    package static let csvHeader = ImportColumn.allCases.map(\.rawValue).joined(separator: ";") + "\n"

    package static func csvRow(_ dossier: Dossier) -> [UInt8] {
        let fields = ImportColumn.allCases.map { CSVField.written(Array(value($0, of: dossier).utf8)[...]) }
        return fields.joined(separator: [0x3B]) + [0x0A]
    }

    private static func value(_ column: ImportColumn, of dossier: Dossier) -> String {
        let (contact, own) = (dossier.contact, dossier.internalFields)
        return switch column {
        case .clientNumber: own.clientNumber
        case .givenName: contact.givenName
        case .familyName: contact.familyName
        case .email: contact.email
        case .phone: contact.phone
        case .postcode: own.postcode.description
        case .birthDay: own.birthDay.description
        case .caseNumber: own.caseNumber
        case .street: own.street
        case .gender: own.gender?.rawValue ?? ""
        case .caseManager: own.caseManager
        case .support: own.support?.rawValue ?? ""
        case .toZo: own.isToZo ? "ja" : "nee"
        case .targetGroups: dossier.work.targetGroups.map(\.rawValue).joined(separator: "|")
        case .serviceEnded: own.serviceEnded?.description ?? ""
        }
    }

    /// One line with all that the region holds about the person.
    ///
    /// - Throws: only when Foundation refuses a string, which it does not.
    package static func jsonLine(_ dossier: Dossier) throws -> [UInt8] {
        var object: [String: Any] = [:]
        for column in ImportColumn.allCases { object[column.rawValue] = value(column, of: dossier) }
        object["doelgroepen"] = dossier.work.targetGroups.map(\.rawValue)
        object["gemeente"] = dossier.municipality.code
        object["zichtbaarheid"] = dossier.visibility.rawValue
        object.merge(work(of: dossier.work)) { $1 }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try JSONSerialization.data(withJSONObject: object, options: options)) + [0x0A]
    }

    private static func work(of work: WorkProfile) -> [String: Any] {
        var object: [String: Any] = [
            "beroepen": work.occupations, "vaardigheden": work.skills, "motivatie": work.motivation,
            "opleiding": work.education.rawValue, "rijbewijzen": work.licences.map(\.rawValue),
            "talen": work.languages.map { ["taal": $0.language, "niveau": $0.level.rawValue] },
            "urenPerWeek": ["minimaal": work.hours.minimum, "maximaal": work.hours.maximum],
            "beschikbaarVanaf": work.availableFrom.description, "ondernemer": work.isEntrepreneur,
            "interesses": work.interests, "talenten": work.talents,
            "contractvormen": work.contracts.map(\.rawValue), "sectoren": work.sectors.map(\.rawValue),
            "belastbaarheid": work.capacity.map { ["onderdeel": $0.load.rawValue, "mate": $0.extent.rawValue] },
            "documenten": work.documents.map { ["soort": $0.kind.rawValue, "titel": $0.title] },
        ]
        object["werkervaring"] = work.experience.map { job in
            var item: [String: Any] = [
                "functie": job.jobTitle, "werkgever": job.employer, "jaarVan": job.firstYear,
                "omschrijving": job.description,
            ]
            item["jaarTot"] = job.lastYear
            return item
        }
        object["opleidingen"] = work.schooling.map { school in
            var item: [String: Any] = [
                "niveau": school.level.rawValue, "naam": school.name, "diploma": school.hasDiploma,
            ]
            item["jaarTot"] = school.endYear
            return item
        }
        object["cursussen"] = work.courses.map { course in
            var item: [String: Any] = ["naam": course.name]
            item["jaar"] = course.year
            return item
        }
        object["reisafstandKm"] = work.travelKm
        return object
    }
}
