import Domain
import Telemetry
import Testing

@Suite("Call meter: the last five minutes, percentiles within five percent")
struct CallMeterTests {
    private let start = ContinuousClock.now

    @Test func knowsNothingBeforeACall() {
        let figures = CallMeter(start: start).figures(at: start)
        #expect(figures == CallFigures(count: 0, failed: 0, latency: nil))
    }

    @Test(arguments: [11.0, 97, 1_003, 25_119, 65_537, 999_999, 12_345_678, 64_000_000])
    func isWithinFivePercent(microseconds: Double) throws {
        let meter = CallMeter(start: start)
        meter.note(.microseconds(microseconds), failed: false, at: start)
        let latency = try #require(meter.figures(at: start).latency)
        let seen = latency.p50 / .microseconds(1)
        #expect(abs(seen - microseconds) / microseconds < 0.05, "\(seen) of \(microseconds)")
    }

    /// The percentiles of many calls, against those of the sorted list.
    @Test(arguments: [1 as UInt64, 2, 3])
    func ranksAsTheSortedListDoes(seed: UInt64) throws {
        var random = seed
        let meter = CallMeter(start: start)
        var all: [Double] = []
        for _ in 0..<5_000 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let milliseconds = 0.1 + Double(random >> 40) / 10_000
            all.append(milliseconds)
            meter.note(.microseconds(milliseconds * 1_000), failed: false, at: start)
        }
        all.sort()
        let latency = try #require(meter.figures(at: start).latency)
        for (percent, seen) in [(50, latency.p50), (95, latency.p95), (99, latency.p99)] {
            let want = all[all.count * percent / 100 - 1]
            let share = abs(seen / .milliseconds(1) - want) / want
            #expect(share < 0.05, "p\(percent): \(seen), not \(want) ms (seed \(seed))")
        }
    }

    @Test func forgetsWhatIsOlderThanItsWindow() {
        let meter = CallMeter(start: start)
        meter.note(.milliseconds(5), failed: true, at: start)
        meter.note(.milliseconds(5), failed: false, at: start + .seconds(200))
        #expect(meter.figures(at: start + .seconds(289)).count == 2)
        let later = meter.figures(at: start + .seconds(301))
        #expect(later.count == 1)
        #expect(later.failed == 0)
        #expect(meter.figures(at: start + .seconds(10_000)).count == 0)
    }

    @Test func countsLateComersWithinTheWindowOnly() {
        let meter = CallMeter(start: start)
        meter.note(.milliseconds(5), failed: false, at: start + .seconds(600))
        meter.note(.milliseconds(5), failed: true, at: start + .seconds(400))
        meter.note(.milliseconds(5), failed: true, at: start + .seconds(100))
        let figures = meter.figures(at: start + .seconds(600))
        #expect(figures.count == 2)
        #expect(figures.failed == 1)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(100_000)])
    func takesWhatIsOffTheScale(duration: Duration) {
        let meter = CallMeter(start: start)
        meter.note(duration, failed: false, at: start)
        #expect(meter.figures(at: start).count == 1)
    }
}
