import Domain
import GRDB

/// What a dossier says of work, as columns.
extension DossierRow {
    /// The columns from `entrepreneur` to `documents`.
    static func wishes(of work: WorkProfile) -> [(any DatabaseValueConvertible)?] {
        let schooling = work.schooling.map { school in
            ListText.text(ofParts: [
                school.level.rawValue, school.name, school.endYear.map { String($0) } ?? "",
                school.hasDiploma ? "1" : "0",
            ])
        }
        let courses = work.courses.map { ListText.text(ofParts: [$0.name, $0.year.map { String($0) } ?? ""]) }
        let capacity = work.capacity.map { ListText.text(ofParts: [$0.load.rawValue, $0.extent.rawValue]) }
        let documents = work.documents.map { ListText.text(ofParts: [$0.kind.rawValue, $0.title]) }
        return [
            work.isEntrepreneur, ListText.text(of: work.interests), ListText.text(of: work.talents),
            ListText.text(of: schooling), ListText.text(of: courses),
            ListText.text(of: work.contracts.map(\.rawValue)), ListText.text(of: work.sectors.map(\.rawValue)),
            work.travelKm, ListText.text(of: capacity), ListText.text(of: documents),
        ]
    }

    static func work(_ row: Row) throws -> WorkProfile {
        WorkProfile(
            occupations: ListText.items(of: row[10]), skills: ListText.items(of: row[11]), motivation: row[12],
            experience: try ListText.items(of: row[13]).map(experience),
            education: try read("education", EducationLevel(rawValue: row[14])),
            licences: try ListText.items(of: row[15]).map { try read("licences", DrivingLicence(rawValue: $0)) },
            languages: try ListText.items(of: row[16]).map(language),
            hours: try read("minimum_hours", try? WeeklyHours(minimum: row[17], maximum: row[18])),
            availableFrom: try read("available_from", try? CalendarDay(row[19] as String)),
            targetGroups: try ListText.items(of: row[20]).map { try read("target_groups", TargetGroup(rawValue: $0)) },
            isEntrepreneur: row[27], interests: ListText.items(of: row[28]), talents: ListText.items(of: row[29]),
            schooling: try ListText.items(of: row[30]).map(schooling),
            courses: try ListText.items(of: row[31]).map(course),
            contracts: try ListText.items(of: row[32]).map { try read("contracts", ContractForm(rawValue: $0)) },
            sectors: try ListText.items(of: row[33]).map { try read("sectors", Sector(rawValue: $0)) },
            travelKm: row[34], capacity: try ListText.items(of: row[35]).map(capacity),
            documents: try ListText.items(of: row[36]).map(document))
    }

    private static func experience(_ item: String) throws -> Experience {
        let parts = ListText.parts(of: item)
        guard parts.count == 5, let first = Int(parts[2]), parts[3].isEmpty || Int(parts[3]) != nil else {
            throw Unreadable(column: "experience")
        }
        return Experience(
            jobTitle: parts[0], employer: parts[1], firstYear: first, lastYear: Int(parts[3]), description: parts[4])
    }

    private static func language(_ item: String) throws -> LanguageSkill {
        let parts = ListText.parts(of: item)
        guard parts.count == 2, let level = LanguageSkill.Level(rawValue: parts[1]) else {
            throw Unreadable(column: "languages")
        }
        return LanguageSkill(language: parts[0], level: level)
    }

    private static func schooling(_ item: String) throws -> Schooling {
        let parts = ListText.parts(of: item)
        guard parts.count == 4, let level = EducationLevel(rawValue: parts[0]), parts[2].isEmpty || Int(parts[2]) != nil
        else { throw Unreadable(column: "schooling") }
        return Schooling(level: level, name: parts[1], endYear: Int(parts[2]), hasDiploma: parts[3] == "1")
    }

    private static func course(_ item: String) throws -> Course {
        let parts = ListText.parts(of: item)
        guard parts.count == 2, parts[1].isEmpty || Int(parts[1]) != nil else { throw Unreadable(column: "courses") }
        return Course(name: parts[0], year: Int(parts[1]))
    }

    private static func capacity(_ item: String) throws -> WorkCapacity {
        let parts = ListText.parts(of: item)
        guard parts.count == 2, let load = WorkCapacity.Load(rawValue: parts[0]),
            let extent = WorkCapacity.Extent(rawValue: parts[1])
        else { throw Unreadable(column: "capacity") }
        return WorkCapacity(load: load, extent: extent)
    }

    private static func document(_ item: String) throws -> DocumentReference {
        let parts = ListText.parts(of: item)
        guard parts.count == 2, let kind = DocumentReference.Kind(rawValue: parts[0]) else {
            throw Unreadable(column: "documents")
        }
        return DocumentReference(kind: kind, title: parts[1])
    }
}
