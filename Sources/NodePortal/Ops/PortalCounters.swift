import Synchronization

/// What the portal counts since the process started; each with a name of its own, so labels are bounded.
package final class PortalCounters: Sendable {
    /// Something that happened.
    package enum Event: String, CaseIterable, Sendable {
        case search = "hallowerk_searches"
        case searchOwnRegionOnly = "hallowerk_searches_own_region_only"
        case searchFailed = "hallowerk_searches_failed"
        case enumeration = "hallowerk_enumeration_alarms"
        case gatewayCaught = "hallowerk_gateways_caught"
        case detail = "hallowerk_details"
        case detailMissing = "hallowerk_details_missing"
        case homeSearch = "hallowerk_searches_hidden_people"
        case homeDetail = "hallowerk_details_hidden_people"
        case overBudget = "hallowerk_budget_refusals"
        case logIn = "hallowerk_logins"
        case logInRefused = "hallowerk_logins_refused"
        case providerRefused = "hallowerk_provider_logins_refused"
    }

    private let counts = Mutex<[Event: Int]>([:])

    package init() {}

    /// Counts one `event`.
    package func add(_ event: Event) { counts.withLock { $0[event, default: 0] += 1 } }

    /// How often `event` happened since the process started.
    package func count(of event: Event) -> Int { counts.withLock { $0[event] ?? 0 } }
}
