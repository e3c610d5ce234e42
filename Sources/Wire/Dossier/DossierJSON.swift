package import Domain

/// A dossier as its own municipality's programs read and write it.
///
/// - Important: With internal fields: for the municipality itself, and nothing else (P-DAT-3).
package enum DossierJSON {
    /// The document of one dossier.
    ///
    /// - Parameters:
    ///   - handle: opens it again, for the same user.
    ///   - disclosed: what others see, as `ProfileDetailJSON` writes it.
    package static func encode(_ dossier: Dossier, handle: String, disclosed: [UInt8]) -> [UInt8] {
        let fields = MunicipalEntry.fields(of: dossier)
        var writer = JSONWriter(capacity: 4_096)
        writer.object { writer in
            writer.member("handvat", handle)
            writer.member("gemeente", dossier.municipality.code)
            writer.member("revisie", dossier.revision)
            writer.member("zichtbaarheid", dossier.visibility.rawValue)
            writer.key("gegevens")
            writer.object { writer in
                for field in DossierField.keptByMunicipality {
                    switch field {
                    case .targetGroups: writer.member(field.rawValue, fields.lists[field.rawValue] ?? [])
                    case .toZo: writer.member(field.rawValue, dossier.internalFields.isToZo)
                    default: writer.member(field.rawValue, fields[field])
                    }
                }
            }
            writer.key("anderenZien")
            writer.raw(disclosed)
        }
        return writer.bytes
    }

    /// What `body` says of a dossier's fields, unchecked: texts, numbers, `true` as `ja`, `null` as empty, lists of
    /// texts and of groups of texts. What is none of these is a fault of its field.
    ///
    /// - Throws: `RequestRefusal` for bytes that are no JSON object.
    package static func entered(_ body: [UInt8]) throws(RequestRefusal) -> EntryFields {
        let tree: JSONValue
        do throws(JSONReader.Fault) {
            tree = try JSONReader.read(body[...])
        } catch {
            throw RequestRefusal([
                FieldError(field: "", message: "Dit is geen geldige JSON (byte \(error.offset)): \(error.reason).")
            ])
        }
        guard case .object(let members) = tree else {
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
