import Domain

/// The filters of one request, looked up once in one index.
struct DocumentFilter: ~Copyable {
    /// Whether every document satisfies it.
    let isOpen: Bool
    /// Whether it has to look at documents: what `bits` says is not all.
    let asksDocuments: Bool
    /// The values asked of each kind that is kept as bits, of which one is enough.
    let bits: [(kind: DocumentBits.Kind, values: [Int])]
    private let occupations: Bitmap
    private let skills: Bitmap
    /// Whether something is asked that stands in records only, and whether that or a distance is.
    private let asksRecords: Bool
    private let asksMore: Bool
    private let plain: PlainFilter
    private let languages: [UInt32]
    /// Of the area asked, if one is.
    private let distances: DistanceTable?
    private let distance: Int32

    init(_ filters: SearchFilters, in index: DocumentIndex) {
        occupations = Bitmap(of: filters.occupations, among: index.occupations)
        skills = Bitmap(of: filters.skills, among: index.skills)
        plain = PlainFilter(filters)
        languages = filters.languages.flatMap { asked in
            index.languages.numbers(spelled: asked.language).map {
                LanguageNumber.make(
                    language: $0, level: LanguageSkill.Level.allCases.firstIndex(of: asked.level) ?? 0)
            }
        }
        distances = filters.area.flatMap { DistanceTable(from: $0, in: index.places) }
        distance = Int32(filters.area?.distanceKm ?? 0) * 1000
        asksRecords = occupations.isAsked || skills.isAsked || !filters.languages.isEmpty
        asksMore = asksRecords || distances != nil
        asksDocuments = asksMore || plain.isAsked
        // An area or a language that nobody knows: of no value is one enough, and nobody is found.
        let isUnknown = (filters.area != nil && distances == nil) || (!filters.languages.isEmpty && languages.isEmpty)
        bits = isUnknown ? [(.municipality, [])] : Self.bits(filters, in: index)
        var asked = filters
        asked.regions = []
        isOpen = asked == SearchFilters()
    }

    private static func bits(
        _ filters: SearchFilters, in index: DocumentIndex
    ) -> [(kind: DocumentBits.Kind, values: [Int])] {
        func places<Value>(_ values: [Value]) -> [Int]
        where Value: CaseIterable & Equatable, Value.AllCases == [Value] {
            values.map { Bits.place(of: $0) }
        }
        let municipalities = filters.municipalities.flatMap { index.municipalities.numbers(spelled: $0.code) }
        let asked: [(DocumentBits.Kind, isAsked: Bool, [Int])] = [
            (.municipality, !filters.municipalities.isEmpty, municipalities.map { Int($0) }),
            (.targetGroup, !filters.targetGroups.isEmpty, places(filters.targetGroups)),
            (.contract, !filters.contracts.isEmpty, places(filters.contracts)),
            (.licence, !filters.licences.isEmpty, places(filters.licences)),
            (.sector, !filters.sectors.isEmpty, places(filters.sectors)),
            (.educationLevel, !filters.educationLevels.isEmpty, places(filters.educationLevels)),
        ]
        return asked.compactMap { kind, isAsked, values in isAsked ? (kind, values) : nil }
    }

    /// Which of 64 documents satisfy all that `bits` does not say.
    ///
    /// - Parameters:
    ///   - bits: a bit for each document that is looked at.
    ///   - first: the number of the first of them.
    @inline(__always)
    func admitted(
        _ bits: UInt64, from first: Int, _ documents: UnsafeBufferPointer<Document>, in index: DocumentIndex
    ) -> UInt64 {
        var kept = bits
        if plain.isAsked {
            kept = 0
            var left = bits
            while left != 0 {
                let place = left.trailingZeroBitCount
                kept |= (unsafe plain.refuses(documents[first + place]) ? 0 : 1) << UInt64(place)
                left &= left - 1
            }
        }
        return asksMore ? unsafe admittedMore(kept, from: first, documents, in: index) : kept
    }

    @inline(never)
    private func admittedMore(
        _ bits: UInt64, from first: Int, _ documents: UnsafeBufferPointer<Document>, in index: DocumentIndex
    ) -> UInt64 {
        var kept = bits
        var left = bits
        while left != 0 {
            let place = left.trailingZeroBitCount
            if unsafe !admitsMore(first + place, documents[first + place], in: index) { kept &= ~(1 << UInt64(place)) }
            left &= left - 1
        }
        return kept
    }

    private func admitsMore(_ number: Int, _ document: Document, in index: DocumentIndex) -> Bool {
        if distances != nil {
            let metres = metres(to: document)
            if metres > distance { return false }
            if document.travelKm != Document.anyDistance, metres > Int32(document.travelKm) * 1000 { return false }
        }
        return !asksRecords || admits(index.records[number])
    }

    /// How far the document lives from the area asked; 0 when none is.
    func metres(to document: Document) -> Int32 { distances?.metres(to: document.area) ?? 0 }

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

/// The filters on numbers that stand in a document itself, asked without a branch each: of so many documents, guessing
/// the outcome costs more than all comparisons.
private struct PlainFilter {
    let isAsked: Bool
    private let leastHours: UInt8
    private let mostHours: UInt8
    private let availableBy: Int32

    init(_ filters: SearchFilters) {
        isAsked = filters.hours != nil || filters.availableBy != nil
        leastHours = UInt8(filters.hours?.minimum ?? 0)
        mostHours = UInt8(filters.hours?.maximum ?? Int(UInt8.max))
        availableBy = filters.availableBy?.number ?? .max
    }

    @inline(__always)
    func refuses(_ document: Document) -> Bool {
        var refused: UInt32 = leastHours > document.maximumHours ? 1 : 0
        refused |= document.minimumHours > mostHours ? 1 : 0
        refused |= document.availableFrom > availableBy ? 1 : 0
        return refused != 0
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

/// How far each postcode area near one lies from it, in metres.
struct DistanceTable: Sendable {
    /// By the area's number; `nowhere` for those that nobody knows or that are too far.
    private var metres: [Int32]
    private static let nowhere = Int32.max
    /// Kilometres of a degree, a little less than in the south and north of the country: what is further by them alone
    /// needs no more computing.
    private static let kmOfLatitude = 111.0
    private static let kmOfLongitude = 65.0

    /// Nil for an area that nobody knows.
    init?(from asked: SearchFilters.Area, in places: PostcodeTable) {
        guard let centre = places[asked.postcode]?.centre else { return nil }
        let most = Double(asked.distanceKm)
        metres = [Int32](repeating: Self.nowhere, count: 10_000)
        for entry in places.entries
        where abs(entry.centre.latitude - centre.latitude) * Self.kmOfLatitude <= most
            && abs(entry.centre.longitude - centre.longitude) * Self.kmOfLongitude <= most
        {
            metres[Int(entry.area.number)] = Int32((entry.centre.distanceKm(to: centre) * 1000).rounded())
        }
    }

    func metres(to area: UInt16) -> Int32 { metres[Int(area)] }
}
