package import Domain
package import Foundation

/// A message about a person, as it is sealed between two regions.
package enum MessageJSON {
    /// What is sent.
    package struct Question: Hashable, Sendable {
        /// The sender's name of it: the same message is kept once.
        package let id: UUID
        package let content: MessageContent

        package init(id: UUID, content: MessageContent) {
            self.id = id
            self.content = content
        }
    }

    /// What the home region says to it.
    package enum Receipt: Hashable, Sendable {
        /// Kept; `reference` asks about it.
        case kept(reference: String)
        case refused(Refusal)
    }

    /// Why it was not kept, for the sender.
    package enum Refusal: String, CaseIterable, Hashable, Sendable {
        case tooManyToday = "teVeelVandaag"
        case tooManyAboutOne = "teVeelOverEen"
        /// Too long, or with a number that can be a BSN: what the sender's own region should have refused.
        case notAllowed = "nietToegestaan"
    }

    private static let idField = "id"

    package static func encode(_ question: Question) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member(idField, question.id.uuidString.lowercased())
            writer.member(MessageContent.Field.addressee, question.content.addressee.rawValue)
            writer.member(MessageContent.Field.text, question.content.text)
            if let contact = question.content.contact { writer.member(MessageContent.Field.contact, contact) }
        }
        return writer.bytes
    }

    /// The message, or nil for its content when that is not allowed.
    ///
    /// - Throws: `AnswerFault` when it is malformed.
    package static func decodeQuestion(_ bytes: [UInt8]) throws -> Question? {
        let tree = try Tree.read(bytes[...], line: 1)
        guard let id = tree[idField]?.text.flatMap(UUID.init(uuidString:)),
            let addressee = tree[MessageContent.Field.addressee]?.text,
            let text = tree[MessageContent.Field.text]?.text
        else { throw AnswerFault(line: 1, reason: "a field of the message is missing") }
        let contact = tree[MessageContent.Field.contact]?.text ?? ""
        guard case .success(let content) = MessageContent.read(addressee: addressee, text: text, contact: contact)
        else { return nil }
        return Question(id: id, content: content)
    }

    package static func encode(_ receipt: Receipt) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            switch receipt {
            case .kept(let reference): writer.member("verwijzing", reference)
            case .refused(let refusal): writer.member("geweigerd", refusal.rawValue)
            }
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when it is malformed, or refuses for a reason that this version does not know.
    package static func decodeReceipt(_ bytes: [UInt8]) throws -> Receipt {
        let tree = try Tree.read(bytes[...], line: 1)
        if let reference = tree["verwijzing"]?.text, (1...1_024).contains(reference.utf8.count) {
            return .kept(reference: reference)
        }
        guard let refusal = tree["geweigerd"]?.text.flatMap(Refusal.init(rawValue:)) else {
            throw AnswerFault(line: 1, reason: "neither a reference nor a refusal")
        }
        return .refused(refusal)
    }
}
