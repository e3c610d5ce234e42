/// How often somebody answered, of the looks that count: those outside announced pauses.
package struct Availability: Hashable, Sendable {
    package var looks = 0
    package var answered = 0
    package var paused = 0

    package init(looks: Int = 0, answered: Int = 0, paused: Int = 0) {
        self.looks = looks
        self.answered = answered
        self.paused = paused
    }

    /// 0...1; nil when nobody looked.
    package var share: Double? { looks > paused ? Double(answered) / Double(looks - paused) : nil }
    /// How long it did not answer while it should.
    package var downSeconds: Int { (looks - paused - answered) * Limits.healthSeconds }
    package var pausedSeconds: Int { paused * Limits.healthSeconds }
}

extension Availability {
    package static func + (one: Availability, other: Availability) -> Availability {
        Availability(
            looks: one.looks + other.looks, answered: one.answered + other.answered, paused: one.paused + other.paused)
    }
}

/// One cell of a band.
package struct BandCell: Hashable, Sendable {
    package let worst: NodeHealth.Mark
    package let availability: Availability

    package init(worst: NodeHealth.Mark, availability: Availability) {
        self.worst = worst
        self.availability = availability
    }
}

/// How somebody was, at a glance; nil where nobody looked.
package struct Bands: Hashable, Sendable {
    /// The last 24 hours, in 48 half-hours, oldest first.
    package var day: [BandCell?] = Array(repeating: nil, count: 48)
    /// The last 30 days, oldest first; the last is today, in UTC.
    package var month: [BandCell?] = Array(repeating: nil, count: 30)

    package init() {}
}
