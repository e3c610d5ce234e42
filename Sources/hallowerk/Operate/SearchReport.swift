import Domain
import Foundation
import Wire

/// What a search found, as tables for a terminal.
struct SearchReport {
    /// Values of one facet in its table; `--json` has them all.
    private static let facetValues = 10

    private let request: SearchRequest
    private let answer: FederatedAnswer

    init(_ request: SearchRequest, _ answer: FederatedAnswer) {
        self.request = request
        self.answer = answer
    }

    /// Hits, a table for each facet that was asked, regions, and how many there are in all.
    var text: String {
        let answered = answer.outcomes.count { $0.state == .answered }
        let found =
            "\(answer.total) people in \(answered) of \(answer.outcomes.count) regions, "
            + "coverage \(Int((answer.coverage * 100).rounded())) %"
        let tables = [hits] + request.facets.map(counts) + [regions]
        return (tables.map { $0.rendered() } + [Ink.bold(found)] + budget).joined(separator: "\n\n")
    }

    /// What the portal warns of, and how many profiles can still be opened.
    private var budget: [String] {
        guard let budget = answer.budget else { return [] }
        let left = "profiles that you can still open today: \(budget.profiles)"
        return [(budget.warnings + [left]).joined(separator: "\n")]
    }

    private var hits: TextTable {
        let isByDistance = request.order == .distance
        var table = TextTable(
            [("", .right), ("occupations", .left), ("region", .left), ("place", .left)]
                + (isByDistance ? [("km", .right)] : [])
                + [("hours", .left), ("from", .left), ("why", .left)])
        for (number, hit) in answer.hits.enumerated() {
            let distance = [TextTable.Cell(String(format: "%.1f", Double(-hit.score) / 1_000))]
            table.add(
                [
                    .init("\(number + 1)"), .init(hit.occupations.prefix(2).joined(separator: ", ")),
                    .init(hit.region.slug), .init("\(hit.postcodeArea)"),
                ] + (isByDistance ? distance : []) + [
                    .init("\(hit.hours.minimum)-\(hit.hours.maximum)"), .init("\(hit.availableFrom)"),
                    .init(hit.reasons.map { "\($0.word) (\($0.kind.rawValue))" }.joined(separator: ", ")),
                ])
        }
        return table
    }

    private func counts(of facet: Facet) -> TextTable {
        var table = TextTable([(facet.rawValue, .left), ("people", .right)])
        for count in (answer.facets[facet] ?? []).prefix(Self.facetValues) {
            table.add([.init(count.value), .init("\(count.count)")])
        }
        return table
    }

    private var regions: TextTable {
        var table = TextTable([
            ("", .left), ("region", .left), ("state", .left), ("people", .right), ("ms", .right), ("", .left),
        ])
        for outcome in answer.outcomes {
            let mark: NodeHealth.Mark =
                outcome.state == .answered ? .ok : outcome.state == .notAsked ? .attention : .critical
            table.add([
                .init(mark.sign, mark.ink), .init(outcome.region.slug), .init(outcome.state.rawValue, mark.ink),
                .init(outcome.count.map(String.init) ?? "-"),
                .init(outcome.duration.map { String(format: "%.1f", $0 / .milliseconds(1)) } ?? "-"),
                .init(outcome.reason ?? ""),
            ])
        }
        return table
    }
}
