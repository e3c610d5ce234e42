/// What a jobseeker can and wants, read from what was entered: the jobseeker's own part (P-DAT-4, P-RIG-1).
package enum WorkEntry {
    /// Its fields; target groups are the municipality's.
    package static let fields = DossierField.allCases.filter { !DossierField.keptByMunicipality.contains($0) }

    /// Characters of a name or title, of a word of interest, and of a text.
    static let titleCharacters = 200
    static let wordCharacters = 100
    static let proseCharacters = 4_000
    /// Values of most lists.
    static let listed = 0...20
    /// Calendar years of what somebody did.
    static let firstYear = 1940

    /// Everything that is wrong comes out at once. Texts that touch a sensitive topic are warned of, unless `base` has
    /// them already.
    ///
    /// - Parameters:
    ///   - base: what there is: gives the target groups.
    ///   - confirmed: `EntryWarning.confirmation` of what was meant.
    package static func read(
        _ entered: EntryFields, over base: WorkProfile, today: CalendarDay, confirmed: Set<String> = []
    ) -> EntryReading<WorkProfile> {
        var reader = EntryReader(entered, known: fields)
        var work = base
        wishes(&reader, &work, today)
        abilities(&reader, &work)
        past(&reader, &work, today)
        warn(&reader, work, base)
        return reader.reading(work, confirmed: confirmed)
    }

    /// Kind of work, hours, days, places.
    private static func wishes(_ reader: inout EntryReader, _ work: inout WorkProfile, _ today: CalendarDay) {
        func name(_ field: DossierField) -> String { field.rawValue }
        work.occupations = reader.list(name(.occupations), 1...10, title)
        let least = reader.required(name(.hours) + ".minimaal", hours)
        let most = reader.required(name(.hours) + ".maximaal", hours)
        if let least, let most {
            if let hours = try? WeeklyHours(minimum: least, maximum: most) {
                work.hours = hours
            } else {
                reader.fail(name(.hours) + ".maximaal", "Dit is minder dan het minimum. Kies een hoger getal.")
            }
        }
        if let day = reader.required(name(.availableFrom), EntryRule.day) { work.availableFrom = day }
        if let own = reader.required(name(.entrepreneur), yes) { work.isEntrepreneur = own }
        work.contracts = reader.list(name(.contracts), 0...ContractForm.allCases.count) {
            (text) throws(EntryRefusal) in
            try MunicipalEntry.one(of: ContractForm.allCases, text)
        }
        work.sectors = reader.list(name(.sectors), 0...Sector.allCases.count) { (text) throws(EntryRefusal) in
            try MunicipalEntry.one(of: Sector.allCases, text)
        }
        work.travelKm = reader.optional(name(.travel)) { (text) throws(EntryRefusal) in
            try EntryRule.number(text, in: Limits.distanceKm)
        }
        work.interests = reader.list(name(.interests), listed, word)
    }

    /// Skills, languages, licences, what the body can do, and the own words.
    private static func abilities(_ reader: inout EntryReader, _ work: inout WorkProfile) {
        func name(_ field: DossierField) -> String { field.rawValue }
        work.skills = reader.list(name(.skills), 0...50, title)
        work.talents = reader.list(name(.talents), listed, word)
        work.motivation =
            reader.optional(name(.motivation)) { (text) throws(EntryRefusal) in
                try EntryRule.prose(text, atMost: proseCharacters)
            } ?? ""
        work.licences = reader.list(name(.licences), 0...DrivingLicence.allCases.count) {
            (text) throws(EntryRefusal) in
            try MunicipalEntry.one(of: DrivingLicence.allCases, text)
        }
        work.languages = WorkEntryItems.languages(&reader)
        work.capacity = WorkEntryItems.capacity(&reader)
        work.documents = WorkEntryItems.documents(&reader)
    }

    /// Education and experience.
    private static func past(_ reader: inout EntryReader, _ work: inout WorkProfile, _ today: CalendarDay) {
        let level = reader.required(DossierField.education.rawValue) { (text) throws(EntryRefusal) in
            try MunicipalEntry.one(of: EducationLevel.allCases, text)
        }
        if let level { work.education = level }
        work.schooling = WorkEntryItems.schooling(&reader, today)
        work.courses = WorkEntryItems.courses(&reader, today)
        work.experience = WorkEntryItems.experience(&reader, today)
    }

    /// Only texts in which people tell something; a trade or study named after a topic is none (`psycholoog`).
    private static func warn(_ reader: inout EntryReader, _ work: WorkProfile, _ base: WorkProfile) {
        func look(_ field: DossierField, _ texts: [String], _ before: [String]) {
            for text in texts where !before.contains(text) { reader.warn(field.rawValue, text) }
        }
        look(.motivation, [work.motivation], [base.motivation])
        look(.skills, work.skills, base.skills)
        look(.talents, work.talents, base.talents)
        look(.interests, work.interests, base.interests)
        look(.experience, work.experience.map(\.description), base.experience.map(\.description))
        look(.documents, work.documents.map(\.title), base.documents.map(\.title))
    }

    static func title(_ text: String) throws(EntryRefusal) -> String {
        try EntryRule.words(text, atMost: titleCharacters)
    }

    static func word(_ text: String) throws(EntryRefusal) -> String {
        try EntryRule.words(text, atMost: wordCharacters)
    }

    static func yes(_ text: String) throws(EntryRefusal) -> Bool {
        try EntryRule.choice(text, ["ja", "nee"]) == "ja"
    }

    private static func hours(_ text: String) throws(EntryRefusal) -> Int { try EntryRule.number(text, in: 0...60) }
}
