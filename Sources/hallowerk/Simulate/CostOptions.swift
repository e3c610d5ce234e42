import ArgumentParser
import Simulation

/// The costs that a simulation assumes: what was measured here, unless said otherwise.
struct CostOptions: ParsableArguments {
    @Option(name: .customLong("gateway-query-us"), help: "A gateway's processor time a query, without its calls.")
    var gatewayQuery = Costs().gatewayQuery / .microseconds(1)

    @Option(name: .customLong("gateway-call-us"), help: "A gateway's processor time a regional call.")
    var gatewayCall = Costs().gatewayCall / .microseconds(1)

    @Option(name: .customLong("node-search-us"), help: "A node's processor time a search, whatever it holds.")
    var nodeSearch = Costs().nodeSearch / .microseconds(1)

    @Option(name: .customLong("node-million-us"), help: "And for each million of its visible profiles.")
    var nodeMillion = Costs().nodeSearchOfMillion / .microseconds(1)

    @Option(name: .customLong("round-trip-ms"), help: "From a gateway to a node and back, at the median.")
    var roundTrip = Costs().roundTrip.median / .milliseconds(1)

    func validate() throws {
        let times = [gatewayQuery, gatewayCall, nodeSearch, nodeMillion]
        guard times.allSatisfy({ (0...1_000_000).contains($0) }) else {
            throw ValidationError("A cost must be 0 to 1000000 microseconds.")
        }
        guard (0.01...1_000).contains(roundTrip) else { throw ValidationError("--round-trip-ms must be 0.01 to 1000.") }
    }

    var costs: Costs {
        var costs = Costs()
        costs.gatewayQuery = .microseconds(gatewayQuery)
        costs.gatewayCall = .microseconds(gatewayCall)
        costs.nodeSearch = .microseconds(nodeSearch)
        costs.nodeSearchOfMillion = .microseconds(nodeMillion)
        costs.roundTrip.median = .microseconds(roundTrip * 1_000)
        return costs
    }
}
