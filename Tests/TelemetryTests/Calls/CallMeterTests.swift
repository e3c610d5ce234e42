import Domain
import Telemetry
import Testing

@Suite("Calls of the last five minutes")
struct CallMeterTests {
    @Test("what is within five minutes counts, and what is older does not")
    func window() throws {
        let origin = ContinuousClock.now
        let meter = CallMeter(origin: origin)
        #expect(meter.figures(at: origin) == CallFigures(count: 0, failed: 0, latency: nil))
        for second in 0..<600 {
            meter.note(
                .milliseconds(second < 300 ? 10 : 40), failed: second % 100 == 0, at: origin + .seconds(second))
        }
        let figures = meter.figures(at: origin + .seconds(599))
        #expect(figures.count == 300 && figures.failed == 3)
        let latency = try #require(figures.latency)
        for found in [latency.p50, latency.p95, latency.p99] { #expect(abs(found / .milliseconds(40) - 1) < 0.126) }
        #expect(meter.figures(at: origin + .seconds(629)).count == 270)
        #expect(meter.figures(at: origin + .seconds(2_000)).count == 0)
    }

    @Test("percentiles are those of the calls, to an eighth", arguments: [1, 7, 250, 900])
    func percentiles(_ slowest: Int) throws {
        let meter = CallMeter()
        for number in 1...1_000 { meter.note(.milliseconds(number * slowest) / 100, failed: false) }
        let figures = try #require(meter.figures().latency)
        for (share, found) in [(500, figures.p50), (950, figures.p95), (990, figures.p99)] {
            #expect(abs(found / (.milliseconds(share * slowest) / 100) - 1) < 0.126)
        }
    }
}
