import Domain
import Federation
import Foundation
import Trust
import Wire

/// The federation's answer, merged: hits stay the home regions' own bytes.
struct Merged: Sendable {
    let outcomes: [RegionOutcome]
    private let search: String
    private let total: Int
    private let facets: [Facet: [FacetCount]]
    private let hits: [ArraySlice<UInt8>]
    private let next: SearchPosition?
    /// Visible profiles of the regions that answered.
    let visible: [RegionCode: Int]

    var answered: Set<RegionCode> { Set(outcomes.filter { $0.state == .answered }.map(\.region)) }

    init(_ all: FanOut.Answers, query: SearchRequest, search: String) {
        let answers = all.answers
        let lists = answers.map { answer in
            Merge.List(
                region: answer.header.region, keys: answer.hits.map { Merge.Key(score: $0.score, tie: $0.tie) },
                more: answer.more)
        }
        let page = Merge.page(lists, limit: query.count)
        outcomes = all.outcomes
        self.search = search
        total = answers.reduce(0) { $0 + $1.header.total }
        facets = Self.sum(answers.map(\.header.facets), asked: query.facets)
        hits = page.hits.map { place in answers[place.list].bytes[answers[place.list].hits[place.index].range] }
        visible = Dictionary(uniqueKeysWithValues: answers.map { ($0.header.region, $0.header.visible) })
        let shown = (query.position?.shown ?? 0) + page.hits.count
        next =
            page.more && shown < Limits.depth
            ? page.last.map { last in
                SearchPosition(
                    salt: query.position?.salt ?? SearchSalt(ofSearch: search), score: last.score, tie: last.tie,
                    shown: shown, epoch: query.pinnedEpoch, missed: all.missed)
            } : nil
    }

    private static func sum(_ all: [[Facet: [FacetCount]]], asked: [Facet]) -> [Facet: [FacetCount]] {
        var sums: [Facet: [FacetCount]] = [:]
        for facet in asked {
            var counts: [String: Int] = [:]
            for facets in all { for count in facets[facet] ?? [] { counts[count.value, default: 0] += count.count } }
            sums[facet] = FacetCount.ordered(counts)
        }
        return sums
    }

    /// One JSON document.
    func document(coverage: Double) -> [UInt8] {
        FederatedAnswerJSON.document(
            searchID: search, total: total, hits: hits, facets: facets, outcomes: outcomes, coverage: coverage,
            next: next)
    }

    /// NDJSON after the regions' lines: the head, the hits, the end.
    func lines(coverage: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hits.reduce(1_024) { $0 + $1.count + 1 })
        bytes += FederatedAnswerJSON.head(searchID: search, total: total, facets: facets, coverage: coverage)
        for hit in hits { FederatedAnswerJSON.append(hit, to: &bytes) }
        bytes += FederatedAnswerJSON.end(next: next)
        return bytes
    }
}
