import Domain
import Federation
import Foundation

/// One query, from the asker to the answer.
extension FederationRun {
    /// The next query of anybody: people ask independently of each other.
    mutating func planNextQuery(after time: Duration) {
        let next = time + asking.exponential(mean: .seconds(1 / scenario.queriesPerSecond))
        guard next < scenario.length else { return }
        events.add(.asks(region: asking.index(below: scenario.regions)), at: next)
    }

    mutating func asks(_ region: Int, at time: Duration) {
        planNextQuery(after: time)
        // Whose own node is gone or cut off cannot ask the federation.
        guard nodes[region].fault == nil || nodes[region].fault == .slow else { return figures.notAsked(at: time) }
        let number = issued
        issued += 1
        queries[number] = SimulatedQuery(
            region: region, gateway: choosing.index(below: gateways.count), asked: time,
            deadline: time + Limits.deadline)
        events.add(.comesIn(number), at: time + half())
    }

    mutating func comesIn(_ number: Int, at time: Duration) {
        guard var query = queries[number] else { return }
        let gateway = query.gateway
        gateways[gateway].breakers.contact(regions.registry.members[query.region].region, at: time)
        noteStanding(of: query.region, at: gateway, time)
        let people = max(1, scenario.accountManagers / scenario.regions)
        let asker = Admission.Asker(
            region: regions.codes[query.region], person: String(choosing.index(below: people)))
        switch gateways[gateway].admission.ask(asker, left: query.deadline - time, at: time) {
        case .admitted(let ticket):
            query.ticket = ticket
            queries[number] = query
            begin(number, at: time)
        case .waits(let ticket, _):
            query.ticket = ticket
            queries[number] = query
            gateways[gateway].waiting[ticket] = number
            planExpiry(gateway)
        case .refused:
            queries[number] = nil
            figures.refused(at: query.asked)
        }
    }

    private mutating func planExpiry(_ gateway: Int) {
        guard let next = gateways[gateway].admission.nextExpiry, gateways[gateway].expiry.map({ next < $0 }) ?? true
        else { return }
        gateways[gateway].expiry = next
        events.add(.expires(gateway: gateway), at: next)
    }

    mutating func expires(_ gateway: Int, at time: Duration) {
        gateways[gateway].expiry = nil
        for expired in gateways[gateway].admission.expire(at: time) {
            guard let number = gateways[gateway].waiting.removeValue(forKey: expired.ticket),
                let query = queries.removeValue(forKey: number)
            else { continue }
            figures.refused(at: query.asked)
        }
        planExpiry(gateway)
    }

    private mutating func begin(_ number: Int, at time: Duration) {
        guard let query = queries[number] else { return }
        let breakers = gateways[query.gateway].breakers
        let plan = FanOutPlan(
            registry: regions.registry, request: request, isLeftAlone: { breakers.usable($0).isEmpty })
        let codes = plan.asked.map(\.region.code)
        queries[number]?.order = codes.compactMap { regions.places[$0] }
        queries[number]?.ledger = QueryLedger(plan)
        queries[number]?.enough = GoodEnough(
            asked: codes, visible: regions.visible, deadline: query.deadline - Self.margin)
        let cost = scenario.costs.gatewayQuery / 2 + scenario.costs.gatewayCall / 2 * codes.count
        events.add(.sent(number), at: gateways[query.gateway].station.serve(cost, at: time))
    }

    mutating func sent(_ number: Int, at time: Duration) {
        guard let query = queries[number], let end = query.enough?.end else { return }
        for place in query.order {
            var course = CallCourse(
                endpoints: regions.registry.members[place].region.endpoints, isSafe: true, deadline: end)
            guard case .attempt = course.begin(&gateways[query.gateway].budgets[place], at: time) else { continue }
            queries[number]?.calls[place] = SimulatedQuery.Call(course: course, begun: time, attempted: time)
            figures.called(place, at: time)
            events.add(.reaches(query: number, region: place), at: time + half())
        }
        events.add(.ends(number), at: max(time, end))
        // Nobody may have been asked: all are left alone.
        replyWhenComplete(number, at: time)
    }

    mutating func ends(_ number: Int, at time: Duration) {
        guard let query = queries[number], !query.isEnding, query.enough.map({ $0.end <= time }) ?? true else { return }
        let isOvertaken = query.enough?.isReached ?? false
        for place in query.order {
            guard let call = query.calls[place] else { continue }
            let failure: CallFailure = isOvertaken ? .overtaken : .timedOut(after: Limits.deadline)
            note(failure, of: place, by: query.gateway, begun: call.attempted, at: time)
            settle(number, place, failure, begun: call.begun, at: time)
        }
        reply(number, at: time)
    }

    /// Tells the region's breaker of an attempt that failed.
    mutating func note(_ failure: CallFailure, of place: Int, by gateway: Int, begun: Duration, at time: Duration) {
        let region = regions.registry.members[place].region
        gateways[gateway].breakers.callEnded(
            Breaker.Verdict(failure, after: time - begun), at: region.endpoints[0], of: region.code, begun: begun,
            at: time)
        noteStanding(of: place, at: gateway, time)
    }

    /// Writes a failed call down.
    mutating func settle(_ number: Int, _ place: Int, _ failure: CallFailure, begun: Duration, at time: Duration) {
        guard let gateway = queries[number]?.gateway else { return }
        _ = queries[number]?.ledger?.failed(regions.codes[place], failure, duration: time - begun)
        queries[number]?.calls[place] = nil
        figures.failed(place, at: gateway, begun: begun)
    }

    /// Writes the answer, when every region has its outcome.
    mutating func replyWhenComplete(_ number: Int, at time: Duration) {
        guard let query = queries[number], !query.isEnding, query.ledger?.isComplete ?? false else { return }
        reply(number, at: time)
    }

    private mutating func reply(_ number: Int, at time: Duration) {
        guard let query = queries[number] else { return }
        queries[number]?.isEnding = true
        events.add(
            .replied(number), at: gateways[query.gateway].station.serve(scenario.costs.gatewayQuery / 2, at: time))
    }

    mutating func replied(_ number: Int, at time: Duration) {
        guard let query = queries.removeValue(forKey: number), let ledger = query.ledger else { return }
        let coverage = Coverage.share(answered: ledger.answered, of: regions.codes, visible: regions.visible)
        let latency = time + half() - query.asked
        figures.answered(asked: query.asked, latency: latency, coverage: coverage)
        guard let ticket = query.ticket else { return }
        for admitted in gateways[query.gateway].admission.leave(ticket, at: time) {
            guard let next = gateways[query.gateway].waiting.removeValue(forKey: admitted) else { continue }
            begin(next, at: time)
        }
    }
}
