/// Reads fields one by one and keeps everything that is wrong.
struct EntryReader {
    let fields: EntryFields
    private(set) var faults: [EntryFault]
    private(set) var warnings: [EntryWarning] = []

    /// - Parameter known: the fields that may be entered here; another one is refused by name.
    init(_ fields: EntryFields, known: [DossierField]) {
        self.fields = fields
        faults = fields.faults
        let names = Set(known.map(\.rawValue))
        for name in fields.names.subtracting(names).sorted() {
            fail(name, Self.refusal(of: name))
        }
    }

    /// Of fields that are no dossier's.
    init(own fields: EntryFields) {
        self.fields = fields
        faults = fields.faults
    }

    private static func refusal(of name: String) -> String {
        guard let field = DossierField(rawValue: name) else { return "Dit is een onbekend veld. Haal het weg." }
        return DossierField.keptByMunicipality.contains(field)
            ? "Dit houdt de gemeente bij. U kunt het hier niet wijzigen."
            : "Dit is van de werkzoekende zelf. U kunt het hier niet wijzigen."
    }

    mutating func fail(_ path: String, _ message: String) {
        faults.append(EntryFault(field: path, message: message))
    }

    func reading<Value>(_ value: Value?, confirmed: Set<String> = []) -> EntryReading<Value> {
        EntryReading(
            value: faults.isEmpty ? value : nil, faults: faults,
            warnings: warnings.filter { !confirmed.contains($0.confirmation) })
    }

    /// A value that must be there.
    mutating func required<Value>(_ path: String, _ rule: (String) throws(EntryRefusal) -> Value) -> Value? {
        guard let text = present(path) else { return nil }
        if text.isEmpty {
            fail(path, "Dit is leeg. Vul het in.")
            return nil
        }
        return apply(text, path, rule)
    }

    /// A value that may be empty; nil when it is, or is wrong.
    mutating func optional<Value>(_ path: String, _ rule: (String) throws(EntryRefusal) -> Value) -> Value? {
        guard let text = present(path), !text.isEmpty else { return nil }
        return apply(text, path, rule)
    }

    /// A list of values, none twice.
    mutating func list<Value: Hashable>(
        _ name: String, _ count: ClosedRange<Int>, _ rule: (String) throws(EntryRefusal) -> Value
    ) -> [Value] {
        guard let entered = fields.lists[name] else {
            missing(name)
            return []
        }
        let texts = entered.map(EntryRule.trimmed).filter { !$0.isEmpty }
        guard isWithin(count, texts.count, name) else { return [] }
        var values: [Value] = []
        for (number, text) in texts.enumerated() {
            guard let value = apply(text, "\(name).\(number + 1)", rule), !values.contains(value) else { continue }
            values.append(value)
        }
        return values
    }

    /// Groups of parts, in their order.
    mutating func items<Value>(
        _ name: String, atMost limit: Int, parts: [String], _ read: (inout EntryReader, String) -> Value?
    ) -> [Value] {
        guard let entered = fields.items[name] else {
            missing(name)
            return []
        }
        guard isWithin(0...limit, entered.count, name) else { return [] }
        return entered.enumerated().compactMap { number, item in
            let path = "\(name).\(number + 1)"
            var inner = EntryReader(flattening: item, at: path)
            for part in item.keys.sorted() where !parts.contains(part) {
                inner.fail("\(path).\(part)", "Dit is een onbekend veld. Haal het weg.")
            }
            let value = read(&inner, path)
            faults += inner.faults
            warnings += inner.warnings
            return value
        }
    }

    /// Remembers that `text` seems to touch a sensitive topic.
    mutating func warn(_ path: String, _ text: String) {
        for topic in SensitiveTopic.found(in: text) {
            let warning = EntryWarning(field: path, topic: topic)
            if !warnings.contains(warning) { warnings.append(warning) }
        }
    }

    private init(flattening item: [String: String], at path: String) {
        var fields = EntryFields()
        for (part, text) in item { fields.texts["\(path).\(part)"] = text }
        self.fields = fields
        faults = []
    }

    private mutating func present(_ path: String) -> String? {
        // What is no text has its fault already.
        guard !faults.contains(where: { $0.field == path }) else { return nil }
        guard let text = fields.texts[path] else {
            missing(path)
            return nil
        }
        return EntryRule.trimmed(text)
    }

    private mutating func missing(_ path: String) {
        fail(path, "Dit ontbreekt. Vul het in.")
    }

    private mutating func isWithin(_ count: ClosedRange<Int>, _ found: Int, _ name: String) -> Bool {
        if found < count.lowerBound { fail(name, "Dit is leeg. Vul minstens \(count.lowerBound) in.") }
        if found > count.upperBound { fail(name, "Dit zijn er \(found). Noem er hooguit \(count.upperBound).") }
        return count.contains(found)
    }

    private mutating func apply<Value>(
        _ text: String, _ path: String, _ rule: (String) throws(EntryRefusal) -> Value
    ) -> Value? {
        do throws(EntryRefusal) {
            return try rule(text)
        } catch {
            fail(path, error.sentences)
            return nil
        }
    }
}
