package import Domain
package import Foundation
package import Mail
package import NIOSSL

/// Who is told of incidents, of which, when and how.
package struct AlertReceiver: Hashable, Sendable {
    /// Where alerts are posted, signed with a secret that both sides have.
    package struct Webhook: Hashable, Sendable {
        package let address: URL
        package let secret: [UInt8]
        /// CAs of its certificate; nil: the system's.
        package let authorities: [NIOSSLCertificate]?

        package init(address: URL, secret: [UInt8], authorities: [NIOSSLCertificate]?) {
            self.address = address
            self.secret = secret
            self.authorities = authorities
        }
    }

    /// Who is told when nobody took an incident in hand.
    package struct Escalation: Hashable, Sendable {
        package let after: TimeInterval
        package let to: String

        package init(after: TimeInterval, to: String) {
            self.after = after
            self.to = to
        }
    }

    package let name: String
    package let mails: [MailAddress]
    package let webhook: Webhook?
    /// Whose incidents.
    package let reach: HealthReach
    /// Whether less bad incidents than `storing` are told too.
    package let takesAttention: Bool
    package let leavesOut: Set<HealthCondition>
    package let quiet: QuietHours?
    /// Whether what is `storing` does not wait for the end of quiet hours.
    package let breaksQuiet: Bool
    package let escalation: Escalation?
    /// An alert never repeats within this time, in seconds.
    package let window: TimeInterval

    package init(
        name: String, mails: [MailAddress], webhook: Webhook?, reach: HealthReach = .all, takesAttention: Bool = true,
        leavesOut: Set<HealthCondition> = [], quiet: QuietHours? = nil, breaksQuiet: Bool = false,
        escalation: Escalation? = nil, window: TimeInterval = 3_600
    ) {
        self.name = name
        self.mails = mails
        self.webhook = webhook
        self.reach = reach
        self.takesAttention = takesAttention
        self.leavesOut = leavesOut
        self.quiet = quiet
        self.breaksQuiet = breaksQuiet
        self.escalation = escalation
        self.window = window
    }

    func wants(_ incident: Incident) -> Bool {
        reach.includes(incident.subject) && !leavesOut.contains(incident.condition)
            && (takesAttention || incident.mark == .critical)
    }

    /// When an alert of `incident` may go out at the earliest.
    func earliest(_ incident: Incident, at time: Date) -> Date {
        if breaksQuiet, incident.mark == .critical { return time }
        return quiet?.end(at: time) ?? time
    }

    /// The ways in which it is told, each with its own tries.
    var channels: [AlertChannel] { mails.map { .mail($0) } + (webhook == nil ? [] : [.webhook]) }
}

/// One way to a receiver. Its text is what the store keeps.
enum AlertChannel: Hashable, Sendable {
    case mail(MailAddress)
    case webhook

    var text: String {
        switch self {
        case .mail(let address): "mail:" + address.text
        case .webhook: "webhook"
        }
    }
}
