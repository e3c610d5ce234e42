package import Domain

/// What a program entered, field by field.
package enum EntryJSON {
    /// What `body` says, unchecked: texts, numbers, `true` as `ja`, `null` as empty, lists of
    /// texts and of groups of texts. What is none of these is a fault of its field.
    ///
    /// - Throws: `RequestRefusal` for bytes that are no JSON object.
    package static func decode(_ body: [UInt8]) throws(RequestRefusal) -> EntryFields {
        guard case .object(let members) = try JSONReader.document(body) else {
            throw RequestRefusal([FieldError(field: "", message: "Dit is geen JSON-object.")])
        }
        var fields = EntryFields()
        for (name, value) in members { enter(value, name, &fields) }
        return fields
    }

    private static func enter(_ value: JSONValue, _ name: String, _ fields: inout EntryFields) {
        switch value {
        case .array(let elements): enter(elements, name, &fields)
        case .object(let members):
            for (part, value) in members { fields.texts["\(name).\(part)"] = text(value, "\(name).\(part)", &fields) }
        default: fields.texts[name] = text(value, name, &fields)
        }
    }

    private static func enter(_ elements: [JSONValue], _ name: String, _ fields: inout EntryFields) {
        var (texts, items): ([String], [[String: String]]) = ([], [])
        for (number, element) in elements.enumerated() {
            let path = "\(name).\(number + 1)"
            guard case .object(let members) = element else {
                texts.append(text(element, path, &fields))
                continue
            }
            var item: [String: String] = [:]
            for (part, value) in members { item[part] = text(value, "\(path).\(part)", &fields) }
            items.append(item)
        }
        if !texts.isEmpty || items.isEmpty { fields.lists[name] = texts }
        if !items.isEmpty || texts.isEmpty { fields.items[name] = items }
    }

    private static func text(_ value: JSONValue, _ path: String, _ fields: inout EntryFields) -> String {
        switch value {
        case .string(let text), .number(let text): return text
        case .bool(let flag): return flag ? "ja" : "nee"
        case .null: return ""
        case .array, .object:
            fields.faults.append(EntryFault(field: path, message: "Dit is geen tekst, maar een \(value.kind)."))
            return ""
        }
    }
}
