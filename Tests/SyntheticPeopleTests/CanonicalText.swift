import Domain

/// A dossier written out field by field in one fixed form, and a digest of such texts (FNV-1a, 64 bits).
enum CanonicalText {
    static func of(_ person: Dossier) -> String {
        let inside = person.internalFields
        let work = person.work
        let jobs = work.experience.map {
            "\($0.jobTitle)|\($0.employer)|\($0.firstYear)|\($0.lastYear ?? 0)|\($0.description)"
        }
        let lines: [String] = [
            person.id.description, person.municipality.code, person.contact.givenName, person.contact.familyName,
            person.contact.email, person.contact.phone, inside.clientNumber, inside.postcode.description,
            inside.birthDay.description, inside.caseManager, person.visibility.rawValue, String(person.generation),
            String(person.revision), work.occupations.joined(separator: "|"), work.skills.joined(separator: "|"),
            work.motivation, jobs.joined(separator: "|"), work.education.rawValue,
            work.licences.map(\.rawValue).joined(separator: "|"),
            work.languages.map { $0.language + $0.level.rawValue }.joined(separator: "|"),
            "\(work.hours.minimum)-\(work.hours.maximum)", work.availableFrom.description,
            work.targetGroups.map(\.rawValue).joined(separator: "|"),
        ]
        return (lines + more(of: person)).joined(separator: "\n")
    }

    /// What came to a dossier later, in the same form.
    private static func more(of person: Dossier) -> [String] {
        let inside = person.internalFields
        let work = person.work
        return [
            inside.caseNumber, inside.street, inside.gender?.rawValue ?? "", inside.support?.rawValue ?? "",
            "\(inside.isToZo)", inside.serviceEnded?.description ?? "", "\(work.isEntrepreneur)",
            work.interests.joined(separator: "|"), work.talents.joined(separator: "|"),
            work.schooling.map { "\($0.level.rawValue)|\($0.name)|\($0.endYear ?? 0)|\($0.hasDiploma)" }
                .joined(separator: "|"),
            work.courses.map { "\($0.name)|\($0.year ?? 0)" }.joined(separator: "|"),
            work.contracts.map(\.rawValue).joined(separator: "|"),
            work.sectors.map(\.rawValue).joined(separator: "|"), "\(work.travelKm ?? 0)",
            work.capacity.map { $0.load.rawValue + $0.extent.rawValue }.joined(separator: "|"),
            work.documents.map { $0.kind.rawValue + $0.title }.joined(separator: "|"),
        ]
    }

    static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
