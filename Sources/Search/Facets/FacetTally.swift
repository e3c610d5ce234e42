import Domain

/// Counts hits by the facets asked.
struct FacetTally: ~Copyable {
    private let asked: [Facet]
    private let isEverybody: Bool
    /// Whether something is counted that stands in a document's row; and something that does not.
    let asksUsual: Bool
    let asksMore: Bool
    private let asksMunicipalities: Bool
    private let asksTargetGroups: Bool
    private let asksOccupations: Bool
    private var municipalities: Counts
    private var targetGroups: Counts
    private var occupations: Counts
    private var skills: Counts
    private var languages: Counts
    private var levels: Counts
    private var licences: Counts
    private var contracts: Counts
    private var sectors: Counts

    /// - Parameter isEverybody: everybody in the index is found, so nothing is to be counted.
    init(_ all: [Facet], isEverybody: Bool, in index: DocumentIndex) {
        let asked = isEverybody ? [] : all
        func counts(_ facet: Facet, _ capacity: Int) -> Counts { Counts(asked.contains(facet) ? capacity : 0) }
        self.asked = all
        self.isEverybody = isEverybody
        asksUsual = !Set(asked).isDisjoint(with: [.municipality, .targetGroup, .occupation])
        asksMore = !Set(asked).subtracting([.municipality, .targetGroup, .occupation]).isEmpty
        asksMunicipalities = asked.contains(.municipality)
        asksTargetGroups = asked.contains(.targetGroup)
        asksOccupations = asked.contains(.occupation)
        municipalities = counts(.municipality, index.municipalities.capacity)
        targetGroups = counts(.targetGroup, Self.lanes << TargetGroup.allCases.count)
        occupations = counts(.occupation, index.occupations.capacity)
        skills = counts(.skill, index.skills.capacity)
        languages = counts(.language, index.languages.capacity)
        levels = counts(.educationLevel, EducationLevel.allCases.count)
        licences = counts(.licence, DrivingLicence.allCases.count)
        contracts = counts(.contract, ContractForm.allCases.count)
        sectors = counts(.sector, Sector.allCases.count)
    }

    /// People with the same groups follow each other, mostly those with none: counted in turn in so many places, none
    /// waits for the one before.
    private static let lanes = 4

    /// Counts what stands in a hit's row; also occupations that are none.
    ///
    /// - Parameter turn: another number for each hit in a row.
    @inline(__always)
    mutating func addUsual(_ row: FacetRow, turn: Int) {
        if asksMunicipalities { municipalities.add(Int(row.municipality)) }
        if asksTargetGroups { targetGroups.add(Int(row.targetGroups) * Self.lanes + turn % Self.lanes) }
        guard asksOccupations else { return }
        occupations.add(Int(row.first))
        occupations.add(Int(row.second))
        occupations.add(Int(row.third))
        occupations.add(Int(row.fourth))
    }

    /// Counts what does not stand in a hit's row.
    mutating func addMore(_ number: Int, _ row: FacetRow, in index: DocumentIndex) {
        if asksOccupations, row.hasMore {
            var place = 0
            index.records[number].forEach(in: .occupations) { value in
                place += 1
                if place > FacetRow.occupations || value > UInt32(UInt16.max) { occupations.add(Int(value)) }
                return true
            }
        }
        guard asksMore else { return }
        let document = index.documents[number]
        if !skills.isEmpty {
            index.records[number].forEach(in: .skills) { value in
                skills.add(Int(value))
                return true
            }
        }
        if !languages.isEmpty {
            index.records[number].forEach(in: .languages) { value in
                languages.add(Int(LanguageNumber.language(value)))
                return true
            }
        }
        if !levels.isEmpty { levels.add(Int(document.education)) }
        licences.addBits(document.licences.rawValue)
        contracts.addBits(document.contracts.rawValue)
        sectors.addBits(document.sectors.rawValue)
    }

    /// How many have each value among everybody in the index, as it is kept.
    private func ofEverybody(in index: DocumentIndex) -> [Facet: [FacetCount]] {
        var result: [Facet: [FacetCount]] = [:]
        for facet in asked {
            result[facet] =
                switch facet {
                case .municipality: index.municipalities.counts
                case .occupation: index.occupations.counts
                case .skill: index.skills.counts
                case .language: index.languages.counts
                case .targetGroup: index.bits[.targetGroup].counts(TargetGroup.self)
                case .educationLevel: index.bits[.educationLevel].counts(EducationLevel.self)
                case .licence: index.bits[.licence].counts(DrivingLicence.self)
                case .contract: index.bits[.contract].counts(ContractForm.self)
                case .sector: index.bits[.sector].counts(Sector.self)
                }
        }
        return result
    }

    /// How many have each value that somebody has, for each facet asked.
    func result(in index: DocumentIndex) -> [Facet: [FacetCount]] {
        if isEverybody { return ofEverybody(in: index) }
        var result: [Facet: [FacetCount]] = [:]
        for facet in asked {
            result[facet] =
                switch facet {
                case .municipality: municipalities.named(index.municipalities)
                case .occupation: occupations.named(index.occupations)
                case .skill: skills.named(index.skills)
                case .language: languages.named(index.languages)
                case .targetGroup: targetGroupCounts
                case .educationLevel: levels.named(EducationLevel.self)
                case .licence: licences.named(DrivingLicence.self)
                case .contract: contracts.named(ContractForm.self)
                case .sector: sectors.named(Sector.self)
                }
        }
        return result
    }

    /// Counted by all groups of a person together, and taken apart here.
    private var targetGroupCounts: [FacetCount] {
        var counts: [FacetCount] = []
        for (place, group) in TargetGroup.allCases.enumerated() {
            let count = (0..<1 << TargetGroup.allCases.count).reduce(0) { sum, groups in
                groups & 1 << place == 0 ? sum : sum + targetGroups.sum(groups * Self.lanes..<(groups + 1) * Self.lanes)
            }
            if count > 0 { counts.append(FacetCount(value: group.rawValue, count: count)) }
        }
        return counts
    }
}

/// Counts by small numbers: memory of its own, so that adding is one instruction and a comparison.
@safe
struct Counts: ~Copyable {
    private let counts: UnsafeMutableBufferPointer<Int32>

    init(_ capacity: Int) {
        unsafe counts = .allocate(capacity: capacity)
        unsafe counts.initialize(repeating: 0)
    }

    deinit { unsafe counts.deallocate() }

    var isEmpty: Bool { unsafe counts.isEmpty }
    subscript(number: Int) -> Int { Int(unsafe counts[number]) }
    func sum(_ numbers: Range<Int>) -> Int { numbers.reduce(0) { $0 + self[$1] } }

    /// - Precondition: `number` is under the capacity.
    mutating func add(_ number: Int) {
        precondition(unsafe number < counts.count, "a value is counted under its number")
        unsafe counts[number] &+= 1
    }

    /// One for each bit of `bits`; nothing when nothing is counted.
    mutating func addBits(_ bits: UInt32) {
        guard !isEmpty else { return }
        var bits = bits
        while bits != 0 {
            add(bits.trailingZeroBitCount)
            bits &= bits - 1
        }
    }

    func named(_ values: FacetValues) -> [FacetCount] { named { values.name($0) } }

    func named<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> [FacetCount] {
        let all = Array(Value.allCases)
        return named { all[$0].rawValue }
    }

    /// The first numbers of an open list have the empty name, and are nobody.
    private func named(_ name: (Int) -> String) -> [FacetCount] {
        var named: [FacetCount] = []
        for place in unsafe counts.indices where self[place] > 0 {
            let name = name(place)
            if !name.isEmpty { named.append(FacetCount(value: name, count: self[place])) }
        }
        return named
    }
}
