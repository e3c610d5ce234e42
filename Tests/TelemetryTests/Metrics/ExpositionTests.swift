import Domain
import Foundation
import Testing

@testable import Telemetry

@Suite("Metrics: families by Prometheus' conventions, in both formats, with labels that are no free text")
struct ExpositionTests {
    private func text(_ format: Exposition.Format, _ write: (inout Exposition) -> Void) -> String {
        var text = Exposition(format)
        write(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func aCounterHasItsSuffixWhereEachFormatWantsIt() {
        #expect(
            text(.openMetrics) { $0.add(.processCPU, [Sample(1.5)]) } == """
                # HELP process_cpu_seconds Processor time that it used.
                # TYPE process_cpu_seconds counter
                # UNIT process_cpu_seconds seconds
                process_cpu_seconds_total 1.5
                # EOF

                """)
        #expect(
            text(.prometheus) { $0.add(.processCPU, [Sample(1.5)]) } == """
                # HELP process_cpu_seconds_total Processor time that it used.
                # TYPE process_cpu_seconds_total counter
                process_cpu_seconds_total 1.5

                """)
    }

    @Test func aGaugeHasItsLabels() throws {
        let region = try RegionCode("rijnmond")
        let written = text(.prometheus) {
            $0.add(.regionCondition, [Sample(1, .region(region), .condition(.clockSkew), .mark(.attention))])
        }
        #expect(
            written.contains(
                "\nhallowerk_region_condition{region=\"rijnmond\",condition=\"klokWijktAf\",mark=\"letOp\"} 1\n"))
    }

    @Test func bucketsAddUp() {
        var histogram = Histogram()
        for milliseconds in [0.5, 1, 1.5, 700, 60_000] { histogram.note(.microseconds(milliseconds * 1_000)) }
        let lines = text(.openMetrics) { $0.add(.requestDuration, [([.route(.search)], histogram)]) }
            .split(separator: "\n").map(String.init)
        let name = "hallowerk_http_request_duration_seconds"
        for line in [
            "\(name)_bucket{route=\"search\",le=\"0.001\"} 2", "\(name)_bucket{route=\"search\",le=\"0.0025\"} 3",
            "\(name)_bucket{route=\"search\",le=\"0.5\"} 3", "\(name)_bucket{route=\"search\",le=\"1\"} 4",
            "\(name)_bucket{route=\"search\",le=\"10\"} 4", "\(name)_bucket{route=\"search\",le=\"+Inf\"} 5",
            "\(name)_sum{route=\"search\"} 60.703", "\(name)_count{route=\"search\"} 5",
        ] { #expect(lines.contains(line), "no line \(line)") }
    }

    @Test func aFamilyStandsOnce() {
        let written = text(.prometheus) {
            $0.add(.epoch, 1)
            $0.add(.epoch, 2)
        }
        #expect(written.components(separatedBy: "# TYPE").count == 2)
    }

    @Test func nothingIsWrittenOfNothing() {
        #expect(text(.prometheus) { $0.add(.epoch, nil as Int?) }.isEmpty)
        #expect(text(.openMetrics) { $0.add(.regionUp, [] as [Sample]) } == "# EOF\n")
    }

    @Test(arguments: [("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("gewoon", "gewoon")])
    func escapes(_ text: String, _ escaped: String) { #expect(Exposition.escaped(text) == escaped) }

    @Test(arguments: [
        (nil, "text/plain"), ("*/*", "text/plain"),
        ("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/open"),
    ])
    func answersInTheFormatThatIsAskedFor(_ accept: String?, _ type: String) {
        #expect(Exposition.Format(accept: accept).contentType.hasPrefix(type))
    }

    @Test(arguments: MetricFamily.allCases)
    func namesAreByPrometheusConventions(_ family: MetricFamily) {
        let name = family.rawValue
        #expect(name.allSatisfy { $0.isLowercase || $0 == "_" }, "\(name)")
        #expect(name.hasPrefix("hallowerk_") || name.hasPrefix("process_"))
        for suffix in ["_total", "_info", "_count", "_sum", "_bucket", "_milliseconds", "_ms"] {
            #expect(!name.hasSuffix(suffix), "\(name) ends with \(suffix)")
        }
        #expect(family.help.hasSuffix("."))
        #expect((family.kind == .histogram) <= (family.unit == "seconds"))
    }
}

extension Bool {
    /// Implies.
    fileprivate static func <= (left: Bool, right: Bool) -> Bool { !left || right }
}
