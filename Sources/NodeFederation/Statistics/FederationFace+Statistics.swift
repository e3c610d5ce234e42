import Domain
import PeerHTTP
import Trust
import Wire

extension FederationFace {
    /// The statistics of the visible profiles, for a gateway to add up (design.md §7). Like health they name nobody and
    /// are in no log.
    func statistics() -> PeerResponse {
        let report = parts.statistics()
        parts.given.note(report)
        return .json(parts.given.bytes(of: report) { StatisticsJSON.encode($0, of: parts.region) })
    }

    /// The epoch that a search pins, fetched if it is not here yet.
    ///
    /// - Throws: `Problem` 400, "search again", when it is gone or does not come in time.
    func epoch(_ number: Int) async throws -> Epoch {
        guard let epoch = await parts.epochs.epoch(number, within: Limits.epochWait) else { throw Problem.epochGone() }
        return epoch
    }
}
