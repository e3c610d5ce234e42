package import Domain

/// Merges sorted answers of regions into one page: score first, then tie, then the region's code. Independent of the
/// order in which answers came (I-6).
package enum Merge {
    /// What a hit is ordered by.
    package struct Key: Hashable, Sendable {
        package let score: Int
        package let tie: UInt64

        package init(score: Int, tie: UInt64) {
            self.score = score
            self.tie = tie
        }

        func precedes(_ other: Key) -> Bool { score != other.score ? score > other.score : tie < other.tie }
    }

    /// One region's sorted hits.
    package struct List: Sendable {
        package let region: RegionCode
        package let keys: [Key]
        /// Whether the region has more after its last hit.
        package let more: Bool

        package init(region: RegionCode, keys: [Key], more: Bool) {
            self.region = region
            self.keys = keys
            self.more = more
        }
    }

    /// A page: places in the lists, best first, and whether anybody comes after.
    package struct Page: Sendable {
        package let hits: [(list: Int, index: Int)]
        package let more: Bool
        /// Of the last hit.
        package let last: Key?
    }

    /// The best `limit` of all lists.
    package static func page(_ lists: [List], limit: Int) -> Page {
        var next = [Int](repeating: 0, count: lists.count)
        var hits: [(list: Int, index: Int)] = []
        hits.reserveCapacity(limit)
        var last: Key?
        while hits.count < limit {
            var best: Int?
            for candidate in lists.indices where next[candidate] < lists[candidate].keys.count {
                guard let current = best else {
                    best = candidate
                    continue
                }
                let (mine, theirs) = (lists[candidate].keys[next[candidate]], lists[current].keys[next[current]])
                let first = mine == theirs ? lists[candidate].region < lists[current].region : mine.precedes(theirs)
                if first { best = candidate }
            }
            guard let best else { break }
            hits.append((best, next[best]))
            last = lists[best].keys[next[best]]
            next[best] += 1
        }
        let more = lists.indices.contains { next[$0] < lists[$0].keys.count || lists[$0].more }
        return Page(hits: hits, more: more, last: last)
    }

    /// Where the page after `page` goes on; nil when nobody comes after it, or paging ends.
    ///
    /// - Parameters:
    ///   - salt: of the search, all its pages.
    ///   - missed: regions that have no answer on this page or had none on one before.
    package static func next(
        after page: Page, of request: SearchRequest, salt: SearchSalt, missed: [RegionCode]
    ) -> SearchPosition? {
        let shown = (request.position?.shown ?? 0) + page.hits.count
        guard page.more, shown < Limits.depth, let last = page.last else { return nil }
        return SearchPosition(
            salt: salt, score: last.score, tie: last.tie, shown: shown, epoch: request.pinnedEpoch, missed: missed)
    }
}
