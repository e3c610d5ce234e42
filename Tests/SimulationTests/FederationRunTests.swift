import Domain
import Foundation
import Simulation
import Testing

@Suite("A simulated federation: repeatable, whole without faults, and not held up by the dead")
struct FederationRunTests {
    private func scenario(seed: UInt64 = 1, regions: Int = 14, faults: [Fault] = []) -> Scenario {
        var scenario = Scenario()
        scenario.regions = regions
        scenario.accountManagers = 1_200
        scenario.length = .seconds(120)
        scenario.seed = seed
        scenario.faults = faults
        return scenario
    }

    private func figures(_ scenario: Scenario) throws -> RunFigures {
        var run = try FederationRun(scenario)
        return run.run()
    }

    @Test("The same seed gives the same figures, another seed others")
    func repeatable() throws {
        let faults = FaultRate(between: .seconds(120), lasting: .seconds(20)).drawn(
            regions: 14, until: .seconds(120), seed: 5)
        #expect(!faults.isEmpty)
        let first = try figures(scenario(faults: faults))
        #expect(try figures(scenario(faults: faults)) == first)
        #expect(try figures(scenario(seed: 2, faults: faults)).latencies != first.latencies)
    }

    @Test("Without faults every answer is whole", arguments: [UInt64(1), 2, 3])
    func whole(seed: UInt64) throws {
        var scenario = scenario(seed: seed)
        scenario.costs.roundTrip.tailShare = 0
        let figures = try figures(scenario)
        #expect(figures.answered.count > 500)
        #expect(figures.completeness > 1 - 1e-9)
        #expect(figures.answered.allSatisfy { $0.coverage > 1 - 1e-9 })
        #expect(figures.refused == 0 && figures.notAsked == 0 && figures.failedCalls.isEmpty)
    }

    @Test("A region that is gone costs nothing once its breaker is open", arguments: [Fault.Kind.crashed, .silent])
    func deadRegion(kind: Fault.Kind) throws {
        let dead = Fault(region: 4, kind: kind, from: .seconds(30), until: .seconds(120))
        let faulty = try figures(scenario(faults: [dead]))
        let healthy = try figures(scenario())
        for gateway in 0..<2 {
            let opened = try #require(faulty.leftAlone.first { $0.region == 4 && $0.gateway == gateway }?.at)
            #expect(opened - dead.from < .seconds(20), "opened after \(opened - dead.from)")
            #expect(!faulty.failedCalls.contains { $0.region == 4 && $0.gateway == gateway && $0.begun > opened })
        }
        let opened = try #require(faulty.leftAlone.filter { $0.region == 4 }.map(\.at).max())
        let after = faulty.answered.filter { $0.asked > opened }
        let lost = 1 - (after.map(\.coverage).min() ?? 0)
        #expect(after.count > 200)
        #expect(after.allSatisfy { abs($0.coverage - (1 - lost)) < 1e-9 }, "always without the same region")
        let before = Quantile.of(healthy.latencies, 0.99) ?? .zero
        let now = Quantile.of(after.map(\.latency).sorted(), 0.99) ?? .zero
        #expect(now < before * 1.1, "p99 \(now), \(before) without the fault")
    }

    @Test("A region that comes back is asked again")
    func returns() throws {
        let gone = Fault(region: 4, kind: .crashed, from: .seconds(30), until: .seconds(50))
        let figures = try figures(scenario(faults: [gone]))
        #expect(figures.answered.filter { $0.asked > .seconds(70) }.allSatisfy { $0.coverage > 1 - 1e-9 })
        #expect(figures.answered.contains { $0.coverage < 1 - 1e-9 })
    }

    @Test("A slow region makes nobody wait longer than is good enough")
    func slowRegion() throws {
        let slow = Fault(region: 4, kind: .slow, from: .zero, until: .seconds(120))
        var scenario = scenario(regions: 35, faults: [slow])
        scenario.length = .seconds(60)
        scenario.costs.roundTrip.tailShare = 0
        let figures = try figures(scenario)
        let limit = Limits.deadline / Limits.goodEnoughPart + .milliseconds(50)
        #expect(figures.latencies.last.map { $0 < limit } ?? false)
    }

    @Test("More people than a gateway can serve are refused, and the others still answered")
    func overload() throws {
        var scenario = scenario()
        scenario.length = .seconds(20)
        scenario.gateways = 1
        scenario.gatewayProcessors = 1
        scenario.nodeProcessors = 16
        scenario.accountManagers = 2_400
        scenario.queriesPerHour = 3_000
        let figures = try figures(scenario)
        #expect(figures.refused > 0)
        #expect(figures.answered.count > 1_000)
        #expect(figures.gatewayLoads[0] > 0.9, "\(figures.leftAlone.count) times alone, \(figures.completeness)")
        #expect(figures.latencies.last.map { $0 < Limits.deadline + .milliseconds(200) } ?? false)
    }
}

@Suite("Sizing follows from the costs")
struct SizingTests {
    @Test("Enough gateways for the load planned, and one more")
    func gateways() {
        let sized = Sizing.gateways(rate: 100, cost: .milliseconds(96))
        #expect(abs(sized.processors - 9.6) < 1e-9)
        #expect(sized.machines == 3, "9.6 / (8 x 0.6) = 2, and one that may fail")
        #expect(Sizing.gateways(rate: 0.1, cost: .milliseconds(1)).machines == 2)
    }

    @Test("Europe is thirty times the Netherlands")
    func europe() {
        let grown = Sizing.europe(Scenario()).scenario
        #expect(grown.regions == 1_050 && grown.profiles == 300_000_000 && grown.accountManagers == 150_000)
        #expect(!Sizing.europe(Scenario()).layered.isEmpty)
    }
}

@Suite("Charts")
struct ChartTests {
    @Test("A chart is XML whatever its names hold, and says what it shows")
    func wellFormed() throws {
        let chart = LineChart(
            title: "a < b & \"c\"", subtitle: "of <tests>", x: .init("x", from: 0, to: 1, ticks: [(0, "0")]),
            y: .init("y", from: 1, to: 100, ticks: [(1, "1")], isLogarithmic: true),
            series: [.init("s & t", [(x: 0, y: 1), (x: 2, y: 1_000)], isStepped: true)],
            bands: [.init(from: 0.2, until: 0.4)], bandMeaning: "away")
        #expect(chart.svg.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"))
        let document = try XMLNames(of: chart.svg)
        #expect(document.root == "svg")
    }
}
