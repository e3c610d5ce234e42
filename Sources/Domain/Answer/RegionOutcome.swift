package import Foundation

/// What became of one region in one query. Every registered region appears exactly once in an answer (I-7).
package struct RegionOutcome: Hashable, Sendable {
    /// The raw values are the wire's (design.md §6).
    package enum State: String, CaseIterable, Hashable, Sendable {
        case answered = "beantwoord"
        case late = "teLaat"
        case unreachable = "onbereikbaar"
        case skipped = "overgeslagen"
        case refused = "geweigerd"
        case incompatible = "onverenigbaar"
        case faulty = "fout"
        case notAsked = "nietGevraagd"
    }

    package let region: RegionCode
    package let state: State
    /// People found, of whom the page shows some; nil unless answered.
    package let count: Int?
    /// As the gateway saw it; nil when nothing was sent.
    package let duration: Duration?
    /// When the region searched; nil unless answered.
    package let asOf: Date?
    /// One sentence in plain Dutch; nil when answered, unless the region missed an earlier page.
    package let reason: String?

    package init(
        region: RegionCode, state: State, count: Int? = nil, duration: Duration? = nil, asOf: Date? = nil,
        reason: String? = nil
    ) {
        self.region = region
        self.state = state
        self.count = count
        self.duration = duration
        self.asOf = asOf
        self.reason = reason
    }
}
