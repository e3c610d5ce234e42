package import Domain

/// What the asking region checks of a merged answer by the lists that the regions themselves sent past the gateway: it
/// merges them again, and names everything in which the gateway's answer differs (design.md §5).
package enum MergeCheck {
    /// What a region itself says that it sent.
    package struct Sent: Sendable {
        package let region: RegionCode
        package let total: Int
        package let facets: [Facet: [FacetCount]]
        package let hits: [Key]
        /// Whether it has more after its last hit.
        package let more: Bool

        package init(
            region: RegionCode, total: Int, facets: [Facet: [FacetCount]], hits: [Key], more: Bool
        ) {
            self.region = region
            self.total = total
            self.facets = facets
            self.hits = hits
            self.more = more
        }
    }

    /// A hit: what it is ordered by, and a digest of its bytes.
    package struct Key: Hashable, Sendable {
        let order: Merge.Key
        let digest: [UInt8]

        package init(score: Int, tie: UInt64, digest: [UInt8]) {
            order = Merge.Key(score: score, tie: tie)
            self.digest = digest
        }
    }

    /// The gateway's answer.
    package struct Page: Sendable {
        let hits: [(region: RegionCode, key: Key)]
        let total: Int
        let facets: [Facet: [FacetCount]]
        let next: SearchPosition?
        let outcomes: [RegionOutcome]

        package init(
            hits: [(region: RegionCode, key: Key)], total: Int, facets: [Facet: [FacetCount]], next: SearchPosition?,
            outcomes: [RegionOutcome]
        ) {
            self.hits = hits
            self.total = total
            self.facets = facets
            self.next = next
            self.outcomes = outcomes
        }
    }

    /// Something in which the answer differs from what the regions sent.
    package enum Finding: Hashable, Sendable {
        /// A registered region is not named exactly once (I-7).
        case regionNotOnce(RegionCode)
        /// It is said to have answered, and its own line is not there exactly once.
        case lineMissing(RegionCode)
        /// Its own line is there, and it is said not to have answered.
        case answeredAfterAll(RegionCode)
        /// The count beside its own line is another.
        case otherCount(RegionCode)
        case otherTotal(stated: Int, summed: Int)
        case otherFacet(Facet)
        /// A hit was left out, put elsewhere, altered, or made up.
        case otherHit(position: Int)
        case otherCountOfHits(stated: Int, merged: Int)
        /// It says that there is more, or not, or that the next page goes on elsewhere.
        case otherEnd
    }

    /// Everything that differs; empty when the answer is exactly the merge.
    ///
    /// - Parameters:
    ///   - sent: by each region that answered, proved or not.
    ///   - salt: of the search, all its pages.
    ///   - registry: each region of it must be named; others may be, by a gateway whose registry is newer.
    package static func findings(
        in page: Page, sent: [Sent], request: SearchRequest, salt: SearchSalt, registry: Registry
    ) -> [Finding] {
        var findings = regions(in: page, sent, registry)
        guard findings.isEmpty else { return findings }
        let counts = Dictionary(sent.map { ($0.region, $0.total) }, uniquingKeysWith: { first, _ in first })
        findings += page.outcomes.filter { counts[$0.region] != nil && $0.count != counts[$0.region] }
            .map { .otherCount($0.region) }
        let summed = sent.reduce(0) { $0 + $1.total }
        if summed != page.total { findings.append(.otherTotal(stated: page.total, summed: summed)) }
        let facets = FacetCount.sums(of: sent.map(\.facets), asked: request.facets)
        findings += request.facets.filter { facets[$0] != page.facets[$0] }.map { .otherFacet($0) }
        return findings + hits(in: page, sent, request, salt)
    }

    private static func regions(in page: Page, _ sent: [Sent], _ registry: Registry) -> [Finding] {
        var findings: [Finding] = []
        let named = Dictionary(grouping: page.outcomes, by: \.region)
        for member in registry.members where named[member.region.code]?.count != 1 {
            findings.append(.regionNotOnce(member.region.code))
        }
        let lines = Dictionary(grouping: sent, by: \.region)
        let answered = Set(page.outcomes.filter { $0.state == .answered }.map(\.region))
        findings += answered.sorted().filter { lines[$0]?.count != 1 }.map { .lineMissing($0) }
        findings += lines.keys.sorted().filter { !answered.contains($0) }.map { .answeredAfterAll($0) }
        return findings
    }

    private static func hits(
        in page: Page, _ sent: [Sent], _ request: SearchRequest, _ salt: SearchSalt
    ) -> [Finding] {
        let lists = sent.map { Merge.List(region: $0.region, keys: $0.hits.map(\.order), more: $0.more) }
        let merged = Merge.page(lists, limit: request.count)
        guard merged.hits.count == page.hits.count else {
            return [.otherCountOfHits(stated: page.hits.count, merged: merged.hits.count)]
        }
        for (position, place) in merged.hits.enumerated() {
            let own = sent[place.list]
            let (region, key) = page.hits[position]
            if region != own.region || key != own.hits[place.index] { return [.otherHit(position: position)] }
        }
        let next = Merge.next(after: merged, of: request, salt: salt, missed: page.next?.missed ?? [])
        return next == page.next ? [] : [.otherEnd]
    }
}
