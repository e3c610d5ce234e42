import Domain

/// One thing that `hallowerk doctor` looked at.
struct Check: Sendable {
    let subject: String
    let mark: NodeHealth.Mark
    let finding: String
    /// What to do; nil when all is well.
    let remedy: String?

    static func good(_ subject: String, _ finding: String) -> Check {
        Check(subject: subject, mark: .ok, finding: finding, remedy: nil)
    }

    static func attention(_ subject: String, _ finding: String, _ remedy: String) -> Check {
        Check(subject: subject, mark: .attention, finding: finding, remedy: remedy)
    }

    static func critical(_ subject: String, _ finding: String, _ remedy: String) -> Check {
        Check(subject: subject, mark: .critical, finding: finding, remedy: remedy)
    }
}
