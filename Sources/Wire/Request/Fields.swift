import Domain

/// Collects every error of one request.
final class ErrorList {
    private(set) var all: [FieldError] = []
    var isEmpty: Bool { all.isEmpty }
    func add(_ field: String, _ message: String) { all.append(FieldError(field: field, message: message)) }
}

/// The members of one JSON object, read by name; what nobody read is unknown.
final class Fields {
    private let path: String
    private let errors: ErrorList
    private var members: [String: JSONValue] = [:]
    private var names: [String] = []
    private var read: Set<String> = []

    init(_ value: JSONValue, path: String, errors: ErrorList) {
        self.path = path
        self.errors = errors
        guard case .object(let pairs) = value else {
            errors.add(path, "moet een object zijn, geen \(value.kind)")
            return
        }
        for pair in pairs {
            members[pair.key] = pair.value
            names.append(pair.key)
        }
    }

    func fail(_ name: String, _ message: String) { errors.add(full(name), message) }

    /// Says `message` of `name`, unless something is said of it, or of what is in it, already.
    func failUnlessMentioned(_ name: String, _ message: String) {
        let path = full(name)
        guard !errors.all.contains(where: { $0.field == path || $0.field.hasPrefix(path + ".") }) else { return }
        fail(name, message)
    }

    /// Names every member that no rule knows.
    func refuseUnknown() {
        for name in names where !read.contains(name) { fail(name, "is een onbekend veld") }
    }

    private func full(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func take(_ name: String, required: Bool = false) -> JSONValue? {
        read.insert(name)
        switch members[name] {
        case nil, .null?:
            if required { fail(name, "ontbreekt") }
            return nil
        case let value?: return value
        }
    }

    func object(_ name: String) -> Fields? { take(name).map { Fields($0, path: full(name), errors: errors) } }
    func required(_ name: String) -> Fields? {
        take(name, required: true).map { Fields($0, path: full(name), errors: errors) }
    }

    /// The objects in a list of them, each with its own path (`talen[0]`); another element is an error.
    func objects(_ name: String, atMost limit: Int = Limits.filterValues) -> [Fields] {
        list(name, atMost: limit).enumerated().compactMap { number, element in
            let fields = Fields(element, path: "\(full(name))[\(number)]", errors: errors)
            return if case .object = element { fields } else { nil }
        }
    }

    func text(_ name: String, atMost limit: Int) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else { return mistaken(name, "een tekst", value) }
        guard text.count <= limit else {
            fail(name, "mag hooguit \(limit) tekens zijn, en heeft er \(text.count)")
            return nil
        }
        return text
    }

    func requiredText(_ name: String) -> String? {
        guard let value = take(name, required: true) else { return nil }
        guard case .string(let text) = value else { return mistaken(name, "een tekst", value) }
        return text
    }

    func hexadecimal(_ name: String, digits: Int) -> String? {
        guard let text = requiredText(name) else { return nil }
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else {
            fail(name, "moet \(digits) kleine hexadecimale cijfers zijn")
            return nil
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let value = take(name, required: required) else { return nil }
        guard case .number(let text) = value, let number = Int(text) else {
            return mistaken(name, "een geheel getal", value)
        }
        guard range.contains(number) else {
            fail(name, "moet van \(range.lowerBound) tot en met \(range.upperBound) zijn, en is \(number)")
            return nil
        }
        return number
    }

    func flag(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else { return mistaken(name, "true of false", value) }
        return flag
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, required: Bool = false) -> Choice?
    where Choice.RawValue == String {
        guard let value = take(name, required: required) else { return nil }
        guard case .string(let text) = value else { return mistaken(name, "een tekst", value) }
        if let choice = Choice(rawValue: text) { return choice }
        fail(name, "kent de waarde niet; kies uit \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    func choices<Choice: RawRepresentable & CaseIterable & Hashable>(_ name: String, atMost limit: Int) -> [Choice]
    where Choice.RawValue == String {
        parsed(name, "een van \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", atMost: limit) {
            Choice(rawValue: $0)
        }
    }

    /// A list of texts, each of which `parse` knows, none twice.
    func parsed<Value: Hashable>(
        _ name: String, _ expected: String, atMost limit: Int = Limits.filterValues, parse: (String) -> Value?
    ) -> [Value] {
        var result: [Value] = []
        for (number, element) in list(name, atMost: limit).enumerated() {
            guard case .string(let text) = element, let parsed = parse(text) else {
                fail("\(name)[\(number)]", "moet \(expected) zijn")
                continue
            }
            if result.contains(parsed) {
                fail("\(name)[\(number)]", "staat er twee keer")
            } else {
                result.append(parsed)
            }
        }
        return result
    }

    private func list(_ name: String, atMost limit: Int) -> [JSONValue] {
        guard let value = take(name) else { return [] }
        guard case .array(let elements) = value else { return mistaken(name, "een lijst", value) ?? [] }
        guard elements.count <= limit else {
            fail(name, "mag hooguit \(limit) waarden hebben, en heeft er \(elements.count)")
            return []
        }
        return elements
    }

    private func mistaken<Value>(_ name: String, _ expected: String, _ value: JSONValue) -> Value? {
        fail(name, "moet \(expected) zijn, geen \(value.kind)")
        return nil
    }
}
