import Domain
package import Foundation

/// Asking and giving a lasting reference (verwijzing), as it is sealed between two regions.
package enum ReferenceJSON {
    /// Longest name of what it is for, in bytes: that of a purpose.
    private static let vacancyBytes = 64

    /// - Parameter vacancy: the asking organisation's own reference of what the list is for; no personal data.
    package static func encodeQuestion(vacancy: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 96)
        writer.object { $0.member("opdracht", vacancy) }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when it is malformed or too long.
    package static func decodeQuestion(_ bytes: [UInt8]) throws -> String {
        guard let vacancy = try Tree.read(bytes[...], line: 1)["opdracht"]?.text,
            (1...vacancyBytes).contains(vacancy.utf8.count)
        else { throw AnswerFault(line: 1, reason: "no name of what it is for") }
        return vacancy
    }

    package static func encode(_ reference: String, expires: Date) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("verwijzing", reference)
            writer.member("verloopt", Timestamp.text(expires))
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when it is malformed.
    package static func decode(_ bytes: [UInt8]) throws -> (reference: String, expires: Date) {
        let tree = try Tree.read(bytes[...], line: 1)
        guard let reference = tree["verwijzing"]?.text, let expires = tree["verloopt"]?.text.flatMap(Timestamp.date)
        else { throw AnswerFault(line: 1, reason: "no reference") }
        return (reference, expires)
    }
}

/// Asking who of a list can still be seen, as it is sealed between two regions.
package enum CandidatesJSON {
    /// What is asked: at most `Limits.candidates` references, given for one vacancy.
    package struct Question: Hashable, Sendable {
        package let references: [String]
        package let vacancy: String

        package init(_ references: [String], vacancy: String) {
            self.references = references
            self.vacancy = vacancy
        }
    }

    package static func encode(_ question: Question) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.member("opdracht", question.vacancy)
            writer.member("verwijzingen", question.references)
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when it is malformed, or asks too much.
    package static func decodeQuestion(_ bytes: [UInt8]) throws -> Question {
        let vacancy = try ReferenceJSON.decodeQuestion(bytes)
        guard let references = try Tree.read(bytes[...], line: 1)["verwijzingen"]?.texts,
            (1...Limits.candidates).contains(references.count)
        else { throw AnswerFault(line: 1, reason: "no references, or too many") }
        return Question(references, vacancy: vacancy)
    }

    /// One element for each reference, in their order: null for somebody who cannot be seen.
    package static func encode(_ people: [WireHit?]) -> [UInt8] {
        var writer = JSONWriter(capacity: people.count * 768)
        writer.object { writer in
            writer.key("kandidaten")
            writer.array { writer in
                for hit in people {
                    if let hit { NodeAnswerJSON.write(hit, to: &writer) } else { writer.raw("null".utf8) }
                }
            }
        }
        return writer.bytes
    }

    /// - Parameter count: of the references that were asked.
    /// - Throws: `AnswerFault` when it is malformed, or answers another number.
    package static func decode(_ bytes: [UInt8], count: Int) throws -> [HitView?] {
        guard let people = try Tree.read(bytes[...], line: 1)["kandidaten"]?.elements, people.count == count else {
            throw AnswerFault(line: 1, reason: "not as many as were asked")
        }
        return try people.map { tree in
            if tree.isNull { return nil }
            guard let hit = HitView(tree, raw: []) else { throw AnswerFault(line: 1, reason: "somebody is malformed") }
            return hit
        }
    }
}
