package import Foundation

/// A time in which something was wrong: it opens and closes by rules, and people write down what they did.
package struct Incident: Hashable, Sendable {
    /// Something that happened in it.
    package struct Entry: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Hashable, Sendable {
            case opened = "begonnen", worsened = "erger", eased = "minder", closed = "voorbij"
            case reopened = "terug"
            case acknowledged = "gezien", note = "aantekening", maintenance = "onderhoud", alerted = "gemeld"
        }

        package let at: Date
        package let kind: Kind
        /// Who did it; nil for what happened by itself.
        package let actor: String?
        /// At most `Limits.incidentNote` characters.
        package let text: String

        package init(at: Date, kind: Kind, actor: String?, text: String) {
            self.at = at
            self.kind = kind
            self.actor = actor
            self.text = text
        }
    }

    package let number: Int64
    package let subject: HealthSubject
    package let condition: HealthCondition
    /// How bad it is, or was at its end.
    package let mark: NodeHealth.Mark
    package let opened: Date
    /// Nil while it goes on.
    package let closed: Date?
    /// Who has it in hand.
    package let acknowledgedBy: String?
    /// The sentence of its last finding.
    package let sentence: String

    package init(
        number: Int64, subject: HealthSubject, condition: HealthCondition, mark: NodeHealth.Mark, opened: Date,
        closed: Date?, acknowledgedBy: String?, sentence: String
    ) {
        self.number = number
        self.subject = subject
        self.condition = condition
        self.mark = mark
        self.opened = opened
        self.closed = closed
        self.acknowledgedBy = acknowledgedBy
        self.sentence = sentence
    }
}

/// What of the incidents just changed, for whoever is to be told.
package struct IncidentChange: Hashable, Sendable {
    package let incident: Incident
    package let kind: Incident.Entry.Kind
    package let at: Date

    package init(_ incident: Incident, _ kind: Incident.Entry.Kind, at: Date) {
        self.incident = incident
        self.kind = kind
        self.at = at
    }
}
