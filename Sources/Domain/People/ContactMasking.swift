/// Takes e-mail addresses, links, phone numbers and the person's own names out of free text, before it is indexed or
/// shown in a list (design.md §6): contact goes with the opened profile only.
package struct ContactMasking: Sendable {
    private static let mask = "[afgeschermd]"
    private let names: Set<String>

    /// Masks the names of `contact` too, as whole words, whatever their case; names under three letters stay.
    package init(hiding contact: Contact) {
        let words = (contact.givenName + " " + contact.familyName).lowercased().split { !$0.isLetter }
        names = Set(words.map(String.init).filter { $0.count > 2 && !Self.particles.contains($0) })
    }

    /// `text` with each part that would reach the person replaced by `[afgeschermd]`.
    package func mask(_ text: String) -> String {
        let withoutPhones = Self.maskingPhones(in: text)
        var result = ""
        result.reserveCapacity(withoutPhones.utf8.count)
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

    private func masked(_ word: String) -> String {
        guard !word.isEmpty else { return word }
        if Self.isAddress(word) { return Self.mask }
        guard !names.isEmpty, word.contains(where: \.isLetter) else { return word }
        var result = ""
        var run = ""
        for character in word {
            if character.isLetter {
                run.append(character)
            } else {
                result += names.contains(run.lowercased()) ? Self.mask : run
                result.append(character)
                run = ""
            }
        }
        return result + (names.contains(run.lowercased()) ? Self.mask : run)
    }

    /// An e-mail address, or something that a browser would follow.
    private static func isAddress(_ word: String) -> Bool {
        let lowered = word.lowercased()
        if lowered.contains("@") || lowered.contains("://") || lowered.contains("www.") { return true }
        return linkEndings.contains { ending in
            guard let range = lowered.firstRange(of: ending) else { return false }
            let before = lowered[..<range.lowerBound]
            let after = lowered[range.upperBound...].first
            return before.last.map { $0.isLetter || $0.isNumber } == true && after.map { !$0.isLetter } ?? true
        }
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
            } else if !(character == "+" && index == start), !" -.()/".contains(character) {
                break
            }
            index += 1
        }
        let international = characters[start] == "+"
        let leadingZero = characters[start...].first(where: \.isNumber) == "0"
        return digits >= (international ? 9 : 10) && (international || leadingZero) ? end : nil
    }

    private static let linkEndings = [".nl", ".com", ".org", ".net", ".eu", ".be", ".info"]
    private static let particles: Set<String> = ["van", "der", "den", "het", "ter", "ten", "von"]
}
