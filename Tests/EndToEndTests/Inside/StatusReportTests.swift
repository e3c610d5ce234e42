import Domain
import Foundation
import Testing

@testable import hallowerk

@Suite("hallowerk status: findings under each region that is not well, and what fits on a narrow terminal")
struct StatusReportTests {
    private let now = Date(timeIntervalSince1970: 1_795_000_000)

    private func standing(_ name: String, _ mark: NodeHealth.Mark, _ findings: [HealthFinding] = []) throws
        -> NodeStanding
    {
        let health = NodeHealth(
            region: try RegionCode(name.lowercased()), version: "0.1.0", registrySerial: 1, clock: now,
            uptimeSeconds: 1,
            certificateExpires: now.addingTimeInterval(90 * 86_400), visibleProfiles: 812, log: .ok)
        return NodeStanding(
            region: health.region, name: name, oin: try OIN("00000099000000000001"), state: .answered, mark: mark,
            sentence: "Antwoordt.", findings: findings, since: now.addingTimeInterval(-60),
            latency: .milliseconds(12), health: health, seen: now)
    }

    private func report(certificateDays: Double = 90) throws -> StatusReport {
        StatusReport(
            standings: [
                try standing(
                    "Rijnmond", .critical,
                    [
                        HealthFinding(.logUnwritable, .critical, "Het logboek kan niet worden geschreven."),
                        HealthFinding(.clockSkew, .attention, "De klok loopt 3,1 seconden achter."),
                    ]), try standing("Zeeland", .ok),
            ], certificateExpires: now.addingTimeInterval(certificateDays * 86_400), now: now)
    }

    @Test func showsEverythingWhereThereIsNoTerminal() throws {
        #expect(
            try report().rendered() == """
                   region    state       since  latency  visible  version  certificate
                ✕  Rijnmond  beantwoord  60 s     12 ms      812  0.1.0        90 days
                ✓  Zeeland   beantwoord  60 s     12 ms      812  0.1.0        90 days
                Rijnmond
                  ✕ Logboek dicht: Het logboek kan niet worden geschreven.
                  ! Klok wijkt af: De klok loopt 3,1 seconden achter.
                1 good, 0 attention, 1 down
                """)
    }

    @Test("columns go from the least to the most telling, and sentences break", arguments: [79, 60, 45, 30, 24])
    func fits(_ width: Int) throws {
        let text = try report().rendered(width: width)
        for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
        #expect(text.contains("Rijnmond") && text.contains("beantwoord") && text.contains("✕"))
        #expect(text.contains("version") == (width >= 78))
        #expect(text.contains("since") == (width >= 30))
    }

    @Test(arguments: [(90.0, NodeHealth.Mark.critical), (0.5, .critical)])
    func theWorstDecides(_ days: Double, _ mark: NodeHealth.Mark) throws {
        #expect(try report(certificateDays: days).worst == mark)
        let well = StatusReport(
            standings: [try standing("Zeeland", .ok)], certificateExpires: now.addingTimeInterval(days * 86_400),
            now: now)
        #expect(well.worst == (days > 30 ? .ok : .critical))
        #expect(well.rendered().contains("own certificate ends") == (days < 30))
    }

    @Test func aScreenIsDrawnOverTheLastAndEndsWithItsTerminal() {
        #expect(Screen.drawing(["een", "twee", "drie"], rows: 2) == "\u{1B}[Heen\u{1B}[K\r\ntwee\u{1B}[K\u{1B}[J")
    }

    @Test("--watch gives a block for each look where there is no terminal, and ends with Ctrl-C by the latest")
    func watches() async throws {
        let process = Process()
        process.executableURL = Executable.url
        process.arguments = ["status", "--watch", "--gateway", "http://127.0.0.1:1"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let first = output.fileHandleForReading.availableData
        process.interrupt()
        process.waitUntilExit()
        #expect(String(decoding: first, as: UTF8.self).contains("http://127.0.0.1:1 at "))
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(!String(decoding: first, as: UTF8.self).contains("\u{1B}"))
    }
}
