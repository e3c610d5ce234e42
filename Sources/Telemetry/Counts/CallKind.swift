import Wire

/// What is asked over the federation, without what it names.
package enum CallKind: String, CaseIterable, Hashable, Sendable {
    case search, profile, reference, candidates, message
    case messageStandings = "message_standings"
    case health, statistics
    /// Documents: registry, revocation lists, interface, standings.
    case document
    case other

    package init(path: String) {
        switch path {
        case WirePath.search: self = .search
        case WirePath.health: self = .health
        case WirePath.openAPI, WirePath.registry, WirePath.revocations, WirePath.standings: self = .document
        case _ where path.hasPrefix(WirePath.statistics): self = .statistics
        case _ where path.hasPrefix(WirePath.standings + "/"): self = .health
        default: self = RegionCall(path: path).map(CallKind.init) ?? .other
        }
    }

    private init(_ call: RegionCall) {
        switch call {
        case .profile: self = .profile
        case .reference: self = .reference
        case .message: self = .message
        case .candidates: self = .candidates
        case .messages: self = .messageStandings
        }
    }

    /// Whether somebody waits for it: reports and documents, asked by clocks, would hide how long searches take.
    package var isAsked: Bool {
        switch self {
        case .search, .profile, .reference, .candidates, .message, .messageStandings: true
        case .health, .statistics, .document, .other: false
        }
    }
}

/// How a call ended.
package enum CallOutcome: String, CaseIterable, Hashable, Sendable {
    case answered
    /// The asker was told no, with a reason of its own making.
    case refused
    /// It could not be answered.
    case failed
    /// Nobody waited for it any more.
    case left

    /// - Parameter status: of the answer.
    package init(status: Int) {
        switch status {
        case ..<400: self = .answered
        case 400..<500: self = .refused
        default: self = .failed
        }
    }
}
