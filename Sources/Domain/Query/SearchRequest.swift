/// One search across regions, as it is asked (design.md §6). Every value is within its limits.
package struct SearchRequest: Hashable, Sendable {
    /// Words to look for; at most `Limits.textCharacters` characters. Empty: everybody who passes the filters.
    package var text: String
    package var filters: SearchFilters
    package var order: SearchOrder
    /// Hits asked, 1 to 50.
    package var count: Int
    /// Where the page before this one ended; nil for the first page.
    package var position: SearchPosition?
    /// The number of the epoch that the first page is scored by: the asker's current one; 0 without statistics.
    package var epoch: Int
    package var facets: [Facet]
    package var purpose: Purpose
    /// How long the asker waits; at most 10 seconds.
    package var timeLimit: Duration
    /// Whether each hit says why it is there.
    package var explain: Bool

    package init(
        text: String, filters: SearchFilters = SearchFilters(), order: SearchOrder? = nil, count: Int = 20,
        position: SearchPosition? = nil, facets: [Facet] = [], purpose: Purpose,
        timeLimit: Duration = Limits.deadline, explain: Bool = false, epoch: Int = Epoch.none.number
    ) {
        self.text = text
        self.filters = filters
        self.order = order ?? (text.isEmpty ? .neutral : .relevance)
        self.count = count
        self.position = position
        self.facets = facets
        self.purpose = purpose
        self.timeLimit = timeLimit
        self.explain = explain
        self.epoch = position?.epoch ?? epoch
    }

    /// The epoch that this page is scored by: the same on every page of one search.
    package var pinnedEpoch: Int { position?.epoch ?? epoch }
}

/// The order of hits. Without text the default is `neutral`, so that no rule nobody asked for ranks people (P-PUR-7).
package enum SearchOrder: String, CaseIterable, Hashable, Sendable {
    case relevance = "relevantie"
    /// Nearest to the area of the filter first; only with such a filter.
    case distance = "afstand"
    /// Who can start soonest first.
    case availability = "beschikbaarheid"
    case neutral = "neutraal"
}

/// What hits are counted by. Values are never cut off per region (design.md §7).
package enum Facet: String, CaseIterable, Hashable, Sendable {
    case municipality = "gemeente"
    case targetGroup = "doelgroep"
    case occupation = "beroep"
    case skill = "vaardigheid"
    case educationLevel = "opleidingsniveau"
    case licence = "rijbewijs"
    case language = "taal"
    case contract = "contractvorm"
    case sector = "sector"
}

/// Where a page ended: keyset paging, the same for every region.
package struct SearchPosition: Hashable, Sendable {
    /// Hash of the first page's transaction id; makes the order of ties fair over searches and stable over pages.
    package let salt: SearchSalt
    /// What the last hit shown was ordered by, more first: its score; for `distance` metres and for `availability` the
    /// day as the number yyyymmdd, both negated.
    package let score: Int
    /// The tie-breaker of the last hit shown.
    package let tie: UInt64
    /// Hits shown so far; at most `Limits.depth`.
    package let shown: Int
    /// The number of the epoch that all pages are scored by.
    package let epoch: Int
    /// Regions that were asked for a page so far and did not answer, by code: whoever of them stands before this
    /// position is on no page.
    package let missed: [RegionCode]

    package init(
        salt: SearchSalt, score: Int, tie: UInt64, shown: Int, epoch: Int = Epoch.none.number,
        missed: [RegionCode] = []
    ) {
        self.salt = salt
        self.score = score
        self.tie = tie
        self.shown = shown
        self.epoch = epoch
        self.missed = missed
    }
}

/// Sixteen bytes that key the order of ties in one search.
package struct SearchSalt: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
