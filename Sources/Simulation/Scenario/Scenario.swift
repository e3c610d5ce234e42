/// A federation and its use for a while.
package struct Scenario: Hashable, Sendable {
    /// 1 to 2,000.
    package var regions = 35
    /// Visible profiles of all regions together; regions differ in size as `SimulatedRegions` says.
    package var profiles = 10_000_000
    package var accountManagers = 5_000
    /// What each asks in an hour, in the busiest hour.
    package var queriesPerHour = 30.0
    /// 1 to 64; each query goes to one of them, at random.
    package var gateways = 2
    package var gatewayProcessors = 2
    package var nodeProcessors = 2
    /// How long is simulated; the first tenth warms up and is not counted.
    package var length = Duration.seconds(600)
    package var faults: [Fault] = []
    package var costs = Costs()
    package var seed: UInt64 = 1

    package init() {}

    /// Queries of all together, a second.
    package var queriesPerSecond: Double { Double(accountManagers) * queriesPerHour / 3_600 }
    package var warmUp: Duration { length / 10 }
}
