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
