/// One page of the own region's people who are hidden from others: a block of its own below what the federation found.
package struct HomeRegionResults: Sendable {
    package let total: Int
    /// Hits shown on the pages before this one.
    package let shownBefore: Int
    package let hits: [HitCard]
    /// Sealed; nil on the last page.
    package let cursor: String?

    package init(total: Int, shownBefore: Int, hits: [HitCard], cursor: String? = nil) {
        self.total = total
        self.shownBefore = shownBefore
        self.hits = hits
        self.cursor = cursor
    }
}

/// The block as `home.mustache` reads it.
struct HomeRegionView {
    let count: String
    let hits: [HitView]
    let hasHits: Bool
    /// It is all that the page shows.
    let isAlone: Bool
    let range: String
    let cursor: String?
    let isFirstPage: Bool
    let depthReached: Bool

    init(_ results: HomeRegionResults, _ page: SearchPage, _ labels: FilterLabels) {
        count = Figures.count(results.total)
        hits = results.hits.map { HitView($0, labels, today: page.today, isHidden: true) }
        hasHits = !hits.isEmpty
        isAlone = page.results == nil
        let last = results.shownBefore + results.hits.count
        let first = Figures.count(results.shownBefore + 1)
        range = "\(first) tot en met \(Figures.count(last)) van \(Figures.count(results.total))"
        cursor = results.cursor
        isFirstPage = results.shownBefore == 0
        depthReached = results.cursor == nil && last < results.total
    }
}
