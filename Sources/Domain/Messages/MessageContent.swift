package import Foundation

/// To whom a message about a jobseeker is. The raw values are the wire's and the store's.
package enum MessageAddressee: String, CaseIterable, Hashable, Sendable {
    case jobseeker = "werkzoekende"
    case caseManager = "klantmanager"
    case both = "beiden"

    package var includesJobseeker: Bool { self != .caseManager }
    package var includesCaseManager: Bool { self != .jobseeker }
}

/// What somebody writes about or to a jobseeker.
///
/// Invariant: the text is 1 to `Limits.messageCharacters` characters within `Limits.messageBytes`, lines ended by a
/// newline, no other control characters, and no number that can be a BSN (P-DAT-6); the same of `contact`, in one line.
package struct MessageContent: Hashable, Sendable {
    /// Names of the fields of forms and of JSON.
    package enum Field {
        package static let addressee = "aan"
        package static let text = "bericht"
        package static let contact = "bereikbaar"
    }

    package let addressee: MessageAddressee
    package let text: String
    /// How the sender says to be reached, by the sender's own choice.
    package let contact: String?

    /// What was typed, or everything that is wrong with it at once.
    package static func read(
        addressee: String, text: String, contact: String
    ) -> Result<MessageContent, MessageFaults> {
        var faults: [EntryFault] = []
        let chosen = MessageAddressee(rawValue: addressee)
        if chosen == nil { faults.append(EntryFault(field: Field.addressee, message: "Kies voor wie het bericht is.")) }
        let spelled = MessageText.spelled(text)
        if let message = MessageText.fault(in: spelled) {
            faults.append(EntryFault(field: Field.text, message: message))
        }
        let reached = MessageText.spelled(contact).replacing("\n", with: " ")
        if let message = MessageText.contactFault(in: reached) {
            faults.append(EntryFault(field: Field.contact, message: message))
        }
        guard faults.isEmpty, let chosen else { return .failure(MessageFaults(all: faults)) }
        return .success(
            MessageContent(addressee: chosen, text: spelled, contact: reached.isEmpty ? nil : reached))
    }
}

/// Everything that is wrong with one message.
package struct MessageFaults: Error, Hashable, Sendable {
    /// By `MessageContent.Field`.
    package let all: [EntryFault]
}

/// The rules of a text that goes from person to person: a message or an answer.
package enum MessageText {
    /// `text` with its lines ended as here, without blanks around it.
    package static func spelled(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What is wrong with a spelled text, for who typed it.
    package static func fault(in text: String) -> String? {
        guard !text.isEmpty else { return "Schrijf een bericht." }
        guard text.count <= Limits.messageCharacters, bytes(of: text) <= Limits.messageBytes else {
            return "Het bericht is te lang: hooguit \(Limits.messageCharacters) tekens. Het heeft er \(text.count)."
        }
        return otherFault(in: text)
    }

    static func contactFault(in text: String) -> String? {
        guard text.count <= Limits.messageContactCharacters else {
            return "Gebruik hooguit \(Limits.messageContactCharacters) tekens."
        }
        return otherFault(in: text)
    }

    private static func otherFault(in text: String) -> String? {
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\t" }) else {
            return "Hier staan tekens in die niet te lezen zijn. Haal die weg."
        }
        guard BSNDetector.first(in: text) == nil else {
            return "Hier staat een getal in dat een BSN kan zijn. Een BSN mag niet in HalloWerk. Haal het weg."
        }
        return nil
    }

    /// As JSON: quotes, backslashes and ends of lines count double.
    private static func bytes(of text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 < 32 || $1 == UInt8(ascii: "\"") || $1 == UInt8(ascii: "\\") ? 2 : 1) }
    }
}

/// How far a message is at the jobseeker's home. The raw values are the wire's.
package enum MessageStatus: String, CaseIterable, Hashable, Sendable {
    case new = "nieuw"
    case read = "gelezen"
    case answered = "beantwoord"
}

/// What the sender of a message may know of it: never who read or answered it (P-DAT-3: the case manager's name stays
/// at home).
package struct MessageStanding: Hashable, Sendable {
    package let status: MessageStatus
    package let readAt: Date?
    package let answer: String?
    package let answeredAt: Date?

    package init(status: MessageStatus, readAt: Date?, answer: String?, answeredAt: Date?) {
        self.status = status
        self.readAt = readAt
        self.answer = answer
        self.answeredAt = answeredAt
    }
}
