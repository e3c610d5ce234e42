import ArgumentParser
import Domain
import Foundation
import Wire

/// `hallowerk status`: the federation as a gateway sees it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the federation as the gateway sees it.",
        discussion: """
            Exit code: 0 all is well, 2 a region needs attention or a certificate ends within 30 days, 3 a region is
            down or a certificate ends within a day, 1 the gateway does not answer.
            """)

    @Option(help: "The gateway's ops face.")
    var gateway = "http://127.0.0.1:8402"

    @Flag(help: "Print the gateway's JSON.")
    var json = false

    @Flag(help: "Print nothing; the exit code tells.")
    var quiet = false

    func run() async throws {
        try await Failure.reported {
            let answer = try await HTTPCall.send("GET", gateway + WirePath.standings)
            guard answer.status == 200 else { throw answer.problem }
            let standings = try StandingsJSON.decode(answer.body)
            let expires = try StandingsJSON.certificateExpires(answer.body)
            let own = expires.map { NodeHealth.Mark(certificateExpires: $0, at: Date()) } ?? .ok
            if json {
                FileHandle.standardOutput.write(Data(answer.body + [UInt8(ascii: "\n")]))
            } else if !quiet {
                print(Self.table(of: standings, now: Date()))
                if let expires, own != .ok { print(Self.warning(expires, own, now: Date())) }
            }
            switch (standings.map(\.mark) + [own]).max(by: { $0.severity < $1.severity }) {
            case .critical: throw ExitCode(3)
            case .attention: throw ExitCode(2)
            case .ok, nil: return
            }
        }
    }

    private static func table(of standings: [NodeStanding], now: Date) -> String {
        var table = TextTable([
            ("", .left), ("region", .left), ("state", .left), ("since", .left), ("latency", .right),
            ("visible", .right),
            ("version", .left), ("certificate", .right), ("", .left),
        ])
        for standing in standings {
            let days = standing.health.map { Int($0.certificateExpires.timeIntervalSince(now) / 86_400) }
            table.add([
                .init(standing.mark.sign, standing.mark.ink), .init(standing.name),
                .init(standing.state.rawValue, standing.mark.ink), .init(Self.age(standing.since, now)),
                .init(standing.latency.map { "\(Int(($0 / .milliseconds(1)).rounded())) ms" } ?? "-"),
                .init(standing.health.map { "\($0.visibleProfiles)" } ?? "-"), .init(standing.health?.version ?? "-"),
                .init(days.map { "\($0) days" } ?? "-"), .init(standing.mark == .ok ? "" : standing.sentence),
            ])
        }
        let down = standings.count { $0.mark == .critical }
        let attention = standings.count { $0.mark == .attention }
        let summary = "\(standings.count - down - attention) good, \(attention) attention, \(down) down"
        return table.rendered() + "\n" + summary
    }

    private static func warning(_ expires: Date, _ mark: NodeHealth.Mark, now: Date) -> String {
        let days = max(0, Int(expires.timeIntervalSince(now) / 86_400))
        return mark.ink("\(mark.sign) the gateway's own certificate ends in \(days) days: replace its files")
    }

    private static func age(_ since: Date, _ now: Date) -> String {
        let seconds = max(0, Int(now.timeIntervalSince(since)))
        return seconds < 120
            ? "\(seconds) s"
            : seconds < 7_200
                ? "\(seconds / 60) min" : seconds < 172_800 ? "\(seconds / 3_600) h" : "\(seconds / 86_400) d"
    }
}

extension NodeHealth.Mark {
    var severity: Int { self == .ok ? 0 : self == .attention ? 1 : 2 }
    var sign: String { self == .ok ? "✓" : self == .attention ? "!" : "✕" }
    var ink: Ink { self == .ok ? .green : self == .attention ? .yellow : .red }
}
