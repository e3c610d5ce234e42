import Domain

/// Keeps the best of what it is given: one page of hits after a position, score first, then tie.
struct PageCollector {
    struct Entry {
        let score: Int
        let tie: UInt64
        let number: Int

        func precedes(_ other: Entry) -> Bool { score != other.score ? score > other.score : tie < other.tie }
    }

    private(set) var total = 0
    private var kept: [Entry] = []
    private let count: Int
    private let position: Entry?
    private let hash: SipHash

    init(count: Int, after position: SearchPosition?, salt: SearchSalt) {
        self.count = count
        self.position = position.map { Entry(score: $0.score, tie: $0.tie, number: -1) }
        hash = SipHash(k0: salt.low, k1: salt.high)
        kept.reserveCapacity(count + 2)
    }

    /// Best first.
    var hits: ArraySlice<Entry> { kept.prefix(count) }
    var more: Bool { kept.count > count }

    mutating func add(score: Int, number: Int, document: Document) {
        total += 1
        if kept.count > count, score < kept[count].score { return }
        if let position, score > position.score { return }
        let tie = hash.hash(document.idHalves.0, document.idHalves.1)
        let entry = Entry(score: score, tie: tie, number: number)
        if let position, !position.precedes(entry) { return }
        if kept.count > count, !entry.precedes(kept[count]) { return }
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].precedes(entry) { low = middle + 1 } else { high = middle }
        }
        kept.insert(entry, at: low)
        if kept.count > count + 1 { kept.removeLast() }
    }
}
