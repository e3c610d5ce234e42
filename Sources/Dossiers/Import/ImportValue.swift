import Domain

/// One field of an export: what is taken, in one spelling, or why not.
enum ImportValue {
    static let yes = "1"
    static let no = "0"

    /// Why a field is not taken: what is wrong, and what to do.
    struct Refusal: Error, Hashable {
        let reason: String
        let remedy: String

        init(_ reason: String, _ remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// `text` as the store will have it.
    static func read(_ text: String, as column: ImportColumn) throws(Refusal) -> String {
        let text = trimmed(text)
        if text.isEmpty {
            let mayBeEmpty = ![.clientNumber, .givenName, .familyName, .postcode, .birthDay].contains(column)
            guard mayBeEmpty else { throw Refusal("is leeg", "vul in: \(column.meaning)") }
            return ""
        }
        switch column {
        case .clientNumber, .caseNumber: return try plain(text, column, atMost: 40)
        case .givenName, .familyName, .street, .caseManager: return try words(text, column)
        case .email: return try email(text)
        case .phone: return try phone(text)
        case .postcode:
            guard let postcode = try? Postcode(text) else {
                throw Refusal("is geen Nederlandse postcode", "schrijf vier cijfers en twee letters, zoals 3011AB")
            }
            return postcode.description
        case .birthDay, .serviceEnded: return try day(text)
        case .gender: return try choice(text, genders, ["m": "man", "v": "vrouw"])
        case .support: return try choice(text, supports, ["volledig ondersteund": SupportLevel.full.rawValue])
        case .toZo: return try choice(text, [yes, no], ["ja": yes, "j": yes, "nee": no, "n": no])
        case .targetGroups:
            var groups: [String] = []
            for piece in text.lowercased().split(whereSeparator: { $0 == "|" || $0 == " " }) {
                let group = try choice(String(piece), Self.groups, [:])
                if !groups.contains(group) { groups.append(group) }
            }
            return groups.joined(separator: " ")
        }
    }

    private static let genders = Gender.allCases.map(\.rawValue)
    private static let supports = SupportLevel.allCases.map(\.rawValue)
    private static let groups = TargetGroup.allCases.map(\.rawValue)

    private static func plain(_ text: String, _ column: ImportColumn, atMost limit: Int) throws(Refusal) -> String {
        let isShort = text.utf8.count <= limit || text.unicodeScalars.count <= limit
        let isOneLine =
            isASCII(text) ? !text.utf8.contains { $0 < 0x20 && $0 != 0x09 } : !text.contains(where: \.isNewline)
        guard isShort, isOneLine else {
            throw Refusal("is te lang of heeft een regeleinde", "hooguit \(limit) tekens op één regel")
        }
        return text
    }

    /// A text in which somebody may have written anything: no BSN (P-DAT-6).
    private static func words(_ text: String, _ column: ImportColumn) throws(Refusal) -> String {
        let text = try plain(text, column, atMost: 200)
        guard BSNDetector.first(in: text) == nil else {
            throw Refusal("bevat een getal dat een BSN kan zijn", "haal het weg; HalloWerk bewaart geen BSN")
        }
        return text
    }

    private static func email(_ text: String) throws(Refusal) -> String {
        let (dot, at) = (UInt8(ascii: "."), UInt8(ascii: "@"))
        let parts = text.utf8.split(separator: at, maxSplits: 2, omittingEmptySubsequences: false)
        let isOne =
            parts.count == 2 && !parts[0].isEmpty && parts[1].contains(dot) && parts[1].first != dot
            && parts[1].last != dot && text.utf8.count <= 254 && !text.utf8.contains { $0 <= 0x20 }
            && (isASCII(text) || !text.contains(where: \.isWhitespace))
        guard isOne else { throw Refusal("is geen e-mailadres", "schrijf het als naam@voorbeeld.nl, of laat het leeg") }
        return text
    }

    private static func phone(_ text: String) throws(Refusal) -> String {
        let digits = text.utf8.count { (48...57).contains($0) }
        let isClean = text.utf8.allSatisfy { (48...57).contains($0) || " -()+.".utf8.contains($0) }
        let isInternational = text.utf8.first == UInt8(ascii: "+") || text.hasPrefix("00")
        let leads = text.utf8.first { (48...57).contains($0) } == UInt8(ascii: "0")
        let isOne =
            isClean && text.utf8.count <= 40 && (isInternational ? (9...15).contains(digits) : digits == 10 && leads)
        guard isOne else {
            throw Refusal("is geen telefoonnummer", "schrijf tien cijfers, of +31 met negen cijfers, of laat het leeg")
        }
        return text
    }

    /// `jjjj-mm-dd`, or `dd-mm-jjjj` as spreadsheets write it.
    private static func day(_ text: String) throws(Refusal) -> String {
        if let day = try? CalendarDay(text) { return day.description }
        let parts = text.split { $0 == "-" || $0 == "/" }
        if parts.count == 3, parts[2].count == 4, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count) {
            let padded = parts.map { $0.count == 1 ? "0\($0)" : "\($0)" }
            if let day = try? CalendarDay("\(padded[2])-\(padded[1])-\(padded[0])") { return day.description }
        }
        throw Refusal("is geen datum", "schrijf jjjj-mm-dd of dd-mm-jjjj")
    }

    private static func choice(
        _ text: String, _ values: [String], _ synonyms: [String: String]
    ) throws(Refusal) -> String {
        if values.contains(text) { return text }
        let lowered = text.lowercased()
        if let value = values.first(where: { $0.lowercased() == lowered }) ?? synonyms[lowered] { return value }
        let known = values.filter { $0.count > 1 } + synonyms.keys.filter { $0.count > 1 }.sorted()
        throw Refusal("kent deze waarde niet", "kies uit \(known.joined(separator: ", "))")
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    private static func trimmed(_ text: String) -> String {
        if let first = text.utf8.first, let last = text.utf8.last, (0x21..<0x80).contains(first),
            (0x21..<0x80).contains(last)
        {
            return text
        }
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}
