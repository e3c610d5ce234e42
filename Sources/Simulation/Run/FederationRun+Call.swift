import Domain
import Federation
import Foundation

/// One call of a region, from the gateway's sending to its reading.
extension FederationRun {
    /// A call that is still waited for. Only these two are copied: a held copy of the query would make each change of
    /// it copy everything.
    private func open(_ number: Int, _ place: Int) -> (gateway: Int, call: SimulatedQuery.Call)? {
        guard let query = queries[number], !query.isEnding, let call = query.calls[place] else { return nil }
        return (query.gateway, call)
    }

    mutating func reaches(_ number: Int, _ place: Int, at time: Duration) {
        switch nodes[place].fault {
        case .crashed:
            events.add(.comesBack(query: number, region: place, isAnswer: false), at: time + half())
        case .silent: return
        case nil, .slow:
            let search = Spread(median: nodes[place].search, sigma: scenario.costs.nodeSigma).draw(&lasting)
            let end = nodes[place].station.serve(search, at: time)
            events.add(.searched(query: number, region: place, life: nodes[place].life), at: end)
        }
    }

    mutating func searched(_ number: Int, _ place: Int, _ life: Int, at time: Duration) {
        guard nodes[place].fault != .silent else { return }
        let isAnswer = nodes[place].life == life
        events.add(
            .comesBack(query: number, region: place, isAnswer: isAnswer), at: time + half(nodes[place].fault))
    }

    mutating func comesBack(_ number: Int, _ place: Int, at time: Duration) {
        guard let (gateway, _) = open(number, place) else { return }
        let end = gateways[gateway].station.serve(scenario.costs.gatewayCall / 2, at: time)
        events.add(.read(query: number, region: place), at: end)
    }

    mutating func read(_ number: Int, _ place: Int, at time: Duration) {
        guard let (gateway, call) = open(number, place) else { return }
        let region = regions.registry.members[place].region
        queries[number]?.calls[place] = nil
        _ = queries[number]?.ledger?.answered(
            region.code, count: 20, asOf: regions.registry.issued, duration: time - call.begun)
        gateways[gateway].breakers.callEnded(
            .works, at: region.endpoints[0], of: region.code, begun: call.attempted, at: time)
        if let end = queries[number]?.enough?.answered(region.code, at: time) { events.add(.ends(number), at: end) }
        replyWhenComplete(number, at: time)
    }

    /// No connection, or one that broke off: perhaps once more.
    mutating func failed(_ number: Int, _ place: Int, at time: Duration) {
        guard case (let gateway, var call)? = open(number, place) else { return }
        note(.unreachable, of: place, by: gateway, begun: call.attempted, at: time)
        let step = call.course.failed(.notSent, &gateways[gateway].budgets[place], at: time)
        call.attempted = time
        queries[number]?.calls[place] = call
        guard case .attempt = step else {
            settle(number, place, .unreachable, begun: call.begun, at: time)
            return replyWhenComplete(number, at: time)
        }
        figures.repeated()
        let sent = gateways[gateway].station.serve(scenario.costs.gatewayCall / 2, at: time)
        events.add(.reaches(query: number, region: place), at: sent + half())
    }
}
