package import Foundation

/// Whose health it is: a region's node, or the gateway itself.
package enum HealthSubject: Hashable, Sendable {
    case region(RegionCode)
    case gateway

    /// What it is called in files, paths and metrics.
    package var slug: String {
        switch self {
        case .region(let code): code.slug
        case .gateway: "gateway"
        }
    }

    /// Nil for what is neither.
    package init?(slug: String) {
        if slug == HealthSubject.gateway.slug {
            self = .gateway
        } else if let code = try? RegionCode(slug) {
            self = .region(code)
        } else {
            return nil
        }
    }
}

/// Percentiles of how long calls took.
package struct LatencyFigures: Hashable, Sendable {
    package let p50: Duration
    package let p95: Duration
    package let p99: Duration

    package init(p50: Duration, p95: Duration, p99: Duration) {
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
    }
}

/// A stretch of somebody's history: the smallest that is kept of that time.
package struct HealthPoint: Hashable, Sendable {
    package let start: Date
    /// How long it is: 10, 60 or 900 seconds.
    package let seconds: Int
    /// How often was looked, and how often it answered.
    package let looks: Int
    package let answered: Int
    /// Looks within an announced pause; they count for no availability.
    package let paused: Int
    package let worst: NodeHealth.Mark
    /// As the gateway saw them; nil when nothing was answered.
    package let latency: LatencyFigures?
    package let visible: Int?

    package init(
        start: Date, seconds: Int, looks: Int, answered: Int, paused: Int, worst: NodeHealth.Mark,
        latency: LatencyFigures?, visible: Int?
    ) {
        self.start = start
        self.seconds = seconds
        self.looks = looks
        self.answered = answered
        self.paused = paused
        self.worst = worst
        self.latency = latency
        self.visible = visible
    }
}

/// How far a chart looks back, and how fine.
package enum HealthRange: String, CaseIterable, Hashable, Sendable {
    case hour = "1u", day = "24u", week = "7d", quarter = "90d"

    package var seconds: Int {
        switch self {
        case .hour: 3_600
        case .day: 86_400
        case .week: 604_800
        case .quarter: 7_776_000
        }
    }
}
