import ArgumentParser
import Domain
import Foundation
import Monitoring
import Telemetry
import WebUI

/// `hallowerk bench monitor`: what a gateway pays to keep the health of many regions, and to show it.
struct MonitorBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Measure history, incidents and the overview of many regions.",
        discussion: """
            Writes looks of a simulated time with the store that gateways use. Each length of stretch is written for as
            long as --looks reaches; the size after 90 days follows from the bytes of each look. Then runs two real
            nodes and a gateway, and asks one of them for reports.
            """)

    @Option(help: "How many regions.")
    var regions = 400

    @Option(help: "Looks, ten simulated seconds apart; 8640 are a day.")
    var looks = 8_640

    @Option(name: .customLong("in"), help: "Where the benchmark's folder is made, and removed.")
    var place = NSTemporaryDirectory()

    @Option(help: "Folder with regions and postcodes (default: regions, then /etc/hallowerk/regions).")
    var regionsDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// What is asked: of a core, of the disk, of a page.
    private static let core = 0.05
    private static let bytes = 2_000_000_000.0
    private static let page = Duration.milliseconds(100)
    private static let start = Date(timeIntervalSince1970: 1_800_057_600)

    func run() async throws {
        try await Failure.reported {
            guard regions > 0, looks > 360 else {
                throw OperatorError("--regions or --looks is too small.", remedy: "Give 1 and 361 or more.")
            }
            let figures = try await BenchFolder.figures(below: place) { [self] folder in
                try await measure(in: folder)
                    + ReportCost(regionsDir: regionsDir, quiet: json).figures(in: folder + "/federation")
            }
            try BenchFigure.report(figures, json: json)
        }
    }

    private func measure(in folder: String) async throws -> [BenchFigure] {
        let store = try HistoryStore(path: folder + "/health.sqlite", now: Self.start)
        let subjects = try (0..<regions).map { HealthSubject.region(try RegionCode("regio-\($0)")) }
        var bar = ProgressBar("Looks", total: looks, unit: "looks", quiet: json)
        let before = ProcessFigures.own.processorTime ?? .zero
        for look in 0..<looks {
            let time = Self.start.addingTimeInterval(TimeInterval(10 * look))
            try await store.note(subjects.enumerated().map { sample($1, $0, look) }, at: time)
            let findings = subjects.enumerated().map { ($1, finding($0, look)) }
            // Twice as often as it is noted.
            for half in [0.0, 5] {
                _ = try await store.observe(
                    Dictionary(uniqueKeysWithValues: findings), at: time.addingTimeInterval(half))
            }
            bar.update(look + 1)
        }
        let spent = (ProcessFigures.own.processorTime ?? .zero) - before
        let share = spent / .seconds(10 * looks)
        let now = Self.start.addingTimeInterval(TimeInterval(10 * looks))
        return [
            BenchFigure(
                name: "\(regions) regions: share of a core, each look noted and followed", goal: "under 5 %",
                measured: BenchText.decimals(share * 100, 2) + " %", isMet: share < Self.core),
            try size(of: folder),
            try await overview(store, subjects, at: now),
        ]
    }

    /// Rows of each length and their bytes make what 90 days take.
    private func size(of folder: String) throws -> BenchFigure {
        let files = ["health.sqlite", "health.sqlite-wal"]
        var bytes = 0
        for file in files {
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + file)
            bytes += attributes?[.size] as? Int ?? 0
        }
        let seconds = Double(10 * looks)
        let rows: Double = seconds / 10 + seconds / 60 + seconds / 900 + 1
        // Stretches of each length that are kept, as Monitoring's DESIGN.md says.
        let kept: Double = 8_640 + 10_080 + 8_640 + 90
        let estimate = Double(bytes) / rows * kept
        return BenchFigure(
            name: "90 days of them, from \(BenchText.megabytes(bytes)) of \(looks) looks", goal: "under 2 GB",
            measured: BenchText.megabytes(Int(estimate)), isMet: estimate < Self.bytes)
    }

    private func overview(
        _ store: HistoryStore, _ subjects: [HealthSubject], at time: Date
    ) async throws -> BenchFigure {
        let pages = try Pages()
        var samples: [Duration] = []
        for _ in 0..<20 {
            samples.append(
                try await timed {
                    let bands = try await store.bands(of: subjects, asOf: time)
                    let minutes = store.recentLatencies(asOf: time)
                    let rows = try subjects.map { subject in
                        MonitorPage.Row(
                            standing: try standing(subject, at: time), bands: bands[subject] ?? Bands(),
                            minutes: minutes[subject] ?? [])
                    }
                    let frame = Frame(
                        face: .monitor,
                        visitor: Visitor(
                            name: "bench", role: .federationAdministrator, organisation: "bench", csrfToken: "x"))
                    _ = pages.monitor(
                        MonitorPage(
                            frame: frame, rows: rows, own: [], openIncidents: store.ongoing.count, isFiltered: false,
                            counts: [.ok: rows.count], now: time))
                })
        }
        let all = Percentiles(samples)
        return BenchFigure(
            name: "the overview of them, read and rendered: median of \(all.count)", goal: "under 100 ms",
            measured: BenchText.milliseconds(all.median) + "; the first "
                + BenchText.milliseconds(samples[0]), isMet: all.median < Self.page)
    }

    private func sample(_ subject: HealthSubject, _ number: Int, _ look: Int) -> HealthSample {
        let isDown = (look / 30 + number) % 200 == 0
        return HealthSample(
            subject, mark: isDown ? .critical : .ok, answered: !isDown,
            latency: isDown ? nil : .microseconds(4_000 + (number * 37 + look * 101) % 9_000), visible: 800 + number)
    }

    private func finding(_ number: Int, _ look: Int) -> [HealthFinding] {
        (look / 30 + number) % 200 == 0 ? [HealthFinding(.unreachable, .critical, "Niet bereikbaar.")] : []
    }

    private func standing(_ subject: HealthSubject, at time: Date) throws -> NodeStanding {
        let code = try RegionCode(subject.slug)
        return NodeStanding(
            region: code, name: subject.slug, oin: try OIN("00000099100000001000"), state: .answered, mark: .ok,
            sentence: "Alles werkt.", since: time, latency: .milliseconds(5),
            health: NodeHealth(
                region: code, version: SoftwareVersion.current, registrySerial: 1, clock: time, uptimeSeconds: 1,
                certificateExpires: time.addingTimeInterval(8_000_000), visibleProfiles: 800, log: .ok), seen: time)
    }

    private func timed(_ body: () async throws -> Void) async throws -> Duration {
        let began = ContinuousClock.now
        try await body()
        return .now - began
    }
}
