import Domain

/// What comes of the documents that a search finds: how many, the counts of their values, and the best of them.
struct Harvest: ~Copyable {
    private var total = 0
    private(set) var page: PageCollector
    private let filter: DocumentFilter
    private let order: SearchOrder
    private let isByScore: Bool
    private let isByTie: Bool
    private var tally: FacetTally
    /// A key under this is on no page; of `page`, kept here because it is asked of every document.
    private var least = Int.min
    private var leastTie = UInt64.max
    private let salt: SearchSalt

    /// - Parameter isEverybody: whether the request's words and phrases rule nobody out.
    init(_ request: SearchRequest, isEverybody: Bool, salt: SearchSalt, in index: DocumentIndex) {
        page = PageCollector(count: request.count, after: request.position)
        let filter = DocumentFilter(request.filters, in: index)
        let countsNobody = isEverybody && filter.isOpen
        self.isEverybody = countsNobody
        self.filter = filter
        self.salt = salt
        order = request.order
        isByScore = request.order == .relevance
        isByTie = request.order == .neutral
        tally = FacetTally(request.facets, isEverybody: countsNobody, in: index)
    }

    /// Whether it has nothing to count: everybody in the index is found, and how many have what is known.
    let isEverybody: Bool
    /// Whether documents are to be looked at to know which are admitted, besides `bits`.
    var asksDocuments: Bool { filter.asksDocuments }
    /// As `DocumentFilter.bits`.
    var bits: [(kind: DocumentBits.Kind, values: [Int])] { filter.bits }

    /// Which of 64 documents the filters admit; as `DocumentFilter.admitted`.
    @inline(__always)
    func admitted(
        _ bits: UInt64, from first: Int, _ documents: UnsafeBufferPointer<Document>, in index: DocumentIndex
    ) -> UInt64 { unsafe filter.admitted(bits, from: first, documents, in: index) }

    /// Takes the document at `number` in, which the filters admit.
    ///
    /// - Parameters:
    ///   - row: the document's own.
    ///   - ids: of all documents; of most of them none is read.
    @inline(__always)
    mutating func take(
        _ number: Int, score: Int32, _ row: FacetRow, _ ids: UnsafeBufferPointer<IDHalves>, in index: DocumentIndex
    ) {
        total += 1
        if tally.asksUsual { tally.addUsual(row, turn: total) }
        if tally.asksMore || row.hasMore { tally.addMore(number, row, in: index) }
        unsafe rank(number, score: score, ids, in: index)
    }

    /// As `take`, of somebody who is counted already.
    @inline(__always)
    mutating func rank(
        _ number: Int, score: Int32, _ ids: UnsafeBufferPointer<IDHalves>, in index: DocumentIndex
    ) {
        let key = isByScore ? Int(score) : isByTie ? 0 : key(of: number, in: index)
        if key >= least { add(key, number, TieHash.hash(unsafe ids[number], salt)) }
    }

    /// Of those whose key is just enough, most have a later place than the last on the page.
    @inline(__always)
    private mutating func add(_ key: Int, _ number: Int, _ tie: UInt64) {
        if key == least, tie >= leastTie { return }
        keep(PageCollector.Entry(key: key, tie: tie, number: number))
    }

    @inline(never)
    private mutating func keep(_ entry: PageCollector.Entry) {
        page.add(entry)
        (least, leastTie) = page.last
    }

    /// What hits are ordered by when it is not by score, more first.
    @inline(never)
    private func key(of number: Int, in index: DocumentIndex) -> Int {
        let document = index.documents[number]
        return switch order {
        case .relevance, .neutral: 0
        case .distance: -Int(filter.metres(to: document))
        case .availability: -Int(document.availableFrom)
        }
    }

    func total(in index: DocumentIndex) -> Int { isEverybody ? index.count : total }

    func facets(in index: DocumentIndex) -> [Facet: [FacetCount]] { tally.result(in: index) }
}
