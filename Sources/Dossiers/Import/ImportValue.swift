import Domain

/// One field of an export: what is taken, in one spelling, or why not.
enum ImportValue {
    static let yes = "1"
    static let no = "0"

    typealias Refusal = EntryRefusal

    /// `text` as the store will have it.
    static func read(_ text: String, as column: ImportColumn) throws(Refusal) -> String {
        let text = EntryRule.trimmed(text)
        if text.isEmpty {
            let mayBeEmpty = ![.clientNumber, .givenName, .familyName, .postcode, .birthDay].contains(column)
            guard mayBeEmpty else { throw Refusal("is leeg", "vul in: \(column.meaning)") }
            return ""
        }
        switch column {
        case .clientNumber, .caseNumber: return try EntryRule.line(text, atMost: 40)
        case .givenName, .familyName, .street, .caseManager: return try EntryRule.words(text)
        case .email: return try EntryRule.email(text)
        case .phone: return try EntryRule.phone(text)
        case .postcode: return try EntryRule.postcode(text).description
        case .birthDay, .serviceEnded: return try EntryRule.day(text).description
        case .gender: return try EntryRule.choice(text, genders, ["m": "man", "v": "vrouw"])
        case .support: return try EntryRule.choice(text, supports, ["volledig ondersteund": SupportLevel.full.rawValue])
        case .toZo: return try EntryRule.choice(text, [yes, no], ["ja": yes, "j": yes, "nee": no, "n": no])
        case .targetGroups:
            var groups: [String] = []
            for piece in text.lowercased().split(whereSeparator: { $0 == "|" || $0 == " " }) {
                let group = try EntryRule.choice(String(piece), Self.groups)
                if !groups.contains(group) { groups.append(group) }
            }
            return groups.joined(separator: " ")
        }
    }

    private static let genders = Gender.allCases.map(\.rawValue)
    private static let supports = SupportLevel.allCases.map(\.rawValue)
    private static let groups = TargetGroup.allCases.map(\.rawValue)
}
