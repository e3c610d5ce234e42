/// Why one value is not taken: what is wrong, and what to do, in plain Dutch and without the value.
package struct EntryRefusal: Error, Hashable, Sendable {
    /// Goes on after the field's name: `is geen datum`.
    package let reason: String
    /// An instruction: `schrijf jjjj-mm-dd`.
    package let remedy: String

    package init(_ reason: String, _ remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }

    /// Both as sentences.
    package var sentences: String { "Dit \(reason). \(remedy.prefix(1).uppercased())\(remedy.dropFirst())." }
}

/// The rules for one value that somebody typed or delivered: the same for a form, a program and an export.
package enum EntryRule {
    /// Without blanks before and after.
    package static func trimmed(_ text: String) -> String {
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

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    /// A text of one line.
    package static func line(_ text: String, atMost limit: Int) throws(EntryRefusal) -> String {
        let isShort = text.utf8.count <= limit || text.unicodeScalars.count <= limit
        let isOneLine =
            !text.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
            && (isASCII(text) || !text.contains(where: \.isNewline))
        guard isShort, isOneLine else {
            throw EntryRefusal("is te lang of heeft een regeleinde", "hooguit \(limit) tekens op één regel")
        }
        return text
    }

    /// A line in which somebody may have written anything: no BSN (P-DAT-6).
    package static func words(_ text: String, atMost limit: Int = 200) throws(EntryRefusal) -> String {
        try withoutBSN(line(text, atMost: limit))
    }

    /// A text of several lines without a BSN.
    package static func prose(_ text: String, atMost limit: Int) throws(EntryRefusal) -> String {
        let text = text.replacing("\r\n", with: "\n")
        guard text.unicodeScalars.count <= limit else {
            throw EntryRefusal("is te lang", "gebruik hooguit \(limit) tekens")
        }
        guard
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0.value == 9 || $0.value == 10 })
        else { throw EntryRefusal("bevat tekens die geen tekst zijn", "typ het opnieuw") }
        return try withoutBSN(text)
    }

    private static func withoutBSN(_ text: String) throws(EntryRefusal) -> String {
        guard BSNDetector.first(in: text) == nil else {
            throw EntryRefusal("bevat een getal dat een BSN kan zijn", "haal het weg; HalloWerk bewaart geen BSN")
        }
        return text
    }

    package static func email(_ text: String) throws(EntryRefusal) -> String {
        let (dot, at) = (UInt8(ascii: "."), UInt8(ascii: "@"))
        let parts = text.utf8.split(separator: at, maxSplits: 2, omittingEmptySubsequences: false)
        let isOne =
            parts.count == 2 && !parts[0].isEmpty && parts[1].contains(dot) && parts[1].first != dot
            && parts[1].last != dot && text.utf8.count <= 254 && !text.utf8.contains { $0 <= 0x20 }
            && (isASCII(text) || !text.contains(where: \.isWhitespace))
        guard isOne else {
            throw EntryRefusal("is geen e-mailadres", "schrijf het als naam@voorbeeld.nl, of laat het leeg")
        }
        return text
    }

    package static func phone(_ text: String) throws(EntryRefusal) -> String {
        let digits = text.utf8.count { (48...57).contains($0) }
        let isClean = text.utf8.allSatisfy { (48...57).contains($0) || " -()+.".utf8.contains($0) }
        let isInternational = text.utf8.first == UInt8(ascii: "+") || text.hasPrefix("00")
        let leads = text.utf8.first { (48...57).contains($0) } == UInt8(ascii: "0")
        let isOne =
            isClean && text.utf8.count <= 40 && (isInternational ? (9...15).contains(digits) : digits == 10 && leads)
        guard isOne else {
            throw EntryRefusal(
                "is geen telefoonnummer", "schrijf tien cijfers, of +31 met negen cijfers, of laat het leeg")
        }
        return text
    }

    package static func postcode(_ text: String) throws(EntryRefusal) -> Postcode {
        guard let postcode = try? Postcode(text) else {
            throw EntryRefusal("is geen Nederlandse postcode", "schrijf vier cijfers en twee letters, zoals 3011AB")
        }
        return postcode
    }

    /// `jjjj-mm-dd`, or `dd-mm-jjjj` as people and spreadsheets write it.
    package static func day(_ text: String) throws(EntryRefusal) -> CalendarDay {
        if let day = try? CalendarDay(text) { return day }
        let parts = text.split { $0 == "-" || $0 == "/" }
        if parts.count == 3, parts[2].count == 4, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count) {
            let padded = parts.map { $0.count == 1 ? "0\($0)" : "\($0)" }
            if let day = try? CalendarDay("\(padded[2])-\(padded[1])-\(padded[0])") { return day }
        }
        throw EntryRefusal("is geen datum", "schrijf jjjj-mm-dd of dd-mm-jjjj")
    }

    /// One of `values`, whatever its case, or what a synonym stands for.
    package static func choice(
        _ text: String, _ values: [String], _ synonyms: [String: String] = [:]
    ) throws(EntryRefusal) -> String {
        if values.contains(text) { return text }
        let lowered = text.lowercased()
        if let value = values.first(where: { $0.lowercased() == lowered }) ?? synonyms[lowered] { return value }
        let known = values.filter { $0.count > 1 } + synonyms.keys.filter { $0.count > 1 }.sorted()
        throw EntryRefusal("is geen bekende waarde", "kies uit \(known.joined(separator: ", "))")
    }

    /// A whole number within `range`.
    package static func number(_ text: String, in range: ClosedRange<Int>) throws(EntryRefusal) -> Int {
        guard text.utf8.count <= 9, let number = Int(text), range.contains(number) else {
            throw EntryRefusal(
                "is geen heel getal van \(range.lowerBound) tot en met \(range.upperBound)", "kies zo'n getal")
        }
        return number
    }
}
