package import Domain

extension ProfileIndex {
    /// More than a document can gain from all words of a query in their best fields: who has more of the words comes
    /// first.
    private static let wordBonus = 10_000

    /// Finds who matches any word of the text and all filters; nobody's place depends on anybody else's profile.
    ///
    /// - Parameter salt: keys the order of ties; the same on every page of one search.
    package func search(_ request: SearchRequest, salt: SearchSalt) -> SearchResult {
        let words = Analyzer.queryWords(request.text, limit: Limits.queryWords)
        let scores = words.isEmpty ? nil : scores(of: words)
        let filter = CompiledFilter(request.filters, places: places)
        var page = PageCollector(count: request.count, after: request.position, salt: salt)
        var counts = FacetCounter(request.facets, in: facets)
        for (number, document) in documents.enumerated() {
            guard let document else { continue }
            let score = scores.map { Int($0[number]) } ?? 0
            guard scores == nil || score > 0, filter.admits(document) else { continue }
            counts.add(document)
            page.add(score: request.order == .relevance ? score : 0, number: number, document: document)
        }
        let hits = page.hits.map { entry in hit(entry, words: words, explain: request.explain) }
        return SearchResult(total: page.total, facets: counts.result, hits: hits, more: page.more)
    }

    /// For each document the words of the query that it has, times the bonus, plus what each adds.
    private func scores(of words: [String]) -> [Int32] {
        var scores = [Int32](repeating: 0, count: documents.count)
        for word in words {
            guard let list = lists[word] else { continue }
            for posting in list.postings { scores[Int(posting.document)] += Int32(Self.wordBonus + posting.score) }
        }
        return scores
    }

    private func hit(_ entry: PageCollector.Entry, words: [String], explain: Bool) -> SearchHit {
        guard let document = documents[entry.number] else {
            preconditionFailure("a collected document is in the index")
        }
        let reasons = words.compactMap { word -> MatchReason? in
            lists[word]?.posting(of: UInt32(entry.number)).map {
                MatchReason(field: SearchField.best(in: $0.fields).name, word: word)
            }
        }
        return SearchHit(
            profile: document.profile, score: entry.score, tie: entry.tie,
            fragment: Snippet.make(from: document.profile, words: Set(words)), reasons: explain ? reasons : [])
    }
}

/// The filters of one request, looked up once.
private struct CompiledFilter {
    private let municipalities: Set<MunicipalityCode>
    private let targetGroups: Set<TargetGroup>
    private let hours: WeeklyHours?
    private let centre: Coordinate?
    private let distanceKm: Double
    /// An area that nobody knows holds nobody.
    private let impossible: Bool

    init(_ filters: SearchFilters, places: PostcodeTable) {
        municipalities = Set(filters.municipalities)
        targetGroups = Set(filters.targetGroups)
        hours = filters.hours
        centre = filters.area.flatMap { places[$0.postcode]?.centre }
        distanceKm = Double(filters.area?.distanceKm ?? 0)
        impossible = filters.area != nil && centre == nil
    }

    func admits(_ document: ProfileIndex.Document) -> Bool {
        let profile = document.profile
        guard !impossible else { return false }
        guard municipalities.isEmpty || municipalities.contains(profile.municipality) else { return false }
        guard targetGroups.isEmpty || profile.targetGroups.contains(where: targetGroups.contains) else { return false }
        if let hours, !hours.overlaps(profile.hours) { return false }
        guard let centre else { return true }
        return document.centre.map { $0.distanceKm(to: centre) <= distanceKm } ?? false
    }
}

/// Counts the values of the facets asked.
private struct FacetCounter {
    private let asked: [Facet]
    private let values: [FacetValues]
    private var counts: [[Int]]

    init(_ asked: [Facet], in values: [FacetValues]) {
        self.asked = asked
        self.values = values
        counts = Facet.allCases.enumerated().map { index, facet in
            asked.contains(facet) ? [Int](repeating: 0, count: values[index].capacity) : []
        }
    }

    mutating func add(_ document: ProfileIndex.Document) {
        guard !asked.isEmpty else { return }
        for index in counts.indices where !counts[index].isEmpty {
            for value in document.facetValues[index] { counts[index][value] += 1 }
        }
    }

    var result: [Facet: [String: Int]] {
        var result: [Facet: [String: Int]] = [:]
        for (index, facet) in Facet.allCases.enumerated() where asked.contains(facet) {
            var named: [String: Int] = [:]
            for (number, count) in counts[index].enumerated() where count > 0 {
                named[values[index].name(number)] = count
            }
            result[facet] = named
        }
        return result
    }
}
