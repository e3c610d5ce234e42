import Domain

extension DocumentIndex {
    /// What a search found, with profiles as their numbers.
    struct Found {
        /// The words that were looked for.
        let words: [String]
        let total: Int
        let facets: [Facet: [String: Int]]
        let hits: ArraySlice<PageCollector.Entry>
        let more: Bool
    }

    /// More than a document can gain from all words of a query in their best fields: who has more of the words comes
    /// first.
    private static let wordBonus = 10_000

    /// As `ProfileIndex.search`.
    func find(_ request: SearchRequest, salt: SearchSalt) -> Found {
        let words = Analyzer.queryWords(request.text, limit: Limits.queryWords)
        let scores = words.isEmpty ? nil : scores(of: words)
        var filter = CompiledFilter(request.filters, in: self)
        var page = PageCollector(count: request.count, after: request.position, salt: salt)
        var counts = FacetCounter(request.facets, in: self)
        for (number, document) in documents.enumerated() {
            guard let document else { continue }
            let score = scores.map { Int($0[number]) } ?? 0
            guard scores == nil || score > 0, filter.admits(document) else { continue }
            counts.add(document, number)
            page.add(score: request.order == .relevance ? score : 0, number: number, document: document)
        }
        return Found(words: words, total: page.total, facets: counts.result, hits: page.hits, more: page.more)
    }

    /// Why the document is a hit: each of `words` that it has, with the best field.
    func reasons(for number: Int, words asked: [String]) -> [MatchReason] {
        asked.compactMap { word in
            words[word]?.posting(of: UInt32(number)).map {
                MatchReason(field: SearchField.best(in: $0.fields).name, word: word)
            }
        }
    }

    /// For each document the words of the query that it has, times the bonus, plus what each adds.
    private func scores(of asked: [String]) -> [Int32] {
        var scores = [Int32](repeating: 0, count: documents.count)
        for word in asked {
            guard let list = words[word] else { continue }
            for posting in list.postings { scores[Int(posting.document)] += Int32(Self.wordBonus + posting.score) }
        }
        return scores
    }
}

/// The filters of one request, looked up once.
private struct CompiledFilter {
    /// Of those asked, the ones in which somebody lives.
    private let municipalities: [UInt32]
    private let asksMunicipality: Bool
    private let targetGroups: TargetGroupSet
    private let hours: WeeklyHours?
    private let centre: Coordinate?
    private let distanceKm: Double
    private let places: PostcodeTable
    /// Whether each postcode area is near enough, as far as it was looked up; empty without a filter on distance.
    private var near: [Bool?]
    /// An area that nobody knows holds nobody.
    private let impossible: Bool

    init(_ filters: SearchFilters, in index: DocumentIndex) {
        municipalities = filters.municipalities.compactMap { index.municipalities.number(of: $0.code) }
        asksMunicipality = !filters.municipalities.isEmpty
        targetGroups = TargetGroupSet(filters.targetGroups)
        hours = filters.hours
        places = index.places
        centre = filters.area.flatMap { index.places[$0.postcode]?.centre }
        distanceKm = Double(filters.area?.distanceKm ?? 0)
        impossible = filters.area != nil && centre == nil
        near = centre == nil ? [] : [Bool?](repeating: nil, count: 10_000)
    }

    mutating func admits(_ document: Document) -> Bool {
        guard !impossible else { return false }
        guard !asksMunicipality || municipalities.contains(document.municipality) else { return false }
        guard targetGroups.isEmpty || !targetGroups.isDisjoint(with: document.targetGroups) else { return false }
        if let hours, hours.minimum > document.maximumHours || document.minimumHours > hours.maximum { return false }
        return centre.map { isNear(document.area, $0) } ?? true
    }

    private mutating func isNear(_ area: PostcodeArea, _ centre: Coordinate) -> Bool {
        let number = Int(area.number)
        if let known = near[number] { return known }
        let isNear = places[area].map { $0.centre.distanceKm(to: centre) <= distanceKm } ?? false
        near[number] = isNear
        return isNear
    }
}

/// Counts the values of the facets asked. Municipality and target groups stand in the document itself, so that only who
/// asks for occupations pays for going to each document's list of them.
private struct FacetCounter {
    private let asked: [Facet]
    private let index: DocumentIndex
    private var municipalities: [Int]
    private var targetGroups: [Int]
    private var occupations: [Int]

    init(_ asked: [Facet], in index: DocumentIndex) {
        func zeros(_ facet: Facet, _ count: Int) -> [Int] {
            asked.contains(facet) ? Array(repeating: 0, count: count) : []
        }
        self.asked = asked
        self.index = index
        municipalities = zeros(.municipality, index.municipalities.capacity)
        targetGroups = zeros(.targetGroup, TargetGroup.allCases.count)
        occupations = zeros(.occupation, index.occupations.capacity)
    }

    mutating func add(_ document: Document, _ number: Int) {
        if !municipalities.isEmpty { municipalities[Int(document.municipality)] += 1 }
        for place in targetGroups.indices where document.targetGroups.has(place) { targetGroups[place] += 1 }
        guard !occupations.isEmpty else { return }
        for occupation in index.occupationsOf[number] { occupations[Int(occupation)] += 1 }
    }

    var result: [Facet: [String: Int]] {
        Dictionary(asked.map { ($0, counts(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many have each value that somebody has.
    private func counts(of facet: Facet) -> [String: Int] {
        func named(_ counts: [Int], _ name: (Int) -> String) -> [String: Int] {
            var named: [String: Int] = [:]
            for (place, count) in counts.enumerated() where count > 0 { named[name(place)] = count }
            return named
        }
        return switch facet {
        case .municipality: named(municipalities, index.municipalities.name)
        case .targetGroup: named(targetGroups) { TargetGroup.allCases[$0].rawValue }
        case .occupation: named(occupations, index.occupations.name)
        default: [:]
        }
    }
}
