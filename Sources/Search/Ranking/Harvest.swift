import Domain

/// What comes of the documents that a search finds: how many, the counts of their values, and the best of them.
struct Harvest: ~Copyable {
    private(set) var total = 0
    private(set) var page: PageCollector
    private let filter: DocumentFilter
    private let order: SearchOrder
    private let isByScore: Bool
    private var tally: FacetTally
    /// A key under this is on no page; of `page`, kept here because it is asked of every document.
    private var least = Int.min

    init(_ request: SearchRequest, salt: SearchSalt, in index: DocumentIndex) {
        page = PageCollector(count: request.count, after: request.position, salt: salt)
        filter = DocumentFilter(request.filters, in: index)
        order = request.order
        isByScore = request.order == .relevance
        tally = FacetTally(request.facets, in: index)
    }

    /// Takes the document at `number` in if the filters admit it.
    ///
    /// - Parameter row: the document's own.
    @inline(__always)
    mutating func take(_ number: Int, score: Int32, _ row: FacetRow, in index: DocumentIndex) {
        if !filter.isOpen, !filter.admits(number, in: index) { return }
        total += 1
        if tally.asksUsual { tally.addUsual(row) }
        if tally.asksMore || row.hasMore { tally.addMore(number, row, in: index) }
        let key = isByScore ? Int(score) : key(of: number, in: index)
        if key >= least { add(key, number, index.ids[number]) }
    }

    @inline(never)
    private mutating func add(_ key: Int, _ number: Int, _ id: IDHalves) {
        page.add(key: key, number: number, id: id)
        least = page.least
    }

    /// What hits are ordered by when it is not by score, more first.
    private func key(of number: Int, in index: DocumentIndex) -> Int {
        switch order {
        case .relevance, .neutral: 0
        case .distance: filter.distances.map { -Int($0.metres(to: index.documents[number].area)) } ?? 0
        case .availability: -Int(index.documents[number].availableFrom)
        }
    }

    func facets(in index: DocumentIndex) -> [Facet: [String: Int]] { tally.result(in: index) }
}
