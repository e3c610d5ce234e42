import Domain
import Federation
import Foundation

/// Runs a scenario: events in order of time, and at each the decisions of `Federation`'s own state machines.
///
/// Equal scenarios give equal figures.
package struct FederationRun {
    /// Between two rounds of a gateway's probes, and how long one waits.
    static let probeInterval = Duration.seconds(5)
    static let probePatience = Duration.seconds(2)
    /// What a gateway keeps of a query's time for merging and sending.
    static let margin = Duration.milliseconds(60)
    private static let eventsBetweenReports = 20_000

    let scenario: Scenario
    let regions: SimulatedRegions
    let request: SearchRequest
    var events = EventQueue<SimulationEvent>()
    var gateways: [SimulatedGateway]
    var nodes: [SimulatedNode]
    var queries: [Int: SimulatedQuery] = [:]
    var figures: RunFigures
    var issued = 0
    /// When people ask, how long things take, and which way things go.
    var asking: Chance
    var lasting: Chance
    var choosing: Chance

    /// - Throws: what `Domain` says of names and numbers that are out of range.
    package init(_ scenario: Scenario) throws {
        self.scenario = scenario
        regions = try SimulatedRegions(scenario)
        request = SearchRequest(text: "", purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi))
        let budgets = [RetryBudget](repeating: RetryBudget(), count: scenario.regions)
        gateways = (0..<scenario.gateways).map { _ in
            SimulatedGateway(station: Station(processors: scenario.gatewayProcessors), budgets: budgets)
        }
        nodes = regions.codes.map { [regions] code in
            SimulatedNode(
                station: Station(processors: scenario.nodeProcessors),
                search: scenario.costs.nodeSearch(of: regions.visible[code] ?? 0))
        }
        figures = RunFigures(scenario)
        asking = Chance(seed: scenario.seed, stream: 3)
        lasting = Chance(seed: scenario.seed, stream: 4)
        choosing = Chance(seed: scenario.seed, stream: 5)
    }

    /// - Parameter progress: told now and then how much is done, 0 to 1.
    package mutating func run(progress: (Double) -> Void = { _ in }) -> RunFigures {
        for fault in scenario.faults {
            events.add(.breaks(fault.region), at: fault.from)
            events.add(.returns(fault.region), at: fault.until)
        }
        for gateway in gateways.indices { events.add(.probes(gateway: gateway), at: .zero) }
        planNextQuery(after: .zero)
        var count = 0
        while let (time, event) = events.next() {
            take(event, at: time)
            count += 1
            if count.isMultiple(of: Self.eventsBetweenReports) { progress(min(1, time / scenario.length)) }
        }
        progress(1)
        figures.end(gateways: gateways, nodes: nodes)
        return figures
    }

    private mutating func take(_ event: SimulationEvent, at time: Duration) {
        switch event {
        case .asks(let region): asks(region, at: time)
        case .comesIn(let query): comesIn(query, at: time)
        case .sent(let query): sent(query, at: time)
        case .reaches(let query, let region): reaches(query, region, at: time)
        case .searched(let query, let region, let life): searched(query, region, life, at: time)
        case .comesBack(let query, let region, true): comesBack(query, region, at: time)
        case .comesBack(let query, let region, false): failed(query, region, at: time)
        case .read(let query, let region): read(query, region, at: time)
        case .ends(let query): ends(query, at: time)
        case .replied(let query): replied(query, at: time)
        case .expires(let gateway): expires(gateway, at: time)
        case .probes(let gateway): probes(gateway, at: time)
        case .probed(let gateway, let region, let works, let begun):
            let member = regions.registry.members[region].region
            gateways[gateway].breakers.probeEnded(
                works ? .works : .fails, at: member.endpoints[0], of: member.code, begun: begun, at: time)
            noteStanding(of: region, at: gateway, time)
        case .breaks(let region): breaks(region, at: time)
        case .returns(let region): nodes[region].fault = nil
        }
    }

    /// One way, half of there and back; with what a slow region adds.
    mutating func half(_ fault: Fault.Kind? = nil) -> Duration {
        let way = scenario.costs.roundTrip.half.draw(&lasting)
        return fault == .slow ? way + Fault.slowness : way
    }

    private mutating func breaks(_ region: Int, at time: Duration) {
        let fault = scenario.faults.first { $0.region == region && $0.from <= time && time < $0.until }
        nodes[region].fault = fault?.kind
        if fault?.kind == .crashed { nodes[region].life += 1 }
    }

    private mutating func probes(_ gateway: Int, at time: Duration) {
        for (place, member) in regions.registry.members.enumerated() {
            for _ in gateways[gateway].breakers.beginProbes(member.region, at: time) {
                let (wait, works): (Duration, Bool) =
                    switch nodes[place].fault {
                    case nil: (half() * 2, true)
                    case .slow: (half() * 2 + Fault.slowness, true)
                    case .crashed: (half() * 2, false)
                    case .silent: (Self.probePatience, false)
                    }
                events.add(.probed(gateway: gateway, region: place, works: works, begun: time), at: time + wait)
            }
        }
        if time + Self.probeInterval < scenario.length {
            events.add(.probes(gateway: gateway), at: time + Self.probeInterval)
        }
    }

    /// Notes when a gateway begins to leave a region alone.
    func isLeftAlone(_ region: Int, by gateway: Int) -> Bool {
        gateways[gateway].breakers.usable(regions.registry.members[region].region).isEmpty
    }

    mutating func noteStanding(of region: Int, at gateway: Int, _ time: Duration) {
        figures.standing(of: region, at: gateway, isLeftAlone: isLeftAlone(region, by: gateway), time)
    }
}
