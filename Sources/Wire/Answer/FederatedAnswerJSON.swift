package import Domain
import Foundation

/// The federation's answer: one JSON document, or NDJSON with a line per region, the head, the hits best first, and the
/// end.
package enum FederatedAnswerJSON {
    /// The line of one region, sent as soon as its whole answer has come in and been checked.
    package static func region(_ outcome: RegionOutcome) -> [UInt8] {
        line { writer in
            writer.member("soort", "regio")
            write(outcome, to: &writer)
        }
    }

    /// The line after the regions': totals and facets.
    package static func head(
        searchID: String, total: Int, facets: [Facet: [FacetCount]], coverage: Double
    ) -> [UInt8] {
        line { writer in
            writer.member("soort", "kop")
            writer.member("zoekopdracht", searchID)
            writer.member("aantal", total)
            writer.facets(facets)
            writer.coverage(coverage)
        }
    }

    /// The line that passes a region's own line on, unchanged.
    package static func append(line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += linePrefix
        bytes += line
        bytes += "}\n".utf8
    }

    /// How that line begins; after the region's own comes the closing bracket.
    static let linePrefix = Array(#"{"soort":"regel","regel":"#.utf8)

    /// The line of one hit: the home region's own bytes.
    package static func append(_ hit: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: hit)
        bytes.append(0x0A)
    }

    /// The last line, with where the next page goes on.
    package static func end(next: SearchPosition?) -> [UInt8] {
        line { writer in
            writer.member("soort", "einde")
            guard let next else { return }
            writer.key("volgende")
            SearchRequestJSON.write(next, to: &writer)
        }
    }

    /// The whole answer as one document between processes; without the regions' own lines, so that nobody can check it.
    package static func document(
        searchID: String, total: Int, hits: [ArraySlice<UInt8>], facets: [Facet: [FacetCount]],
        outcomes: [RegionOutcome], coverage: Double, next: SearchPosition?
    ) -> [UInt8] {
        document(searchID, total, hits, facets, outcomes, coverage) { writer in
            guard let next else { return }
            writer.key("volgende")
            SearchRequestJSON.write(next, to: &writer)
        }
    }

    /// The whole answer as a portal gives it: the next page is an opaque cursor.
    ///
    /// - Parameter meant: what may have been meant by a text with words that are not known; nil when all are.
    package static func document(
        searchID: String, total: Int, hits: [ArraySlice<UInt8>], facets: [Facet: [FacetCount]],
        outcomes: [RegionOutcome], coverage: Double, cursor: String?, budget: BudgetLeft, meant: String?
    ) -> [UInt8] {
        document(searchID, total, hits, facets, outcomes, coverage) { writer in
            budget.write(to: &writer)
            if let meant { writer.member("bedoeld", meant) }
            if let cursor { writer.member("volgende", cursor) }
        }
    }

    /// The last line of a portal's answer.
    ///
    /// - Parameter meant: as of `document`.
    package static func end(cursor: String?, budget: BudgetLeft, meant: String?) -> [UInt8] {
        line { writer in
            writer.member("soort", "einde")
            budget.write(to: &writer)
            if let meant { writer.member("bedoeld", meant) }
            if let cursor { writer.member("volgende", cursor) }
        }
    }

    private static func document(
        _ searchID: String, _ total: Int, _ hits: [ArraySlice<UInt8>], _ facets: [Facet: [FacetCount]],
        _ outcomes: [RegionOutcome], _ coverage: Double, end: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4_096 + hits.reduce(0) { $0 + $1.count + 1 })
        writer.object { writer in
            writer.member("zoekopdracht", searchID)
            writer.key("totaal")
            writer.object { $0.member("aantal", total) }
            writer.key("resultaten")
            writer.array { writer in for hit in hits { writer.raw(hit) } }
            writer.facets(facets)
            writer.key("regios")
            writer.array { writer in
                for outcome in outcomes { writer.object { write(outcome, to: &$0) } }
            }
            writer.coverage(coverage)
            end(&writer)
        }
        return writer.bytes
    }

    private static func write(_ outcome: RegionOutcome, to writer: inout JSONWriter) {
        writer.member("regio", outcome.region.slug)
        writer.member("status", outcome.state.rawValue)
        if let count = outcome.count { writer.member("aantal", count) }
        if let duration = outcome.duration {
            writer.key("duurMs")
            writer.raw(Decimal.text(duration / .milliseconds(1), decimals: 1).utf8)
        }
        if let asOf = outcome.asOf { writer.member("peildatum", Timestamp.text(asOf)) }
        if let reason = outcome.reason { writer.member("reden", reason) }
    }

    private static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        writer.newLine()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func coverage(_ share: Double) {
        key("dekking")
        raw(Decimal.text(share, decimals: 4).utf8)
    }
}

/// Decimals of a fixed number of digits, without a formatter.
enum Decimal {
    /// `value`, 0 or more, rounded to `decimals` digits, without trailing zeros.
    static func text(_ value: Double, decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1) { factor, _ in factor * 10 }
        let scaled = Int((max(0, value) * Double(factor)).rounded())
        var fraction = String(scaled % factor)
        fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(scaled / factor) : "\(scaled / factor).\(fraction)"
    }
}
