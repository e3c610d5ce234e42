import Domain
import Foundation
import GRDB

/// A dossier as a row of its table: written and read by place, without a coder, because thousands are read at every
/// start.
enum DossierRow {
    /// A text that the store does not hold; the name of the field, never its value.
    struct Unstorable: Error { let field: String }

    /// A row that this version cannot read.
    struct Unreadable: Error { let column: String }

    /// All columns, in the order of `DossierSchema.columns`.
    ///
    /// - Throws: `Unstorable` for a control character in a text.
    static func encode(_ dossier: Dossier) throws -> StatementArguments {
        let keys: [(any DatabaseValueConvertible)?] = [dossier.municipality.code, Data(dossier.id.bytes)]
        let state: [(any DatabaseValueConvertible)?] = [
            dossier.visibility.rawValue, dossier.generation, dossier.revision,
        ]
        return StatementArguments(keys + (try content(of: dossier)) + state)
    }

    /// The columns that an edit may change.
    static func content(of dossier: Dossier) throws -> [(any DatabaseValueConvertible)?] {
        let (contact, own, work) = (dossier.contact, dossier.internalFields, dossier.work)
        try check([
            ("client_number", [own.clientNumber]), ("given_name", [contact.givenName]),
            ("family_name", [contact.familyName]), ("email", [contact.email]), ("phone", [contact.phone]),
            ("case_manager", [own.caseManager]), ("case_number", [own.caseNumber]), ("street", [own.street]),
            ("occupations", work.occupations), ("skills", work.skills), ("interests", work.interests),
            ("talents", work.talents), ("schooling", work.schooling.map(\.name)),
            ("courses", work.courses.map(\.name)), ("documents", work.documents.map(\.title)),
            ("motivation", [work.motivation]), ("languages", work.languages.map(\.language)),
            ("experience", work.experience.flatMap { [$0.jobTitle, $0.employer, $0.description] }),
        ])
        let experience = work.experience.map { job in
            ListText.text(ofParts: [
                job.jobTitle, job.employer, String(job.firstYear), job.lastYear.map { String($0) } ?? "",
                job.description,
            ])
        }
        return [
            own.clientNumber, contact.givenName, contact.familyName, contact.email, contact.phone,
            own.postcode.description, own.birthDay.description, own.caseManager, ListText.text(of: work.occupations),
            ListText.text(of: work.skills), work.motivation, ListText.text(of: experience), work.education.rawValue,
            ListText.text(of: work.licences.map(\.rawValue)),
            ListText.text(of: work.languages.map { ListText.text(ofParts: [$0.language, $0.level.rawValue]) }),
            work.hours.minimum, work.hours.maximum, work.availableFrom.description,
            ListText.text(of: work.targetGroups.map(\.rawValue)), own.caseNumber, own.street,
            own.gender?.rawValue ?? "", own.support?.rawValue ?? "", own.isToZo, own.serviceEnded?.description,
        ] + wishes(of: work)
    }

    /// - Throws: `Unreadable` with the column that holds something that no version of ours wrote.
    static func decode(_ row: Row) throws -> Dossier {
        let key: Data = row[1]
        let municipality = try read("municipality", try? MunicipalityCode(row[0]))
        let id = try read("id", ProfileID(bytes: key))
        let contact = Contact(givenName: row[3], familyName: row[4], email: row[5], phone: row[6])
        let ended: String? = row[26]
        let own = InternalFields(
            clientNumber: row[2], postcode: try read("postcode", try? Postcode(row[7])),
            birthDay: try read("birth_day", try? CalendarDay(row[8] as String)), caseManager: row[9],
            caseNumber: row[21], street: row[22], gender: Gender(rawValue: row[23]),
            support: SupportLevel(rawValue: row[24]), isToZo: row[25],
            serviceEnded: try ended.map { try read("service_ended", try? CalendarDay($0)) })
        let visibility = try read("visibility", Dossier.Visibility(rawValue: row[37]))
        return Dossier(
            id: id, municipality: municipality, contact: contact, internalFields: own, work: try work(row),
            visibility: visibility, generation: row[38], revision: row[39])
    }

    static func read<Value>(_ column: String, _ value: Value?) throws -> Value {
        guard let value else { throw Unreadable(column: column) }
        return value
    }

    private static func check(_ fields: [(name: String, texts: [String])]) throws {
        for field in fields {
            let isClean = field.texts.allSatisfy { text in
                text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            }
            guard isClean else { throw Unstorable(field: field.name) }
        }
    }
}
