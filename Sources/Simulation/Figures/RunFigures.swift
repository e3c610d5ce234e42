import Foundation

/// What came of a run: of the queries that were asked after the warm-up, and of all calls.
package struct RunFigures: Hashable, Sendable {
    /// Completeness of the queries that were asked in a few seconds.
    package struct Moment: Hashable, Sendable {
        package let from: Duration
        package internal(set) var queries = 0
        package internal(set) var coverage = 0.0
        /// Of the queries; nil when none was asked.
        package var mean: Double? { queries == 0 ? nil : coverage / Double(queries) }
    }

    /// A call that got no answer.
    package struct FailedCall: Hashable, Sendable {
        package let region: Int
        package let gateway: Int
        package let begun: Duration
    }

    /// A gateway began to leave a region alone.
    package struct LeftAlone: Hashable, Sendable {
        package let region: Int
        package let gateway: Int
        package let at: Duration
    }

    /// One query that was answered.
    package struct Answered: Hashable, Sendable {
        package let asked: Duration
        package let latency: Duration
        package let coverage: Double
    }

    package static let moments = 120

    package let scenario: Scenario
    /// In the order in which they were answered.
    package private(set) var answered: [Answered] = []
    /// Equal pieces of the whole time, the warm-up among them.
    package private(set) var timeline: [Moment]
    /// Refused by a gateway: too many at once.
    package private(set) var refused = 0
    /// Not asked, because the asker's own node was gone or cut off.
    package private(set) var notAsked = 0
    package private(set) var calls = 0
    package private(set) var repeats = 0
    package private(set) var failedCalls: [FailedCall] = []
    package private(set) var leftAlone: [LeftAlone] = []
    /// Share of its processors' time that each gateway, and each node, worked.
    package private(set) var gatewayLoads: [Double] = []
    package private(set) var nodeLoads: [Double] = []
    private var alone: Set<[Int]> = []

    init(_ scenario: Scenario) {
        self.scenario = scenario
        timeline = (0..<Self.moments).map { Moment(from: scenario.length / Self.moments * $0) }
    }

    mutating func answered(asked: Duration, latency: Duration, coverage: Double) {
        let place = min(Self.moments - 1, Int(asked / scenario.length * Double(Self.moments)))
        timeline[place].queries += 1
        timeline[place].coverage += coverage
        guard asked >= scenario.warmUp else { return }
        answered.append(Answered(asked: asked, latency: latency, coverage: coverage))
    }

    mutating func refused(at asked: Duration) { if asked >= scenario.warmUp { refused += 1 } }
    mutating func notAsked(at time: Duration) { if time >= scenario.warmUp { notAsked += 1 } }
    mutating func called(_ region: Int, at time: Duration) { calls += 1 }
    mutating func repeated() { repeats += 1 }

    mutating func failed(_ region: Int, at gateway: Int, begun: Duration) {
        failedCalls.append(FailedCall(region: region, gateway: gateway, begun: begun))
    }

    mutating func standing(of region: Int, at gateway: Int, isLeftAlone: Bool, _ time: Duration) {
        guard isLeftAlone else {
            alone.remove([region, gateway])
            return
        }
        guard alone.insert([region, gateway]).inserted else { return }
        leftAlone.append(LeftAlone(region: region, gateway: gateway, at: time))
    }

    mutating func end(gateways: [SimulatedGateway], nodes: [SimulatedNode]) {
        func load(_ station: Station) -> Double { station.worked / (scenario.length * station.processors) }
        gatewayLoads = gateways.map { load($0.station) }
        nodeLoads = nodes.map { load($0.station) }
    }

    /// Latencies of the answered queries, shortest first.
    package var latencies: [Duration] { answered.map(\.latency).sorted() }

    /// Mean share of the visible profiles that an answered query searched; 0 when none was.
    package var completeness: Double {
        answered.isEmpty ? 0 : answered.reduce(0) { $0 + $1.coverage } / Double(answered.count)
    }

    /// Share of the answered queries that every region answered.
    package var whole: Double {
        answered.isEmpty ? 0 : Double(answered.count { $0.coverage > 1 - 1e-9 }) / Double(answered.count)
    }
}

/// Ranks in sorted values.
package enum Quantile {
    /// The smallest of `sorted` that at least `share` of them do not exceed (nearest rank); nil of nothing.
    package static func of(_ sorted: [Duration], _ share: Double) -> Duration? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[max(1, min(rank, sorted.count)) - 1]
    }
}
