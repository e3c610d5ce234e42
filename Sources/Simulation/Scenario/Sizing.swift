import Domain
import Foundation

/// How many gateways, and which machines, a federation needs: arithmetic on the costs, with every step shown.
package struct Sizing: Hashable, Sendable {
    /// One step: what, how it follows, what comes out.
    package struct Line: Hashable, Sendable {
        package let name: String
        package let arithmetic: String
        package let result: String
    }

    /// Of a processor's time that is planned for: above it queues grow faster than the load.
    package static let plannedLoad = 0.6
    /// Processors of one gateway's machine.
    package static let gatewayProcessors = 8
    /// Workers of the Netherlands and of Europe that Europe's size is taken from: every part grows by their ratio.
    package static let dutchWorkers = 10_000_000
    package static let europeanWorkers = 300_000_000
    /// Countries of Europe, each with a gateway layer of its own.
    package static let countries = 30
    /// Of the queries, how many go to other countries too.
    package static let acrossBorders = 0.1

    package let scenario: Scenario

    package init(_ scenario: Scenario) { self.scenario = scenario }

    /// The same federation, grown to Europe.
    package static func europe(_ scenario: Scenario) -> Sizing {
        let factor = europeanWorkers / dutchWorkers
        var grown = scenario
        grown.regions = scenario.regions * factor
        grown.profiles = scenario.profiles * factor
        grown.accountManagers = scenario.accountManagers * factor
        return Sizing(grown)
    }

    /// Gateways of `gatewayProcessors` for `rate` queries a second of `cost` each, and one more that may fail.
    package static func gateways(rate: Double, cost: Duration) -> (processors: Double, machines: Int) {
        let processors = rate * (cost / .seconds(1))
        let machines = Int((processors / (Double(gatewayProcessors) * plannedLoad)).rounded(.up))
        return (processors, max(1, machines) + 1)
    }

    /// Every query to every region, by one layer of gateways.
    package var lines: [Line] {
        [rate] + gatewayLines(scenario.queriesPerSecond, regions: scenario.regions) + nodeLines
    }

    /// Two layers: a country's gateways ask its regions, and those of other countries for some of the queries.
    package var layered: [Line] {
        let regions = scenario.regions / Self.countries
        let own = scenario.queriesPerSecond / Double(Self.countries)
        // Every other country's queries across borders come to this one too.
        let foreign = own * Self.acrossBorders * Double(Self.countries - 1)
        let all = own + foreign
        let outward = scenario.costs.gatewayQuery(to: Self.countries - 1) * Self.acrossBorders
        let cost = scenario.costs.gatewayQuery(to: regions) + outward * (own / all)
        let sized = Self.gateways(rate: all, cost: cost)
        return [
            Line(
                name: "queries a second, one country",
                arithmetic: "\(number(own)) of its own + \(number(own)) x \(number(100 * Self.acrossBorders)) % x "
                    + "\(Self.countries - 1) others",
                result: number(all)),
            Line(
                name: "its gateways' time a query",
                arithmetic: "\(milliseconds(scenario.costs.gatewayQuery(to: regions))) for \(regions) regions + "
                    + "\(number(100 * Self.acrossBorders * own / all)) % x "
                    + "\(milliseconds(scenario.costs.gatewayQuery(to: Self.countries - 1))) for the others' gateways",
                result: milliseconds(cost)),
            Line(
                name: "its gateways",
                arithmetic: "\(number(sized.processors)) processors / (\(Self.gatewayProcessors) x "
                    + "\(number(100 * Self.plannedLoad)) %), rounded up, and one that may fail",
                result: "\(sized.machines)"),
            Line(
                name: "gateways of all countries", arithmetic: "\(Self.countries) x \(sized.machines)",
                result: "\(Self.countries * sized.machines)"),
            Line(
                name: "searches of one region, a second", arithmetic: "as its country's queries", result: number(all)),
            Line(
                name: "one node's processors",
                arithmetic: "\(number(all)) x \(milliseconds(searchOfMean)) / \(number(100 * Self.plannedLoad)) %",
                result: number(all * (searchOfMean / .seconds(1)) / Self.plannedLoad)),
            traffic(all, regions: regions, machines: sized.machines),
        ]
    }

    private var meanProfiles: Int { scenario.profiles / max(1, scenario.regions) }
    private var searchOfMean: Duration { scenario.costs.nodeSearch(of: meanProfiles) }

    private var rate: Line {
        Line(
            name: "queries a second",
            arithmetic: "\(SimulationCharts.grouped(scenario.accountManagers)) accountmanagers x "
                + "\(number(scenario.queriesPerHour)) an hour / 3600",
            result: number(scenario.queriesPerSecond))
    }

    private func gatewayLines(_ rate: Double, regions: Int) -> [Line] {
        let cost = scenario.costs.gatewayQuery(to: regions)
        let sized = Self.gateways(rate: rate, cost: cost)
        return [
            Line(
                name: "a gateway's time a query",
                arithmetic: "\(milliseconds(scenario.costs.gatewayQuery)) + \(regions) regions x "
                    + milliseconds(scenario.costs.gatewayCall),
                result: milliseconds(cost)),
            Line(
                name: "gateways' processors", arithmetic: "\(number(rate)) x \(milliseconds(cost))",
                result: number(sized.processors)),
            Line(
                name: "gateways of \(Self.gatewayProcessors) processors",
                arithmetic: "\(number(sized.processors)) / (\(Self.gatewayProcessors) x "
                    + "\(number(100 * Self.plannedLoad)) %), rounded up, and one that may fail",
                result: "\(sized.machines)"),
            traffic(rate, regions: regions, machines: sized.machines),
        ]
    }

    private func traffic(_ rate: Double, regions: Int, machines: Int) -> Line {
        let bytes = rate * Double(regions) * Double(scenario.costs.answerBytes)
        return Line(
            name: "what comes in at one gateway",
            arithmetic: "\(number(rate)) x \(regions) x \(number(Double(scenario.costs.answerBytes) / 1_000)) kB / "
                + "\(machines - 1), one being away",
            result: "\(number(bytes * 8 / 1_000_000 / Double(machines - 1))) Mbit/s")
    }

    private var nodeLines: [Line] {
        let rate = scenario.queriesPerSecond
        let memory = scenario.costs.nodeBytes + scenario.costs.profileBytes * meanProfiles
        return [
            Line(
                name: "profiles of a region, on average",
                arithmetic: "\(SimulationCharts.grouped(scenario.profiles)) / \(scenario.regions)",
                result: SimulationCharts.grouped(meanProfiles)),
            Line(
                name: "its node's memory",
                arithmetic: "\(scenario.costs.nodeBytes / 1_000_000) MB + profiles x "
                    + "\(number(Double(scenario.costs.profileBytes) / 1_000)) kB",
                result: "\(memory / 1_000_000) MB"),
            Line(
                name: "its node's processors",
                arithmetic: "\(number(rate)) x \(milliseconds(searchOfMean)) / \(number(100 * Self.plannedLoad)) %",
                result: number(rate * (searchOfMean / .seconds(1)) / Self.plannedLoad)),
        ]
    }

    private func milliseconds(_ duration: Duration) -> String { "\(number(duration / .milliseconds(1), 2)) ms" }

    /// At most `places` decimals, and none that says nothing.
    private func number(_ value: Double, _ places: Int = 1) -> String {
        let scale = places == 1 ? 10.0 : 100.0
        let scaled = Int((value * scale).rounded())
        let whole = SimulationCharts.grouped(scaled / Int(scale))
        var rest = String(String(scaled % Int(scale) + Int(scale)).dropFirst())
        while rest.hasSuffix("0") { rest.removeLast() }
        return rest.isEmpty ? whole : "\(whole).\(rest)"
    }
}
