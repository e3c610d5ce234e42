import Domain

/// Reads options one by one and keeps a line for each that is wrong.
struct OptionReader {
    private(set) var faults: [String] = []

    mutating func fail(_ option: String, _ reason: String) { faults.append("\(option): \(reason).") }

    mutating func one<Value>(
        _ option: String, _ text: String, _ expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        let value = parse(text)
        if value == nil { fail(option, "'\(text)' is not \(expected)") }
        return value
    }

    /// The values that can be read, each once.
    mutating func all<Value: Hashable>(
        _ option: String, _ texts: [String], _ expected: String, _ parse: (String) -> Value?
    ) -> [Value] {
        if texts.count > Limits.filterValues { fail(option, "more than \(Limits.filterValues) values") }
        return distinct(texts.compactMap { one(option, $0, expected, parse) })
    }

    /// One of a closed list, whatever its case.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String, _: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        let lowered = text.lowercased()
        if let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == lowered }) { return choice }
        fail(option, "'\(text)' is not one of \(Self.known(Choice.self))")
        return nil
    }

    mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ option: String, _ texts: [String], _: Choice.Type
    ) -> [Choice] where Choice.RawValue == String {
        var all: [Choice] = []
        for text in texts { choice(option, text, Choice.self).map { all.append($0) } }
        return distinct(all)
    }

    private func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }

    /// Every value of a closed list, as a sentence lists them.
    static func known<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> String
    where Choice.RawValue == String {
        Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
