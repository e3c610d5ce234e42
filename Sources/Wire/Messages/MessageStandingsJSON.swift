package import Domain
import Foundation

/// Asking what became of messages, as it is sealed between two regions.
package enum MessageStandingsJSON {
    package static func encodeQuestion(_ references: [String]) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { $0.member("verwijzingen", references) }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when it is malformed, or asks too much.
    package static func decodeQuestion(_ bytes: [UInt8]) throws -> [String] {
        guard let references = try Tree.read(bytes[...], line: 1)["verwijzingen"]?.texts,
            (1...Limits.messageReferences).contains(references.count)
        else { throw AnswerFault(line: 1, reason: "no references, or too many") }
        return references
    }

    /// One element for each reference, in their order: null for what cannot be told, whatever the reason.
    package static func encode(_ standings: [MessageStanding?]) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.key("berichten")
            writer.array { writer in
                for standing in standings {
                    if let standing { write(standing, to: &writer) } else { writer.raw("null".utf8) }
                }
            }
        }
        return writer.bytes
    }

    private static func write(_ standing: MessageStanding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("status", standing.status.rawValue)
            if let readAt = standing.readAt { writer.member("gelezenOp", Timestamp.text(readAt)) }
            if let answer = standing.answer { writer.member("antwoord", answer) }
            if let answeredAt = standing.answeredAt { writer.member("beantwoordOp", Timestamp.text(answeredAt)) }
        }
    }

    /// - Parameter count: of the references that were asked.
    /// - Throws: `AnswerFault` when it is malformed, answers another number, or has an answer that may not be kept.
    package static func decode(_ bytes: [UInt8], count: Int) throws -> [MessageStanding?] {
        guard let all = try Tree.read(bytes[...], line: 1)["berichten"]?.elements, all.count == count else {
            throw AnswerFault(line: 1, reason: "not as many as were asked")
        }
        return try all.map { tree in
            if tree.isNull { return nil }
            let answer = tree["antwoord"]?.text.map(MessageText.spelled)
            guard let status = tree["status"]?.text.flatMap(MessageStatus.init(rawValue:)),
                (status == .answered) == (answer != nil), answer.map({ MessageText.fault(in: $0) == nil }) ?? true
            else { throw AnswerFault(line: 1, reason: "a message is malformed") }
            return MessageStanding(
                status: status, readAt: tree["gelezenOp"]?.text.flatMap(Timestamp.date), answer: answer,
                answeredAt: tree["beantwoordOp"]?.text.flatMap(Timestamp.date))
        }
    }
}
