import Domain
import Foundation
import GRDB

/// A dossier as a row. Lists are texts: values apart by U+001E, the parts of a value by U+001F, which no field may hold.
struct DossierRow {
    private static let apart: Character = "\u{1E}"
    private static let part: Character = "\u{1F}"

    static let columns = [
        "municipality", "id", "client_number", "given_name", "family_name", "email", "phone", "postcode", "birth_day",
        "case_manager", "occupations", "skills", "motivation", "experience", "education", "licences", "languages",
        "hours_minimum", "hours_maximum", "available_from", "target_groups", "visibility", "generation", "revision",
    ]

    /// The values of `columns`.
    static func arguments(of dossier: Dossier) -> StatementArguments {
        let work = dossier.work
        let experience = work.experience.map { job in
            joined([job.jobTitle, job.employer, "\(job.firstYear)", job.lastYear.map(String.init) ?? "", job.description], part)
        }
        return [
            dossier.municipality.code, dossier.id.description, dossier.internalFields.clientNumber,
            dossier.contact.givenName, dossier.contact.familyName, dossier.contact.email, dossier.contact.phone,
            dossier.internalFields.postcode.description, dossier.internalFields.birthDay.description,
            dossier.internalFields.caseManager, joined(work.occupations, apart), joined(work.skills, apart),
            work.motivation, experience.joined(separator: String(apart)), work.education.rawValue,
            joined(work.licences.map(\.rawValue), apart),
            work.languages.map { joined([$0.language, $0.level.rawValue], part) }.joined(separator: String(apart)),
            work.hours.minimum, work.hours.maximum, work.availableFrom.description,
            joined(work.targetGroups.map(\.rawValue), apart), dossier.visibility.rawValue, dossier.generation,
            dossier.revision,
        ]
    }

    /// The dossier in `row`, whose columns are `columns`.
    ///
    /// - Throws: `Unreadable` when a value is not one that this version writes.
    static func dossier(_ row: Row) throws -> Dossier {
        let texts = { (index: Int) -> [String] in split(row[index], apart) }
        guard let municipality = try? MunicipalityCode(row[0]), let id = ProfileID(row[1] as String),
            let postcode = try? Postcode(row[7]), let birthDay = try? CalendarDay(row[8] as String),
            let education = EducationLevel(rawValue: row[14]),
            let hours = try? WeeklyHours(minimum: row[17], maximum: row[18]),
            let from = try? CalendarDay(row[19] as String), let visibility = Dossier.Visibility(rawValue: row[21])
        else { throw Unreadable(id: row[1]) }
        let work = WorkProfile(
            occupations: texts(10), skills: texts(11), motivation: row[12], experience: texts(13).compactMap(experience),
            education: education, licences: texts(15).compactMap(DrivingLicence.init(rawValue:)),
            languages: texts(16).compactMap(language), hours: hours, availableFrom: from,
            targetGroups: texts(20).compactMap(TargetGroup.init(rawValue:)))
        return Dossier(
            id: id, municipality: municipality,
            contact: Contact(givenName: row[3], familyName: row[4], email: row[5], phone: row[6]),
            internalFields: InternalFields(
                clientNumber: row[2], postcode: postcode, birthDay: birthDay, caseManager: row[9]),
            work: work, visibility: visibility, generation: row[22], revision: row[23])
    }

    /// A row that this version cannot read; which one.
    struct Unreadable: Error { let id: String }

    private static func experience(_ text: String) -> Experience? {
        let parts = text.split(separator: part, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let first = Int(parts[2]) else { return nil }
        return Experience(
            jobTitle: parts[0], employer: parts[1], firstYear: first, lastYear: Int(parts[3]), description: parts[4])
    }

    private static func language(_ text: String) -> LanguageSkill? {
        let parts = split(text, part)
        guard parts.count == 2, let level = LanguageSkill.Level(rawValue: parts[1]) else { return nil }
        return LanguageSkill(language: parts[0], level: level)
    }

    private static func joined(_ values: [String], _ separator: Character) -> String {
        values.map { value in value.contains { $0 == apart || $0 == part } ? value.filter { $0 != apart && $0 != part } : value }
            .joined(separator: String(separator))
    }

    private static func split(_ text: String, _ separator: Character) -> [String] {
        text.isEmpty ? [] : text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
