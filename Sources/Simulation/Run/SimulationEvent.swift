/// What can happen in a simulated federation; places number regions and gateways, numbers name queries.
enum SimulationEvent: Sendable {
    /// Somebody at a region asks.
    case asks(region: Int)
    /// A query has come in at its gateway.
    case comesIn(Int)
    /// A gateway has sent a query's calls.
    case sent(Int)
    /// A call has come in at a region's node.
    case reaches(query: Int, region: Int)
    /// A node has searched, in the life that it had then.
    case searched(query: Int, region: Int, life: Int)
    /// A region's answer, or word that there is none, has come in at the gateway.
    case comesBack(query: Int, region: Int, isAnswer: Bool)
    /// A gateway has read a region's answer.
    case read(query: Int, region: Int)
    /// Nobody waits for this query's regions any more.
    case ends(Int)
    /// A gateway has written the answer.
    case replied(Int)
    /// Those who waited too long for their turn are refused.
    case expires(gateway: Int)
    /// A gateway probes every region.
    case probes(gateway: Int)
    /// A gateway knows what came of a probe.
    case probed(gateway: Int, region: Int, works: Bool, begun: Duration)
    case breaks(Int)
    case returns(Int)
}
