/// The parts of a jobseeker's own fields that come in groups: languages, jobs, educations.
enum WorkEntryItems {
    static func languages(_ reader: inout EntryReader) -> [LanguageSkill] {
        let name = DossierField.languages.rawValue
        let all: [LanguageSkill] = reader.items(
            name, atMost: WorkEntry.listed.upperBound, parts: ["taal", "niveau"]
        ) { item, path in
            let language = item.required(path + ".taal") { (text) throws(EntryRefusal) in
                try EntryRule.words(text, atMost: 50)
            }
            let level = item.required(path + ".niveau") { (text) throws(EntryRefusal) in
                try MunicipalEntry.one(of: LanguageSkill.Level.allCases, text)
            }
            guard let language, let level else { return nil }
            return LanguageSkill(language: language, level: level)
        }
        refuseTwice(all.map { $0.language.lowercased() }, name, &reader)
        return all
    }

    static func capacity(_ reader: inout EntryReader) -> [WorkCapacity] {
        let name = DossierField.capacity.rawValue
        let all: [WorkCapacity] = reader.items(
            name, atMost: WorkCapacity.Load.allCases.count, parts: ["onderdeel", "mate"]
        ) { item, path in
            let load = item.required(path + ".onderdeel") { (text) throws(EntryRefusal) in
                try MunicipalEntry.one(of: WorkCapacity.Load.allCases, text)
            }
            let extent = item.required(path + ".mate") { (text) throws(EntryRefusal) in
                try MunicipalEntry.one(of: WorkCapacity.Extent.allCases, text)
            }
            guard let load, let extent else { return nil }
            return WorkCapacity(load: load, extent: extent)
        }
        refuseTwice(all.map(\.load.rawValue), name, &reader)
        return all
    }

    static func documents(_ reader: inout EntryReader) -> [DocumentReference] {
        reader.items(
            DossierField.documents.rawValue, atMost: WorkEntry.listed.upperBound, parts: ["soort", "titel"]
        ) { item, path in
            let kind = item.required(path + ".soort") { (text) throws(EntryRefusal) in
                try MunicipalEntry.one(of: DocumentReference.Kind.allCases, text)
            }
            let title = item.required(path + ".titel", WorkEntry.title)
            guard let kind, let title else { return nil }
            return DocumentReference(kind: kind, title: title)
        }
    }

    static func schooling(_ reader: inout EntryReader, _ today: CalendarDay) -> [Schooling] {
        reader.items(
            DossierField.schooling.rawValue, atMost: WorkEntry.listed.upperBound,
            parts: ["niveau", "naam", "jaarTot", "diploma"]
        ) { item, path in
            let level = item.required(path + ".niveau") { (text) throws(EntryRefusal) in
                try MunicipalEntry.one(of: EducationLevel.allCases, text)
            }
            let name = item.required(path + ".naam", WorkEntry.title)
            let end = year(&item, path + ".jaarTot", today)
            let diploma = item.required(path + ".diploma", WorkEntry.yes)
            guard let level, let name, let diploma else { return nil }
            return Schooling(level: level, name: name, endYear: end, hasDiploma: diploma)
        }
    }

    static func courses(_ reader: inout EntryReader, _ today: CalendarDay) -> [Course] {
        reader.items(
            DossierField.courses.rawValue, atMost: WorkEntry.listed.upperBound, parts: ["naam", "jaar"]
        ) { item, path in
            let name = item.required(path + ".naam", WorkEntry.title)
            let finished = year(&item, path + ".jaar", today)
            guard let name else { return nil }
            return Course(name: name, year: finished)
        }
    }

    static func experience(_ reader: inout EntryReader, _ today: CalendarDay) -> [Experience] {
        reader.items(
            DossierField.experience.rawValue, atMost: WorkEntry.listed.upperBound,
            parts: ["functie", "werkgever", "jaarVan", "jaarTot", "omschrijving"]
        ) { item, path in
            let title = item.required(path + ".functie", WorkEntry.title)
            let employer = item.optional(path + ".werkgever", WorkEntry.title)
            let first = item.required(path + ".jaarVan") { (text) throws(EntryRefusal) in
                try EntryRule.number(text, in: WorkEntry.firstYear...today.year)
            }
            let last = year(&item, path + ".jaarTot", today)
            let text = item.optional(path + ".omschrijving") { (text) throws(EntryRefusal) in
                try EntryRule.prose(text, atMost: WorkEntry.proseCharacters)
            }
            guard let title, let first else { return nil }
            if let last, last < first {
                item.fail(path + ".jaarTot", "Dit is eerder dan het eerste jaar. Kijk de jaren na.")
            }
            return Experience(
                jobTitle: title, employer: employer ?? "", firstYear: first, lastYear: last, description: text ?? "")
        }
    }

    /// A year that is not to come; empty when it goes on, or is not known.
    private static func year(_ item: inout EntryReader, _ path: String, _ today: CalendarDay) -> Int? {
        item.optional(path) { (text) throws(EntryRefusal) in
            try EntryRule.number(text, in: WorkEntry.firstYear...today.year)
        }
    }

    private static func refuseTwice(_ names: [String], _ field: String, _ reader: inout EntryReader) {
        if Set(names).count < names.count { reader.fail(field, "Dit heeft iets twee keer. Noem alles één keer.") }
    }
}
