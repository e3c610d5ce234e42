import Domain

/// One search of one index, window by window, so that nobody who shares the index waits for all of it.
///
/// Changes between two windows make it begin again: what it finds is of one moment.
struct SearchRun: ~Copyable {
    /// What a search found, with profiles as their numbers.
    struct Found {
        let plan: QueryPlan
        let total: Int
        let facets: [Facet: [FacetCount]]
        let hits: ArraySlice<PageCollector.Entry>
        let more: Bool
    }

    private let request: SearchRequest
    private let salt: SearchSalt
    private let epoch: Epoch
    private let plan: QueryPlan
    private var cursors: [PostingCursor]
    private var harvest: Harvest
    private var window = ScoreWindow()
    private var base = 0
    private let version: Int
    /// How often it began again.
    private(set) var restarts = 0

    init(_ request: SearchRequest, salt: SearchSalt, epoch: Epoch, in index: DocumentIndex) {
        self.request = request
        self.salt = salt
        self.epoch = epoch
        plan = QueryPlan(SearchQuery(request.text), in: index, epoch: epoch)
        cursors = Array(repeating: PostingCursor(block: 0, place: 0), count: plan.values.count)
        harvest = Harvest(request, isEverybody: plan.findsEverybody, salt: salt, in: index)
        version = index.version
    }

    /// Looks through the next window; false when there is none, and `found` is the answer.
    mutating func advance(in index: DocumentIndex) -> Bool {
        if version != index.version { restart(in: index) }
        guard base < index.documents.count, !plan.isImpossible else { return false }
        let first = UInt32(base)
        window.allowAll()
        restrict(in: index, from: first)
        if plan.isEverybody {
            window.touchAll(index.taken[base / 64..<min(index.taken.count, (base + ScoreWindow.documents) / 64)])
        } else {
            for (place, term) in plan.values.enumerated() {
                window.add(index.terms.list(term.term), &cursors[place], value: term.value, from: first)
            }
        }
        if harvest.isEverybody {
            Self.rankAll(&window, into: &harvest, in: index, from: first)
        } else if harvest.asksDocuments {
            Self.drainFiltered(&window, into: &harvest, in: index, from: first)
        } else {
            Self.drainAll(&window, into: &harvest, in: index, from: first)
        }
        base += ScoreWindow.documents
        return base < index.documents.count
    }

    /// Each apart: so that who asks for no filter pays for none, and nobody counts what is known.
    @inline(never)
    private static func rankAll(
        _ window: inout ScoreWindow, into harvest: inout Harvest, in index: DocumentIndex, from first: UInt32
    ) { drain(&window, into: &harvest, in: index, from: first, isFiltered: false, isCounted: true) }

    @inline(never)
    private static func drainAll(
        _ window: inout ScoreWindow, into harvest: inout Harvest, in index: DocumentIndex, from first: UInt32
    ) { drain(&window, into: &harvest, in: index, from: first, isFiltered: false, isCounted: false) }

    @inline(never)
    private static func drainFiltered(
        _ window: inout ScoreWindow, into harvest: inout Harvest, in index: DocumentIndex, from first: UInt32
    ) { drain(&window, into: &harvest, in: index, from: first, isFiltered: true, isCounted: false) }

    @inline(__always)
    private static func drain(
        _ window: inout ScoreWindow, into harvest: inout Harvest, in index: DocumentIndex, from first: UInt32,
        isFiltered: Bool, isCounted: Bool
    ) {
        unsafe index.withDocuments { rows, ids, documents in
            for place in 0..<ScoreWindow.words {
                let found = window.found(place)
                guard found != 0 else { continue }
                let start = Int(first) + (place << 6)
                precondition(
                    start + 63 - found.leadingZeroBitCount < rows.count, "a document that was found is there")
                var bits = found
                if isFiltered { bits = unsafe harvest.admitted(found, from: start, documents, in: index) }
                while bits != 0 {
                    let offset = bits.trailingZeroBitCount
                    let number = start + offset
                    let score = window.score((place << 6) + offset)
                    if isCounted {
                        unsafe harvest.rank(number, score: score, ids, in: index)
                    } else {
                        unsafe harvest.take(number, score: score, rows[number], ids, in: index)
                    }
                    bits &= bits - 1
                }
            }
        }
        window.clear()
    }

    /// What was found, once `advance` has said that nothing is left; nil when the index changed meanwhile.
    func found(in index: DocumentIndex) -> Found? {
        guard version == index.version else { return nil }
        return Found(
            plan: plan, total: harvest.total(in: index), facets: harvest.facets(in: index), hits: harvest.page.hits,
            more: harvest.page.more)
    }

    private mutating func restart(in index: DocumentIndex) {
        let before = restarts
        self = SearchRun(request, salt: salt, epoch: epoch, in: index)
        restarts = before + 1
    }

    private mutating func restrict(in index: DocumentIndex, from first: UInt32) {
        for (kind, values) in harvest.bits { window.restrict(to: values, of: index.bits[kind], from: first) }
        for (phrases, excluding) in [(plan.required, false), (plan.excluded, true)] {
            for phrase in phrases {
                let records = index.records
                window.restrict(
                    to: phrase.stems.map { index.terms.list($0) }, excluding: excluding, from: first
                ) { records.keepHolding(phrase.words, among: &$0, from: Int(first) / 64) }
            }
        }
    }
}
