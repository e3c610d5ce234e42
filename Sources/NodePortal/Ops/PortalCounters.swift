import Synchronization
import Telemetry

/// What the portal counts since the process started; each a family of its own, so there are no labels.
package final class PortalCounters: Sendable {
    /// Something that happened.
    package enum Event: CaseIterable, Sendable {
        case search, searchOwnRegionOnly, searchFailed
        case enumeration, gatewayCaught
        case detail, detailMissing
        case homeSearch, homeDetail
        case overBudget
        case logIn, logInRefused, providerRefused

        /// What `/metrics` calls it.
        var family: MetricFamily {
            switch self {
            case .search: .searches
            case .searchOwnRegionOnly: .searchesOwnRegionOnly
            case .searchFailed: .searchesFailed
            case .enumeration: .enumerationAlarms
            case .gatewayCaught: .gatewaysCaught
            case .detail: .details
            case .detailMissing: .detailsMissing
            case .homeSearch: .homeSearches
            case .homeDetail: .homeDetails
            case .overBudget: .budgetRefusals
            case .logIn: .logIns
            case .logInRefused: .logInsRefused
            case .providerRefused: .providerLogInsRefused
            }
        }
    }

    private let counts = Mutex<[Event: Int]>([:])

    package init() {}

    /// Counts one `event`.
    package func add(_ event: Event) { counts.withLock { $0[event, default: 0] += 1 } }

    /// How often `event` happened since the process started.
    package func count(of event: Event) -> Int { counts.withLock { $0[event] ?? 0 } }
}
