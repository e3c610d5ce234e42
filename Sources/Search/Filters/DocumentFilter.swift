import Domain

/// The filters of one request, looked up once in one index.
struct DocumentFilter: ~Copyable {
    /// Whether there is nothing to satisfy.
    let isOpen: Bool
    /// A value that nobody has was asked for: nobody is found.
    private let isImpossible: Bool
    private let municipalities: Bitmap
    private let occupations: Bitmap
    private let skills: Bitmap
    /// Whether something is asked that stands in records only.
    private let asksRecords: Bool
    private let targetGroups: Bits<TargetGroup>
    private let contracts: Bits<ContractForm>
    private let licences: Bits<DrivingLicence>
    private let sectors: Bits<Sector>
    private let levels: Bits<EducationLevel>
    private let languages: [UInt32]
    private let leastHours: UInt8
    private let mostHours: UInt8
    private let availableBy: Int32
    /// Of the area asked, if one is.
    let distances: DistanceTable?
    private let distance: Int32

    init(_ filters: SearchFilters, in index: DocumentIndex) {
        municipalities = Bitmap(
            of: filters.municipalities.map { $0.code }, among: index.municipalities)
        occupations = Bitmap(of: filters.occupations, among: index.occupations)
        skills = Bitmap(of: filters.skills, among: index.skills)
        targetGroups = Bits(filters.targetGroups)
        contracts = Bits(filters.contracts)
        licences = Bits(filters.licences)
        sectors = Bits(filters.sectors)
        levels = Bits(filters.educationLevels)
        languages = filters.languages.flatMap { asked in
            index.languages.numbers(spelled: asked.language).map {
                LanguageNumber.make(
                    language: $0, level: LanguageSkill.Level.allCases.firstIndex(of: asked.level) ?? 0)
            }
        }
        leastHours = UInt8(filters.hours?.minimum ?? 0)
        mostHours = UInt8(filters.hours?.maximum ?? Int(UInt8.max))
        availableBy = filters.availableBy?.number ?? .max
        distances = filters.area.flatMap { DistanceTable(from: $0.postcode, in: index.places) }
        distance = Int32(filters.area?.distanceKm ?? 0) * 1000
        isImpossible = (filters.area != nil && distances == nil) || (!filters.languages.isEmpty && languages.isEmpty)
        asksRecords = occupations.isAsked || skills.isAsked || !filters.languages.isEmpty
        var asked = filters
        asked.regions = []
        isOpen = asked == SearchFilters()
    }

    /// Whether the document at `number` satisfies all kinds that were asked, by one value of each.
    func admits(_ number: Int, in index: DocumentIndex) -> Bool {
        guard !isImpossible else { return false }
        let document = index.documents[number]
        if municipalities.isAsked, !municipalities.has(UInt32(document.municipality)) { return false }
        if !targetGroups.isEmpty, !targetGroups.shares(with: document.targetGroups) { return false }
        if leastHours > document.maximumHours || document.minimumHours > mostHours { return false }
        if document.availableFrom > availableBy { return false }
        if !levels.isEmpty, levels.rawValue & 1 << UInt32(document.education) == 0 { return false }
        if !licences.isEmpty, !licences.shares(with: document.licences) { return false }
        if !contracts.isEmpty, !contracts.shares(with: document.contracts) { return false }
        if !sectors.isEmpty, !sectors.shares(with: document.sectors) { return false }
        if let distances {
            let metres = distances.metres(to: document.area)
            if metres > distance { return false }
            if document.travelKm != Document.anyDistance, metres > Int32(document.travelKm) * 1000 { return false }
        }
        return !asksRecords || admits(index.records[number])
    }

    private func admits(_ record: Record) -> Bool {
        if occupations.isAsked, record.forEach(in: .occupations, { !occupations.has($0) }) { return false }
        if skills.isAsked, record.forEach(in: .skills, { !skills.has($0) }) { return false }
        guard !languages.isEmpty else { return true }
        return !record.forEach(in: .languages) { spoken in
            !languages.contains {
                LanguageNumber.language($0) == LanguageNumber.language(spoken)
                    && LanguageNumber.level($0) <= LanguageNumber.level(spoken)
            }
        }
    }
}

/// Some of the values of a facet.
private struct Bitmap: ~Copyable {
    let isAsked: Bool
    private let counts: Counts

    init(of asked: [String], among values: FacetValues) {
        isAsked = !asked.isEmpty
        var counts = Counts(asked.isEmpty ? 0 : values.capacity)
        for number in asked.flatMap({ values.numbers(spelled: $0) }) { counts.add(Int(number)) }
        self.counts = counts
    }

    func has(_ number: UInt32) -> Bool { counts[Int(number)] != 0 }
}

/// How far each postcode area lies from one, in metres.
struct DistanceTable: Sendable {
    /// By the area's number; `nowhere` for those that nobody knows.
    private var metres: [Int32]
    private static let nowhere = Int32.max

    /// Nil for an area that nobody knows.
    init?(from area: PostcodeArea, in places: PostcodeTable) {
        guard let centre = places[area]?.centre else { return nil }
        metres = [Int32](repeating: Self.nowhere, count: 10_000)
        for entry in places.entries {
            metres[Int(entry.area.number)] = Int32((entry.centre.distanceKm(to: centre) * 1000).rounded())
        }
    }

    func metres(to area: UInt16) -> Int32 { metres[Int(area)] }
}
