/// Which part of a face for people was asked for: of the route as it is written in the code, so that no path of an
/// asker gets into a label.
package enum RouteClass: String, CaseIterable, Hashable, Sendable {
    case start, search, profile, vacancies, messages, people, deliveries, staff, account, monitor, assets
    /// Below `/v1/`, for programs.
    case interface
    /// No route of ours.
    case unknown
    case other

    /// - Parameter route: such as `/vacatures/:id`; nil when no route was found.
    package init(route: String?) {
        guard let route else {
            self = .unknown
            return
        }
        let first = route.split(separator: "/").first.map(String.init) ?? ""
        self = Self.parts[first] ?? .other
    }

    private static let parts: [String: RouteClass] = [
        "": .start, "zoeken": .search, "zoekvraag": .search, "zoekvragen": .search, "aanvullen": .search,
        "eigen-regio": .search, "profiel": .profile, "eigen-profiel": .profile, "op-lijst": .vacancies,
        "vacatures": .vacancies, "berichten": .messages, "bericht": .messages, "mensen": .people,
        "leveringen": .deliveries, "uitlevering": .deliveries, "rollen": .staff, "account": .account,
        "inloggen": .account, "uitloggen": .account, "regio": .monitor, "incidenten": .monitor, "incident": .monitor,
        "beschikbaarheid": .monitor, "beschikbaarheid.csv": .monitor, "certificaten": .monitor, "versies": .monitor,
        "meldingen": .monitor, "noodtoegang": .staff,
        "v1": .interface,
    ]
}

/// The first figure of an HTTP status.
package enum StatusClass: String, CaseIterable, Hashable, Sendable {
    case informational = "1xx", success = "2xx", redirection = "3xx", refused = "4xx", failed = "5xx"

    package init(status: Int) {
        switch status {
        case ..<200: self = .informational
        case ..<300: self = .success
        case ..<400: self = .redirection
        case ..<500: self = .refused
        default: self = .failed
        }
    }
}
