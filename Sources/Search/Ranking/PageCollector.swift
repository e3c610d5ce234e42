import Domain

/// Keeps the best of what it is given: one page of hits after a position, greatest key first, then tie.
struct PageCollector {
    struct Entry {
        /// What the search orders by; more comes first.
        let key: Int
        let tie: UInt64
        let number: Int

        func precedes(_ other: Entry) -> Bool { key != other.key ? key > other.key : tie < other.tie }
    }

    private var kept: [Entry] = []
    private let count: Int
    private let position: Entry?
    private let salt: SearchSalt

    init(count: Int, after position: SearchPosition?, salt: SearchSalt) {
        self.count = count
        self.position = position.map { Entry(key: $0.score, tie: $0.tie, number: -1) }
        self.salt = salt
        kept.reserveCapacity(count + 2)
    }

    /// Best first.
    var hits: ArraySlice<Entry> { kept.prefix(count) }
    var more: Bool { kept.count > count }

    /// A key under this cannot be on the page.
    var least: Int { kept.count > count ? kept[count].key : .min }

    mutating func add(key: Int, number: Int, id: IDHalves) {
        if let position, key > position.key { return }
        let tie = TieHash.hash(id, salt)
        let entry = Entry(key: key, tie: tie, number: number)
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
