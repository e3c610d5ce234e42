package import Domain

/// One look at a node, or of the gateway at itself.
package struct HealthSample: Hashable, Sendable {
    package let subject: HealthSubject
    package let mark: NodeHealth.Mark
    /// Whether it answered.
    package let answered: Bool
    /// Whether it was in an announced pause.
    package let paused: Bool
    /// How long its answer took.
    package let latency: Duration?
    /// How many people are visible in it.
    package let visible: Int?

    package init(
        _ subject: HealthSubject, mark: NodeHealth.Mark, answered: Bool, paused: Bool = false,
        latency: Duration? = nil, visible: Int? = nil
    ) {
        self.subject = subject
        self.mark = mark
        self.answered = answered
        self.paused = paused
        self.latency = latency
        self.visible = visible
    }
}

/// How often somebody answered, of the looks that count: those outside announced pauses.
package struct Availability: Hashable, Sendable {
    package var looks = 0
    package var answered = 0
    package var paused = 0

    package init() {}

    /// 0...1; nil when nobody looked.
    package var share: Double? { looks > paused ? Double(answered) / Double(looks - paused) : nil }
}

/// One cell of a band.
package struct BandCell: Hashable, Sendable {
    package let worst: NodeHealth.Mark
    package let availability: Availability
}

/// How somebody was, at a glance; nil where nobody looked.
package struct Bands: Hashable, Sendable {
    /// The last 24 hours, in 48 half-hours, oldest first.
    package var day: [BandCell?] = Array(repeating: nil, count: 48)
    /// The last 30 days, oldest first; the last is today, in UTC.
    package var month: [BandCell?] = Array(repeating: nil, count: 30)

    package init() {}
}
