import Alerting
import Domain
import Foundation
import Mail
import Trust

/// The group `alerts` of a gateway's settings: who is told of incidents. Without it nobody is.
struct AlertSettings: Codable, Equatable, Sendable {
    /// The monitor's address, for links.
    var monitor: String?
    /// Who is told, by a short name.
    var receivers: [String: Receiver]?

    private enum CodingKeys: String, CodingKey, CaseIterable { case monitor, receivers }

    /// Of all settings in the group.
    static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }

    /// One receiver.
    struct Receiver: Codable, Equatable, Sendable {
        /// Addresses that get a mail.
        var mail: [String]?
        /// Where alerts are posted, and the file (0600) with the secret that they are signed with.
        var webhook: String?
        var secretFile: String?
        /// PEM file with the CAs of the webhook's certificate; the system's without.
        var caFile: String?
        /// Of which regions; all without.
        var regions: [String]?
        /// The least bad that is told: `letOp` (default) or `storing`.
        var least: String?
        /// Conditions that are not told, by their codes.
        var leaveOut: [String]?
        /// `22:00-07:00`, in Dutch time; and whether what is `storing` breaks through.
        var quiet: String?
        var quietExcept: String?
        /// Minutes after which `escalateTo` is told when nobody took an incident in hand.
        var escalateAfter: Int?
        var escalateTo: String?
        /// Hours in which the same incident is not told again; 1 without.
        var repeatAfter: Int?

        fileprivate enum CodingKeys: String, CodingKey, CaseIterable {
            case mail, webhook
            case secretFile = "secret-file"
            case caFile = "ca-file"
            case regions, least
            case leaveOut = "leave-out"
            case quiet
            case quietExcept = "quiet-except"
            case escalateAfter = "escalate-after"
            case escalateTo = "escalate-to"
            case repeatAfter = "repeat-after"
        }

        static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }
    }

    /// Minutes of `escalate-after`, and hours of `repeat-after`.
    private static let escalation = 1...1_440
    private static let repetition = 1...168
    /// Bytes of a webhook's secret.
    private static let secretBytes = 24...256

    /// - Parameter path: makes a path absolute.
    /// - Throws: `OperatorError` naming the setting.
    func checked(hasMail: Bool, path: (String) -> String) throws -> CheckedAlerts {
        let receivers = receivers ?? [:]
        guard !receivers.isEmpty else {
            throw OperatorError(
                "Setting 'alerts.receivers' is missing.", remedy: "Name who is told, or take the group 'alerts' away.")
        }
        if let monitor {
            let url = URL(string: monitor)
            guard let url, ["https", "http"].contains(url.scheme), url.host != nil, !monitor.hasSuffix("/") else {
                throw OperatorError(
                    "Setting 'alerts.monitor' is '\(monitor)', which is no address of a page.",
                    remedy: "Give what users type, such as https://monitor.hallowerk.example, without a / at its end.")
            }
        }
        return CheckedAlerts(
            monitor: monitor,
            receivers: try receivers.sorted { $0.key < $1.key }.map { name, receiver in
                try Self.checked(name, receiver, of: Set(receivers.keys), hasMail: hasMail, path: path)
            })
    }

    private static func checked(
        _ name: String, _ receiver: Receiver, of names: Set<String>, hasMail: Bool, path: (String) -> String
    ) throws -> AlertReceiver {
        func refusal(_ key: String, _ fault: String, _ remedy: String) -> OperatorError {
            OperatorError("Setting 'alerts.receivers.\(name).\(key)' \(fault).", remedy: remedy)
        }
        let mails = try (receiver.mail ?? []).map { text in
            guard let address = try? MailAddress(text) else {
                throw refusal("mail", "has '\(text)', which is no address", "Give addresses such as a@regio.example.")
            }
            return address
        }
        guard mails.isEmpty || hasMail else {
            throw refusal("mail", "is given without a mail server", "Set the group 'mail', or take it away.")
        }
        guard !mails.isEmpty || receiver.webhook != nil else {
            throw refusal("mail", "and its webhook are both missing", "Give at least one of them.")
        }
        let reach = try receiver.regions.map { texts in
            HealthReach.regions(
                Set(
                    try texts.map { text in
                        guard let code = try? RegionCode(text) else {
                            throw refusal("regions", "has '\(text)', which is no region", "Give codes such as zeeland.")
                        }
                        return code
                    }))
        }
        guard ["letOp", "storing", nil].contains(receiver.least) else {
            throw refusal("least", "is '\(receiver.least ?? "")'", "Give letOp or storing.")
        }
        let leavesOut = try (receiver.leaveOut ?? []).map { text in
            guard let condition = HealthCondition(rawValue: text) else {
                let known = HealthCondition.allCases.map(\.rawValue).joined(separator: ", ")
                throw refusal("leave-out", "has '\(text)', which is no condition", "Give some of: \(known).")
            }
            return condition
        }
        let quiet = try receiver.quiet.map { text in
            guard let quiet = QuietHours(text) else {
                throw refusal("quiet", "is '\(text)'", "Give a time such as \"22:00-07:00\", in quotes.")
            }
            return quiet
        }
        guard receiver.quietExcept == nil || receiver.quietExcept == "storing" && quiet != nil else {
            throw refusal("quiet-except", "is '\(receiver.quietExcept ?? "")'", "Give storing, beside 'quiet'.")
        }
        let hours = receiver.repeatAfter ?? 1
        guard repetition.contains(hours) else {
            throw refusal("repeat-after", "is \(hours)", "Give 1 to 168 hours; without it, 1 is taken.")
        }
        return AlertReceiver(
            name: name, mails: mails, webhook: try webhook(receiver, refusal, path), reach: reach ?? .all,
            takesAttention: receiver.least != "storing", leavesOut: Set(leavesOut), quiet: quiet,
            breaksQuiet: receiver.quietExcept == "storing",
            escalation: try escalation(receiver, of: names.subtracting([name]), refusal),
            window: TimeInterval(3_600 * hours))
    }

    private static func escalation(
        _ receiver: Receiver, of names: Set<String>, _ refusal: (String, String, String) -> OperatorError
    ) throws -> AlertReceiver.Escalation? {
        switch (receiver.escalateAfter, receiver.escalateTo) {
        case (nil, nil): return nil
        case (let minutes?, let other?):
            guard escalation.contains(minutes) else {
                throw refusal("escalate-after", "is \(minutes)", "Give 1 to 1440 minutes.")
            }
            guard names.contains(other) else {
                throw refusal("escalate-to", "is '\(other)', which is no other receiver", "Name one of the receivers.")
            }
            return .init(after: TimeInterval(60 * minutes), to: other)
        default: throw refusal("escalate-after", "and 'escalate-to' belong together", "Give both, or neither.")
        }
    }

    private static func webhook(
        _ receiver: Receiver, _ refusal: (String, String, String) -> OperatorError, _ path: (String) -> String
    ) throws -> AlertReceiver.Webhook? {
        guard let text = receiver.webhook else { return nil }
        guard let url = URL(string: text), let host = url.host,
            url.scheme == "https" || url.scheme == "http" && ListenAddress.isLoopback(host)
        else {
            throw refusal("webhook", "is '\(text)'", "Give an https address; http only on this machine.")
        }
        guard let file = receiver.secretFile else {
            throw refusal("secret-file", "is missing", "Name a file (0600) with the secret that both sides have.")
        }
        let secret: [UInt8]
        do throws(OwnerOnlyFile.Fault) {
            let read = String(decoding: try OwnerOnlyFile.read(path(file)), as: UTF8.self)
            secret = Array(read.trimmingCharacters(in: .newlines).utf8)
        } catch {
            let explained = error.explained(at: path(file))
            throw refusal("secret-file", "cannot be used: \(explained.reason)", explained.remedy)
        }
        guard secretBytes.contains(secret.count) else {
            throw refusal("secret-file", "has \(secret.count) bytes", "Give 24 to 256 bytes, by chance.")
        }
        let authorities = try receiver.caFile.map { file in
            guard let read = AuthorityFile.read(path(file)) else {
                throw refusal("ca-file", "(\(path(file))) cannot be read", AuthorityFile.remedy)
            }
            return read
        }
        return AlertReceiver.Webhook(address: url, secret: secret, authorities: authorities)
    }
}

/// Settings of alerts, read and found safe.
struct CheckedAlerts: Sendable {
    let monitor: String?
    let receivers: [AlertReceiver]
}
