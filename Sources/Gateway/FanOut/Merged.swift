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
    /// The regions' own, unchanged: the asking region checks by them what stands beside them (design.md §5).
    private let lines: [ArraySlice<UInt8>]
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
        facets = FacetCount.sums(of: answers.map(\.header.facets), asked: query.facets)
        hits = page.hits.map { place in answers[place.list].bytes[answers[place.list].hits[place.index].range] }
        lines = answers.map { $0.bytes[$0.line] }
        visible = Dictionary(uniqueKeysWithValues: answers.map { ($0.header.region, $0.header.visible) })
        next = Merge.next(
            after: page, of: query, salt: query.position?.salt ?? SearchSalt(ofSearch: search), missed: all.missed)
    }

    /// One JSON document.
    func document(coverage: Double) -> [UInt8] {
        FederatedAnswerJSON.document(
            searchID: search, total: total, hits: hits, facets: facets, outcomes: outcomes, coverage: coverage,
            next: next)
    }

    /// NDJSON after the regions' outcomes: the head, the regions' own lines, the hits, the end.
    func ndjson(coverage: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((hits + lines).reduce(2_048) { $0 + $1.count + 64 })
        bytes += FederatedAnswerJSON.head(searchID: search, total: total, facets: facets, coverage: coverage)
        for line in lines { FederatedAnswerJSON.append(line: line, to: &bytes) }
        for hit in hits { FederatedAnswerJSON.append(hit, to: &bytes) }
        bytes += FederatedAnswerJSON.end(next: next)
        return bytes
    }
}
