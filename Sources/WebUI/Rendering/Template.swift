/// A template that is refused when the pages are loaded: which, where, why, and what to write instead.
package struct TemplateInvalid: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let reason: String
    package var description: String { "\(file):\(line): \(reason)" }

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}

/// The rules for templates: nothing that gets text past escaping, and no part that is not there.
package enum TemplateRules {
    /// Everything that is wrong with the template `text` of `file`.
    ///
    /// - Parameter parts: names of all templates, to which `{{>name}}` and `{{<name}}` may point.
    package static func faults(in text: String, file: String, parts: Set<String>) -> [TemplateInvalid] {
        var faults: [TemplateInvalid] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for tag in line.components(after: "{{") {
                guard let sign = tag.first(where: { $0 != " " && $0 != "\t" }) else { continue }
                if let reason = refusal(of: sign) {
                    faults.append(TemplateInvalid(file: file, line: index + 1, reason: reason))
                } else if sign == ">" || sign == "<" {
                    let name = tag.drop { $0 != sign }.dropFirst().prefix { $0 != "}" }
                        .trimmingPrefix { $0 == " " }.prefix { $0 != " " }
                    guard !parts.contains(String(name)) else { continue }
                    faults.append(
                        TemplateInvalid(file: file, line: index + 1, reason: "there is no template '\(name)'"))
                }
            }
        }
        return faults
    }

    private static func refusal(of sign: Character) -> String? {
        switch sign {
        case "{", "&": "an unescaped variable: write {{name}}, which escapes"
        case "=": "other delimiters would hide tags from this check: keep {{ and }}"
        case "%": "another content type would switch escaping off: take the line out"
        case "*": "a part whose name comes from a value cannot be checked: write the name"
        default: nil
        }
    }
}

extension Substring {
    /// What follows each `mark`, up to the end of the line.
    fileprivate func components(after mark: String) -> [Substring] {
        var found: [Substring] = []
        var rest = self
        while let range = rest.firstRange(of: mark) {
            rest = rest[range.upperBound...]
            found.append(rest)
        }
        return found
    }
}
