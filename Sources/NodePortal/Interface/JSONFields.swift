import Domain
import Foundation
import Wire

/// The members of a small JSON object, read by name; all that is wrong with it comes out at once.
struct JSONFields {
    private let members: [String: Any]
    private var read: Set<String> = []
    private var errors: [FieldError] = []

    /// - Throws: `RequestRefusal` for bytes that are no JSON object.
    init(_ body: [UInt8]) throws(RequestRefusal) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw RequestRefusal([FieldError(field: "", message: "Dit is geen JSON-object.")])
        }
        members = object
    }

    /// A text of 1 to `limit` characters.
    mutating func text(_ name: String, atMost limit: Int) -> String {
        read.insert(name)
        guard let text = members[name] as? String, !text.isEmpty, text.count <= limit else {
            errors.append(FieldError(field: name, message: "moet een tekst van 1 tot \(limit) tekens zijn"))
            return ""
        }
        return text
    }

    /// A text of at most `limit` characters, or nil when it is left out.
    mutating func optionalText(_ name: String, atMost limit: Int) -> String? {
        read.insert(name)
        guard let value = members[name] else { return nil }
        guard let text = value as? String, text.count <= limit else {
            errors.append(FieldError(field: name, message: "moet een tekst van hooguit \(limit) tekens zijn"))
            return nil
        }
        return text
    }

    mutating func flag(_ name: String) -> Bool {
        read.insert(name)
        guard let flag = members[name] as? Bool else {
            errors.append(FieldError(field: name, message: "moet true of false zijn"))
            return false
        }
        return flag
    }

    /// - Throws: `RequestRefusal` with every error, unknown fields by name.
    func refuse() throws(RequestRefusal) {
        let unknown = Set(members.keys).subtracting(read).sorted().map {
            FieldError(field: $0, message: "onbekend veld")
        }
        guard errors.isEmpty, unknown.isEmpty else { throw RequestRefusal(errors + unknown) }
    }
}
