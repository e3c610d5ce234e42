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

    init(count: Int, after position: SearchPosition?) {
        self.count = count
        self.position = position.map { Entry(key: $0.score, tie: $0.tie, number: -1) }
        kept.reserveCapacity(count + 2)
    }

    /// Best first.
    var hits: ArraySlice<Entry> { kept.prefix(count) }
    var more: Bool { kept.count > count }

    /// The key and tie before which something must come to be kept; while there is room, the least and last there are.
    var last: (key: Int, tie: UInt64) { kept.count > count ? (kept[count].key, kept[count].tie) : (.min, .max) }

    mutating func add(_ entry: Entry) {
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
