/// What a query costs, and how long the ways between take: measured on the reference machine, and to be set anew for
/// another (DESIGN.md says where each comes from).
package struct Costs: Hashable, Sendable {
    /// Processor time of a gateway for a query, without its calls: TLS, the verklaring, its log line, the answer.
    package var gatewayQuery = Duration.microseconds(300)
    /// Processor time of a gateway for one call of a region, sent, received, scanned and merged.
    package var gatewayCall = Duration.microseconds(370)
    /// Processor time of a node for a search, whatever it holds: TLS, the verklaring, two log lines, twenty handles.
    package var nodeSearch = Duration.microseconds(1_500)
    /// And for each million of its visible profiles.
    package var nodeSearchOfMillion = Duration.microseconds(2_000)
    /// How much a search's time varies: sigma of the logarithm.
    package var nodeSigma = 0.6
    /// From a gateway to a region's node and back. The tail is a packet lost and sent again.
    package var roundTrip = Spread(
        median: .milliseconds(5), sigma: 0.25, tailShare: 0.000_1, tail: .milliseconds(200))
    /// Memory of a node: without anybody, and for each visible profile.
    package var nodeBytes = 60_000_000
    package var profileBytes = 4_000
    /// Bytes of a region's answer: its line and twenty hits.
    package var answerBytes = 24_000

    package init() {}

    /// A node's processor time for one search of `visible` profiles, at the median.
    package func nodeSearch(of visible: Int) -> Duration {
        nodeSearch + nodeSearchOfMillion * (Double(visible) / 1_000_000)
    }

    /// A gateway's processor time for one query to `regions` regions.
    package func gatewayQuery(to regions: Int) -> Duration { gatewayQuery + gatewayCall * regions }
}
