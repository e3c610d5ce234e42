package import Domain

/// A breaker for each endpoint of each region, and from them where a call may go.
///
/// Bounded by the registry: `keep` forgets what is in it no more.
package struct BreakerBoard: Sendable {
    private struct Line: Hashable {
        let region: RegionCode
        let endpoint: Endpoint
    }

    /// Only those that something was noted of; every other is as it began.
    private var breakers: [Line: Breaker] = [:]

    package init() {}

    /// Where calls to `region` may go, in the registry's order; none: the region is left alone.
    package func usable(_ region: Region) -> [Endpoint] {
        region.endpoints.filter { takesCalls($0, of: region.code) }
    }

    /// Whether calls may go to one endpoint.
    package func takesCalls(_ endpoint: Endpoint, of region: RegionCode) -> Bool {
        breakers[Line(region: region, endpoint: endpoint)]?.admitsCalls ?? true
    }

    /// As `Breaker.callEnded`, of one endpoint.
    package mutating func callEnded(
        _ verdict: Breaker.Verdict, at endpoint: Endpoint, of region: RegionCode, begun: Duration, at time: Duration
    ) {
        breakers[Line(region: region, endpoint: endpoint), default: Breaker()]
            .callEnded(verdict, begun: begun, at: time)
    }

    /// The endpoints of `region` to which a probe may go that begins now.
    package mutating func beginProbes(_ region: Region, at time: Duration) -> [Endpoint] {
        region.endpoints.filter {
            breakers[Line(region: region.code, endpoint: $0), default: Breaker()].beginProbe(at: time)
        }
    }

    /// As `Breaker.probeEnded`, of one endpoint.
    package mutating func probeEnded(
        _ verdict: Breaker.Verdict, at endpoint: Endpoint, of region: RegionCode, begun: Duration, at time: Duration
    ) {
        breakers[Line(region: region, endpoint: endpoint)]?.probeEnded(verdict, begun: begun, at: time)
    }

    /// `region` itself made contact: as `Breaker.contact` for each of its endpoints.
    package mutating func contact(_ region: Region, at time: Duration) {
        for endpoint in region.endpoints { breakers[Line(region: region.code, endpoint: endpoint)]?.contact(at: time) }
    }

    /// As `Breaker.mayBeBack`, for each endpoint of `region`.
    package mutating func mayBeBack(_ region: Region, at time: Duration) {
        for endpoint in region.endpoints {
            breakers[Line(region: region.code, endpoint: endpoint)]?.mayBeBack(at: time)
        }
    }

    /// Forgets the endpoints that `registry` does not have.
    package mutating func keep(_ registry: Registry) {
        let lines = registry.members.flatMap { member in
            member.region.endpoints.map { Line(region: member.region.code, endpoint: $0) }
        }
        let kept = Set(lines)
        breakers = breakers.filter { kept.contains($0.key) }
    }

    /// How `region` as a whole stands: as the best of its endpoints, with when the first of them is tried again.
    package func standing(_ region: Region) -> (state: Breaker.State, nextTry: Duration?) {
        let all = region.endpoints.map { breakers[Line(region: region.code, endpoint: $0)] ?? Breaker() }
        guard !all.contains(where: { $0.state == .closed }) else { return (.closed, nil) }
        let state = all.contains { $0.state == .halfOpen } ? Breaker.State.halfOpen : .open
        return (state, all.compactMap(\.nextTry).min())
    }
}
