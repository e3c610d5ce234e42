import Yams

/// The fields of one YAML mapping, which has a closed set of keys. What is wrong is told with its line.
struct YAMLFields {
    /// The line that the mapping begins at.
    let line: Int
    private let values: [String: Node]

    /// Nil, after saying so, when `node` is no mapping.
    ///
    /// - Parameter subject: What the mapping describes, for the sentences: `a region`.
    init?(_ node: Node, of subject: String, required: [String], optional: [String] = [], _ faults: inout FileFaults) {
        let line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            faults.add(line, "\(subject) must be written as 'key: value' lines", "see regions/README.md for its keys")
            return nil
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard required.contains(name) || optional.contains(name) else {
                faults.add(
                    key.mark?.line ?? line, "\(subject) has no key '\(name)'",
                    "remove it, or correct it to one of: \((required + optional).joined(separator: ", "))")
                continue
            }
            values[name] = value
        }
        for name in required where values[name] == nil {
            faults.add(line, "\(subject) lacks the key '\(name)'", "add a line '\(name): ...'")
        }
        self.line = line
        self.values = values
    }

    /// What stands at `key`, read by `parse`; nil when it is not there, or after saying that it is not what was
    /// expected.
    func value<Value>(
        _ key: String, expecting expected: String, _ faults: inout FileFaults, parse: (String) -> Value?
    ) -> Placed<Value>? {
        guard let node = values[key] else { return nil }
        return Self.value(of: node, at: key, expecting: expected, line: line, &faults, parse: parse)
    }

    /// The items of the list at `key`, each with its line; nil when it is not there, or after saying that it is no
    /// list or an empty one.
    func items(_ key: String, _ faults: inout FileFaults) -> [Node]? {
        guard let node = values[key] else { return nil }
        guard case .sequence(let items) = node, !items.isEmpty else {
            faults.add(
                node.mark?.line ?? line, "'\(key)' must be a list of at least one",
                "write each item on a line of its own that begins with '- '")
            return nil
        }
        return Array(items)
    }

    /// Each item of the list at `key`, read by `parse`; an item that is not what was expected is told and left out.
    func values<Value>(
        _ key: String, expecting expected: String, _ faults: inout FileFaults, parse: (String) -> Value?
    ) -> [Placed<Value>]? {
        guard let items = items(key, &faults) else { return nil }
        var read: [Placed<Value>] = []
        for item in items {
            guard let value = Self.value(of: item, at: key, expecting: expected, line: line, &faults, parse: parse)
            else { continue }
            read.append(value)
        }
        return read
    }

    /// The line of what stands at `key`, or of the mapping.
    func line(of key: String) -> Int { values[key]?.mark?.line ?? line }

    private static func value<Value>(
        of node: Node, at key: String, expecting expected: String, line: Int, _ faults: inout FileFaults,
        parse: (String) -> Value?
    ) -> Placed<Value>? {
        let line = node.mark?.line ?? line
        guard let text = node.scalar?.string else {
            faults.add(line, "'\(key)' must be \(expected)", "write one value there")
            return nil
        }
        guard let value = parse(text) else {
            faults.add(line, "'\(key)' is '\(text)' and must be \(expected)", "correct it")
            return nil
        }
        return Placed(value: value, line: line)
    }
}

/// Reads a YAML file down to its one mapping.
enum YAMLFile {
    /// The document in `text`, or nil after saying in `faults` what is wrong with it and where.
    static func document(_ text: String, _ faults: inout FileFaults) -> Node? {
        do {
            guard let node = try compose(yaml: text) else {
                faults.add(1, "the file is empty", "put its content back")
                return nil
            }
            return node
        } catch let error as YamlError {
            let (line, reason) = explained(error)
            faults.add(line, "it is not YAML: \(reason)", "correct the line, or the one above it")
        } catch {
            faults.add(nil, "it is not YAML", "correct the file")
        }
        return nil
    }

    private static func explained(_ error: YamlError) -> (line: Int?, reason: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            (mark.line, context.map { "\(problem) \($0.text)" } ?? problem)
        case .duplicatedKeysInMapping(let names, let context):
            (context.mark.line, "the key \(names.map { "'\($0)'" }.joined(separator: ", ")) is given more than once")
        case .reader(let problem, let offset, _, let yaml):
            (offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }, problem)
        default: (nil, "\(error)")
        }
    }
}
