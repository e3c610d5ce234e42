/// Takes e-mail addresses, links, phone numbers, full postcodes (P-DAT-3) and the person's own names out of free text,
/// before it is indexed or shown in a list (design.md §6): contact goes with the opened profile only.
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
        let withoutNumbers = Self.mayHaveNumber(text) ? Self.maskingNumbers(in: text) : text
        if withoutNumbers.utf8.allSatisfy({ $0 < 0x80 }) { return maskingWords(inASCII: withoutNumbers) }
        var result = ""
        var word = ""
        for character in withoutNumbers {
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
                if unsafe digits >= Self.fewestPhoneDigits || Self.isPostcode(bytes[index...]) { return false }
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
        guard canBeAddress(word) else { return false }
        let lowered = word.lowercased()
        if lowered.contains("@") || lowered.contains("://") || lowered.contains("www.") { return true }
        return linkEndings.contains { hasEnding($0, lowered) }
    }

    /// False for a word without a sign that an address needs: `@`, `:`, a dot with something after it or a `w` before
    /// it. In doubt, where there are other letters than ASCII's, true.
    private static func canBeAddress(_ word: String) -> Bool {
        let dot = UInt8(ascii: ".")
        var last: UInt8 = 0
        var (hasDot, hasOther) = (false, false)
        for byte in word.utf8 {
            if byte == UInt8(ascii: "@") || byte == UInt8(ascii: ":") { return true }
            if byte == dot ? last | 0x20 == UInt8(ascii: "w") : last == dot { return true }
            hasDot = hasDot || byte == dot
            hasOther = hasOther || byte >= 0x80
            last = byte
        }
        return hasDot && hasOther
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

    /// Whether a phone number or a postcode can be in `text`; in doubt it says yes.
    private static func mayHaveNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            let digits = bytes.indices.filter { unsafe (48...57).contains(bytes[$0]) }
            return digits.count >= fewestPhoneDigits || digits.contains { unsafe isPostcode(bytes[$0...]) }
        }
    }

    /// Takes out runs of 10 to 15 digits that begin as a Dutch or international number does, with the usual separators
    /// between, and postcodes.
    private static func maskingNumbers(in text: String) -> String {
        let characters = Array(text)
        var result = ""
        var index = 0
        // The last one that stays: what is masked ends with a bracket.
        var before: Character = " "
        while index < characters.count {
            if !before.isNumber, before != "+", "+0(".contains(characters[index]),
                let end = phoneEnd(in: characters, from: index)
            {
                result += mask
                (index, before) = (end, "]")
            } else if !before.isNumber, let end = postcodeEnd(in: characters, from: index) {
                result += mask
                (index, before) = (end, "]")
            } else {
                before = characters[index]
                result.append(before)
                index += 1
            }
        }
        return result
    }

    /// Where the full postcode ends that begins at `start`: four digits and two capitals, at most one space between;
    /// nil when there is none. A number may follow at once, such as the next postcode. A year with an abbreviation
    /// after it reads the same and goes too. Source: PostNL; SA, SD and SS are not given out.
    private static func postcodeEnd(in characters: [Character], from start: Int) -> Int? {
        guard characters[start] != "0", start + 6 <= characters.count,
            characters[start..<start + 4].allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        let letters = [" ", "\u{A0}"].contains(characters[start + 4]) ? start + 5 : start + 4
        guard letters + 2 <= characters.count,
            characters[letters..<letters + 2].allSatisfy({ $0.isASCII && $0.isUppercase }),
            !["SA", "SD", "SS"].contains(String(characters[letters..<letters + 2])),
            letters + 2 == characters.count || !characters[letters + 2].isLetter
        else { return nil }
        return letters + 2
    }

    /// Whether `bytes` may begin with a postcode: in doubt it says yes.
    private static func isPostcode(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let rest = unsafe bytes.prefix(8).drop { (48...57).contains($0) }
        let letters = unsafe rest.drop { $0 == 0x20 || $0 == 0xC2 || $0 == 0xA0 }.prefix(2)
        return unsafe letters.count == 2 && letters.allSatisfy { (65...90).contains($0) }
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
