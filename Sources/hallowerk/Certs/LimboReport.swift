import Foundation
import Trust

/// Verdicts on x509-limbo's cases, for people and for programs.
enum LimboReport {
    private struct Line: Encodable {
        let id: String
        let expected: String
        let verdict: String
        let comparison: String
        let reason: String?
    }

    /// A row for each case, then how many agree.
    static func text(of verdicts: [LimboVerdict]) -> String {
        var table = TextTable([
            ("case", .left), ("expected", .left), ("verdict", .left), ("", .left), ("reason", .left),
        ])
        for verdict in verdicts {
            table.add([
                .init(verdict.id), .init(word(verdict.expected)), .init(word(verdict.refusal == nil)),
                cell(verdict.comparison), .init(verdict.refusal ?? "-"),
            ])
        }
        return table.rendered() + "\n\n" + summary(of: verdicts)
    }

    /// `12 cases: 10 agree, 2 we are stricter, 0 WE ARE LAXER`.
    static func summary(of verdicts: [LimboVerdict]) -> String {
        func count(_ comparison: LimboVerdict.Comparison) -> Int { verdicts.count { $0.comparison == comparison } }
        return "\(verdicts.count) cases: \(count(.agree)) agree, \(count(.stricter)) we are stricter, "
            + "\(count(.laxer)) WE ARE LAXER"
    }

    /// One JSON object on each line.
    static func lines(of verdicts: [LimboVerdict]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try verdicts.map { verdict in
            let line = Line(
                id: verdict.id, expected: word(verdict.expected), verdict: word(verdict.refusal == nil),
                comparison: verdict.comparison.rawValue, reason: verdict.refusal)
            return String(decoding: try encoder.encode(line), as: UTF8.self)
        }.joined(separator: "\n")
    }

    private static func word(_ accepted: Bool) -> String { accepted ? "SUCCESS" : "FAILURE" }

    private static func cell(_ comparison: LimboVerdict.Comparison) -> TextTable.Cell {
        switch comparison {
        case .agree: .init("agree", .green)
        case .stricter: .init("stricter", .yellow)
        case .laxer: .init("LAXER", .red)
        }
    }
}
