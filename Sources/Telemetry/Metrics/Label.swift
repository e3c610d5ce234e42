package import Domain

/// What a sample is about. Every value is of a closed list or a member of the registry: there is no way to make one of
/// free text, so that series are bounded, and no person and no query can get into one.
package enum Label: Hashable, Sendable {
    case region(RegionCode)
    case condition(HealthCondition)
    case mark(NodeHealth.Mark)
    case breaker(BreakerState)
    case call(CallKind)
    case outcome(CallOutcome)
    case route(RouteClass)
    case status(StatusClass)
    case mail(MailEnding)
    case imported(ImportEnding)
    /// Of this software.
    case version

    /// Names that rules and dashboards ask for.
    package static let regionName = "region"
    package static let conditionName = "condition"
    package static let markName = "mark"

    /// Its name in Prometheus and in spans.
    package var name: String {
        switch self {
        case .region: Self.regionName
        case .condition: Self.conditionName
        case .mark: Self.markName
        case .breaker: "state"
        case .call: "kind"
        case .outcome: "outcome"
        case .route: "route"
        case .status: "status"
        case .mail, .imported: "result"
        case .version: "version"
        }
    }

    package var value: String {
        switch self {
        case .region(let code): code.slug
        case .condition(let condition): condition.rawValue
        case .mark(let mark): mark.rawValue
        case .breaker(let state): state.rawValue
        case .call(let kind): kind.rawValue
        case .outcome(let outcome): outcome.rawValue
        case .route(let route): route.rawValue
        case .status(let status): status.rawValue
        case .mail(let ending): ending.rawValue
        case .imported(let ending): ending.rawValue
        case .version: SoftwareVersion.current
        }
    }
}

/// How sending a mail went.
package enum MailEnding: String, CaseIterable, Hashable, Sendable { case taken, later, givenUp = "given_up" }

/// How applying a delivery went.
package enum ImportEnding: String, CaseIterable, Hashable, Sendable { case applied, failed }
