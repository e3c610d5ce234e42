/// Takes e-mail addresses, links, phone numbers and the person's own names out of free text, before it is indexed or
/// shown in a list (design.md §6): contact goes with the opened profile only.
///
/// A name that is a trade of the person's own (A. Kok, kok) stays where it is written as the trade: in lower case, or
/// as a title of one word. Otherwise nobody would find the cook.
package struct ContactMasking: Sendable {
    private static let mask = "[afgeschermd]"
    private let names: Set<String>
    /// Names that are one of the person's own titles, whole.
    private let trades: Set<String>
    /// Bit n: a name of n bytes is hidden; 63 for all that are longer.
    private let nameLengths: UInt64
    private let namesAreASCII: Bool

    /// Masks the names of `contact` too, as whole words, whatever their case; names under three letters stay.
    ///
    /// - Parameter titles: the person's own occupations and job titles.
    package init(hiding contact: Contact, titles: [String] = []) {
        let words = (contact.givenName + " " + contact.familyName).lowercased().split { !$0.isLetter }
        names = Set(words.map(String.init).filter { $0.count > 2 && !Self.particles.contains($0) })
        trades = names.intersection(titles.map { $0.lowercased() })
        namesAreASCII = names.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        nameLengths = names.reduce(0) { $0 | 1 << UInt64(min(63, $1.utf8.count)) }
    }

    /// An occupation or job title, masked as a text; one that is a trade and nothing else stays.
    package func mask(title: String) -> String { trades.contains(title.lowercased()) ? title : mask(title) }

    /// `text` with each part that would reach the person replaced by `[afgeschermd]`.
    package func mask(_ text: String) -> String {
        if isPlain(text) { return text }
        let withoutPhones = Self.mayHavePhone(text) ? Self.maskingPhones(in: text) : text
        if withoutPhones.utf8.allSatisfy({ $0 < 0x80 }) { return maskingWords(inASCII: withoutPhones) }
        var result = ""
        var word = ""
        for character in withoutPhones {
            if character.isWhitespace {
                result += masked(word)
                result.append(character)
                word = ""
            } else {
                word.append(character)
            }
        }
        return result + masked(word)
    }

    /// Word by word over the bytes: in ASCII each is a character of its own.
    private func maskingWords(inASCII text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var start = text.startIndex
        for index in text.utf8.indices {
            let byte = text.utf8[index]
            guard byte == 0x20 || (9...13).contains(byte) else { continue }
            result += masked(String(text[start..<index]))
            result.unicodeScalars.append(Unicode.Scalar(byte))
            start = text.utf8.index(after: index)
        }
        return result + masked(String(text[start...]))
    }

    /// Whether nothing in `text` can need masking, seen from its bytes: too few digits for a phone number, no word that
    /// could be an address, no name. Nearly every text is, and thousands are disclosed at every start. In doubt it says
    /// no.
    private func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in unsafe isPlain(bytes) }
    }

    private func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = 0
        var run = 0
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            switch byte {
            case 65...90, 97...122:
                run += 1
                continue
            case 48...57:
                digits += 1
                if digits >= Self.fewestPhoneDigits { return false }
            case UInt8(ascii: "@"), UInt8(ascii: ":"): return false
            case 0x80... where !namesAreASCII: return false
            // Of these only the Kelvin sign (E2 84 AA) is an ASCII letter in lower case.
            case 0xE2 where unsafe index + 1 < bytes.count && bytes[index + 1] == 0x84: return false
            case UInt8(ascii: "."):
                // At the end of a word it ends a sentence; with something after it, or a w before it, it may be an
                // address.
                let next = unsafe index + 1 < bytes.count ? bytes[index + 1] : 0x20
                let previous = unsafe index > 0 ? bytes[index - 1] | 0x20 : 0
                guard next == 0x20 || (9...13).contains(next), previous != UInt8(ascii: "w") else { return false }
            default: break
            }
            if unsafe isName(bytes, endingAt: index, length: run) { return false }
            run = 0
        }
        return unsafe !isName(bytes, endingAt: bytes.count, length: run)
    }

    private func isName(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int, length: Int) -> Bool {
        guard length > 2, nameLengths & 1 << UInt64(min(63, length)) != 0 else { return false }
        return unsafe names.contains(String(decoding: bytes[end - length..<end], as: UTF8.self).lowercased())
    }

    private func masked(_ word: String) -> String {
        if isPlain(word) { return word }
        if Self.isAddress(word) { return Self.mask }
        guard !names.isEmpty, word.contains(where: \.isLetter) else { return word }
        var result = ""
        var run = ""
        for character in word {
            if character.isLetter {
                run.append(character)
            } else {
                result += isHidden(run) ? Self.mask : run
                result.append(character)
                run = ""
            }
        }
        return result + (isHidden(run) ? Self.mask : run)
    }

    private func isHidden(_ run: String) -> Bool { names.contains(run.lowercased()) && !trades.contains(run) }

    /// An e-mail address, or something that a browser would follow.
    private static func isAddress(_ word: String) -> Bool {
        let mayBe = word.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        guard mayBe else { return false }
        let lowered = word.lowercased()
        if lowered.contains("@") || lowered.contains("://") || lowered.contains("www.") { return true }
        return linkEndings.contains { hasEnding($0, lowered) }
    }

    /// Whether a host's name in `word` ends with `ending`, which may stand in that name before as well
    /// (`an.beukers.be`).
    private static func hasEnding(_ ending: String, _ word: String) -> Bool {
        var rest = word[...]
        while let range = rest.firstRange(of: ending) {
            let before = word[..<range.lowerBound].last
            rest = word[range.upperBound...]
            if before.map({ $0.isLetter || $0.isNumber }) == true, rest.first.map({ !$0.isLetter }) ?? true {
                return true
            }
        }
        return false
    }

    private static func mayHavePhone(_ text: String) -> Bool {
        text.utf8.count { (48...57).contains($0) } >= fewestPhoneDigits
    }

    /// Runs of 10 to 15 digits that begin as a Dutch or international number does, with the usual separators between.
    private static func maskingPhones(in text: String) -> String {
        let characters = Array(text)
        var result = ""
        var index = 0
        while index < characters.count {
            let follows = index > 0 && (characters[index - 1].isNumber || characters[index - 1] == "+")
            if !follows, "+0(".contains(characters[index]), let end = phoneEnd(in: characters, from: index) {
                result += mask
                index = end
            } else {
                result.append(characters[index])
                index += 1
            }
        }
        return result
    }

    private static func phoneEnd(in characters: [Character], from start: Int) -> Int? {
        var digits = 0
        var end = start
        var index = start
        while index < characters.count, digits < 15 {
            let character = characters[index]
            if character.isASCII, character.isNumber {
                digits += 1
                end = index + 1
            } else if !(character == "+" && index == start), !phoneSeparators.contains(character) {
                break
            }
            index += 1
        }
        let international = characters[start] == "+"
        let leadingZero = characters[start...].first(where: \.isNumber) == "0"
        return digits >= (international ? fewestPhoneDigits : 10) && (international || leadingZero) ? end : nil
    }

    /// What people put between digits: spaces and dashes as word processors make them too.
    private static let phoneSeparators: Set<Character> = [
        " ", "-", ".", "(", ")", "/", "\t", "\u{A0}", "\u{2009}", "\u{202F}", "\u{2010}", "\u{2011}", "\u{2012}",
        "\u{2013}", "\u{2014}", "\u{2212}",
    ]
    /// What `phoneEnd` asks of an international number.
    private static let fewestPhoneDigits = 9
    private static let linkEndings = [".nl", ".com", ".org", ".net", ".eu", ".be", ".info", ".me", ".ee"]
    private static let particles: Set<String> = ["van", "der", "den", "het", "ter", "ten", "von"]
}
