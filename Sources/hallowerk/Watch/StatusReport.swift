import Domain
import Foundation
import Wire

/// What a gateway says of the federation, as text for a terminal of any width.
struct StatusReport: Sendable {
    private enum Column: CaseIterable {
        case sign, region, state, since, latency, visible, version, certificate

        /// Those that go first when the terminal is narrow: what is left says who is ill, and how.
        static let expendable: [Column] = [.version, .visible, .certificate, .latency, .since]

        var heading: (String, TextTable.Alignment) {
            switch self {
            case .sign: ("", .left)
            case .region: ("region", .left)
            case .state: ("state", .left)
            case .since: ("since", .left)
            case .latency: ("latency", .right)
            case .visible: ("visible", .right)
            case .version: ("version", .left)
            case .certificate: ("certificate", .right)
            }
        }
    }

    let standings: [NodeStanding]
    /// When the gateway's own certificate ends.
    let certificateExpires: Date?
    /// When it was asked.
    let now: Date

    /// Asks the ops face at `gateway`; its JSON comes along.
    ///
    /// - Throws: `OperatorError` when it does not answer, or not with this.
    static func ask(_ gateway: String) async throws -> (StatusReport, [UInt8]) {
        let answer = try await HTTPCall.send("GET", gateway + WirePath.standings)
        guard answer.status == 200 else { throw answer.problem }
        let report = StatusReport(
            standings: try StandingsJSON.decode(answer.body),
            certificateExpires: try StandingsJSON.certificateExpires(answer.body), now: Date())
        return (report, answer.body)
    }

    private var own: NodeHealth.Mark {
        certificateExpires.map { NodeHealth.Mark(certificateExpires: $0, at: now) } ?? .ok
    }

    /// Of every region and the gateway's own certificate.
    var worst: NodeHealth.Mark {
        (standings.map(\.mark) + [own]).max() ?? .ok
    }

    /// A table with a row for each region; below it what is found of those that are not well, and the totals.
    ///
    /// - Parameter width: of the terminal in characters; nil where there is none: then nothing is left out or broken.
    func rendered(width: Int? = nil) -> String {
        var columns = Column.allCases
        var text = table(columns)
        for column in Column.expendable {
            guard let width, text.width > width else { break }
            columns.removeAll { $0 == column }
            text = table(columns)
        }
        let down = standings.count { $0.mark == .critical }
        let attention = standings.count { $0.mark == .attention }
        var lines = [text.lines, standings.flatMap { findings(of: $0, width) }].flatMap(\.self)
        lines += TextTable.folded(
            "\(standings.count - down - attention) good, \(attention) attention, \(down) down", to: width)
        if let certificateExpires, own != .ok { lines.append(warning(certificateExpires)) }
        return lines.joined(separator: "\n")
    }

    private func table(_ columns: [Column]) -> (lines: [String], width: Int) {
        var table = TextTable(columns.map(\.heading))
        for standing in standings { table.add(columns.map { cell($0, standing) }) }
        return (table.rendered().split(separator: "\n").map(String.init), table.width)
    }

    private func cell(_ column: Column, _ standing: NodeStanding) -> TextTable.Cell {
        switch column {
        case .sign: .init(standing.mark.sign, standing.mark.ink)
        case .region: .init(standing.name)
        case .state: .init(standing.state.rawValue, standing.mark.ink)
        case .since: .init(age(standing.since))
        case .latency: .init(standing.latency.map { "\(Int(($0 / .milliseconds(1)).rounded())) ms" } ?? "-")
        case .visible: .init(standing.health.map { "\($0.visibleProfiles)" } ?? "-")
        case .version: .init(standing.health?.version ?? "-")
        case .certificate:
            .init(
                standing.health.map { "\(Int($0.certificateExpires.timeIntervalSince(now) / 86_400)) days" } ?? "-")
        }
    }

    /// A heading and a line for each finding; nothing for a region that is well.
    private func findings(of standing: NodeStanding, _ width: Int?) -> [String] {
        guard standing.mark != .ok else { return [] }
        let found =
            standing.findings.isEmpty
            ? [(standing.mark, standing.sentence)]
            : standing.findings.map { ($0.mark, "\($0.condition.title): \($0.sentence)") }
        let lines = found.flatMap { mark, sentence in
            let folded = TextTable.folded(Terminal.plain(sentence), to: width.map { max(20, $0 - 4) })
            return folded.enumerated().map { number, line in
                number == 0 ? "  \(mark.ink(mark.sign)) \(line)" : "    \(line)"
            }
        }
        return [standing.mark.ink(standing.name)] + lines
    }

    private func warning(_ expires: Date) -> String {
        let days = max(0, Int(expires.timeIntervalSince(now) / 86_400))
        return own.ink("\(own.sign) the gateway's own certificate ends in \(days) days: replace its files")
    }

    private func age(_ since: Date) -> String {
        let seconds = max(0, Int(now.timeIntervalSince(since)))
        return seconds < 120
            ? "\(seconds) s"
            : seconds < 7_200
                ? "\(seconds / 60) min" : seconds < 172_800 ? "\(seconds / 3_600) h" : "\(seconds / 86_400) d"
    }
}

extension NodeHealth.Mark {
    var sign: String { self == .ok ? "✓" : self == .attention ? "!" : "✕" }
    var ink: Ink { self == .ok ? .green : self == .attention ? .yellow : .red }
}
