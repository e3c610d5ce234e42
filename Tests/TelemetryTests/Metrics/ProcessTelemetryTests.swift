import Domain
import Foundation
import Testing

@testable import Telemetry

@Suite("What a process counts: in its figures, by closed lists")
struct ProcessTelemetryTests {
    private let time = Date(timeIntervalSince1970: 1_795_000_000)

    private func lines(_ telemetry: ProcessTelemetry) -> [String] {
        var text = Exposition(.prometheus)
        telemetry.write(to: &text, at: time)
        telemetry.writeNode(to: &text)
        telemetry.writeGateway(to: &text)
        return String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func everyCountIsInTheFigures() throws {
        let telemetry = ProcessTelemetry(started: time.addingTimeInterval(-60))
        let region = try RegionCode("rijnmond")
        telemetry.called(.search, .answered, after: .milliseconds(3))
        telemetry.called(.search, .failed, after: .seconds(3))
        telemetry.requested("/vacatures/:id", status: 404, after: .milliseconds(3))
        telemetry.mailed(.later)
        telemetry.imported(.applied)
        telemetry.storeFailed()
        telemetry.logFailed()
        telemetry.probed(region, answered: true)
        telemetry.probed(region, answered: false)
        telemetry.incidents([.clockSkew: 2])
        let lines = lines(telemetry)
        for line in [
            "hallowerk_uptime_seconds 60",
            "hallowerk_call_duration_seconds_count{kind=\"search\",outcome=\"answered\"} 1",
            "hallowerk_call_duration_seconds_bucket{kind=\"search\",outcome=\"failed\",le=\"2.5\"} 0",
            "hallowerk_http_requests_total{route=\"vacancies\",status=\"4xx\"} 1",
            "hallowerk_mails_total{result=\"later\"} 1", "hallowerk_mails_total{result=\"taken\"} 0",
            "hallowerk_imports_total{result=\"applied\"} 1", "hallowerk_store_failures_total 1",
            "hallowerk_log_failures_total 1",
            "hallowerk_region_probes_total{region=\"rijnmond\",outcome=\"answered\"} 1",
            "hallowerk_region_probes_total{region=\"rijnmond\",outcome=\"failed\"} 1",
            "hallowerk_incidents_open{condition=\"klokWijktAf\"} 2",
            "hallowerk_incidents_open{condition=\"traag\"} 0",
        ] { #expect(lines.contains(line), "no line \(line)") }
        for family in [MetricFamily.processCPU, .processResidentMemory, .processOpenFiles, .processMaxFiles] {
            let line = try #require(lines.first { $0.hasPrefix(family.sample + " ") }, "no \(family.sample)")
            #expect(try #require(line.split(separator: " ").last.flatMap { Double($0) }) > 0)
        }
        #expect(!lines.contains { $0.hasPrefix(MetricFamily.spans.sample) })
    }

    @Test("reports and documents, which clocks ask for, do not hide how long searches take")
    func clocksAreNotAskers() {
        let telemetry = ProcessTelemetry()
        for kind in [CallKind.health, .statistics, .document, .other] {
            telemetry.called(kind, .failed, after: .seconds(9))
        }
        #expect(telemetry.calls.figures().count == 0)
        telemetry.called(.profile, .refused, after: .milliseconds(1))
        telemetry.called(.search, .failed, after: .milliseconds(1))
        #expect(telemetry.calls.figures().count == 2)
        #expect(telemetry.calls.figures().failed == 1)
    }

    @Test(
        arguments: [
            ("/", RouteClass.start), ("/zoeken", .search), ("/vacatures/:id/kandidaten/:kandidaat/weg", .vacancies),
            ("/v1/leveringen/:id", .interface), ("/iets/anders", .other), (nil, .unknown),
        ] as [(String?, RouteClass)])
    func routesAreOfAClosedList(_ route: String?, _ kind: RouteClass) { #expect(RouteClass(route: route) == kind) }

    @Test(arguments: [
        ("/v1/werkzoekende-profielen/_zoek", CallKind.search), ("/v1/werkzoekende-profielen/abc.def", .profile),
        ("/v1/werkzoekende-profielen/abc/berichten", .message),
        ("/v1/regios/zeeland/berichten/_zoek", .messageStandings),
        ("/v1/gezondheid", .health), ("/v1/knooppunten", .document), ("/v1/knooppunten/1/gezondheid", .health),
        ("/v1/statistiek/huidig", .statistics), ("/geheim?bsn=1", .other),
    ])
    func callsAreOfAClosedList(_ path: String, _ kind: CallKind) { #expect(CallKind(path: path) == kind) }
}
