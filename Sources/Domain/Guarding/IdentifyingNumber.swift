/// National numbers, besides the BSN, that name a person or what is theirs. There is no field for them (P-DAT-6): free
/// text that holds one gets a warning, never a refusal.
///
/// Each is told by its form and, where it has one, its check; those without either need their name before them.
/// Sources: python-stdnum (onderwijsnummer, IBAN, identity card, btw), RvIG 2019-12-10 (residence document),
/// RDW side codes 1 to 14 (number plate).
package enum IdentifyingNumber: String, CaseIterable, Hashable, Sendable {
    case education = "onderwijsnummer"
    case bankAccount = "IBAN"
    case identityCard = "paspoort- of identiteitskaartnummer"
    case residenceDocument = "nummer van een verblijfsdocument"
    case alien = "V-nummer"
    case registration = "A-nummer"
    case valueAddedTax = "btw-nummer"
    case numberPlate = "kenteken"
    case birthDay = "geboortedatum"
    case chamberOfCommerce = "KvK-nummer"

    /// The kinds that `text` seems to hold, each once, in the order of the cases.
    package static func found(in text: String) -> [IdentifyingNumber] {
        guard text.utf8.contains(where: { (48...57).contains($0) }) else { return [] }
        return allCases.filter { $0.isFound(in: text) }
    }

    private func isFound(in text: String) -> Bool {
        switch self {
        case .education:
            matches(of: /\b10[0-9]{7}\b/, in: text) { Self.weighted($0) % 11 == 5 }
        case .bankAccount:
            matches(of: /\bNL[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}\b/, in: text) { text in
                let plain = text.filter { $0 != " " }
                return Self.mod97(plain.dropFirst(4) + plain.prefix(4)) == 1
            }
        case .identityCard: matches(of: /\b[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]\b/, in: text) { _ in true }
        case .residenceDocument:
            // Nine capitals may be a word; every real number has a digit.
            matches(of: /\bV[A-NP-Z1-9]{8}\b/, in: text) { $0.contains(where: \.isNumber) }
        case .alien:
            matches(
                of: /(?i)\b(?:v-?nummer|vreemdelingennummer|v-?nr\.?)\s*[:#]?\s*[0-9]{3}\.?[0-9]{3}\.?[0-9]{4}\b/,
                in: text
            ) { _ in true }
        case .registration:
            matches(of: /(?i)\ba-?nummer\s*[:#]?\s*[1-9][0-9]{9}\b/, in: text) { _ in true }
        case .valueAddedTax:
            matches(of: /\bNL ?[0-9]{4}\.?[0-9]{2}\.?[0-9]{3}\.?B\.?[0-9]{2}\b/, in: text) { text in
                let plain = text.filter { $0 != " " && $0 != "." }
                return Self.weighted(plain.dropFirst(2).prefix(9)) % 11 == 0 || Self.mod97(plain[...]) == 1
            }
        case .numberPlate: matches(of: /\b[A-Z0-9]{1,3}-[A-Z0-9]{2,3}-[A-Z0-9]{1,3}\b/, in: text, Self.isPlate)
        case .birthDay:
            matches(
                of:
                    /(?i)\b(?:geboren|geb\.?|geboortedatum)\D{0,12}(?:[0-9]{1,2}[-\/. ]){2}(?:19|20)[0-9]{2}\b/,
                in: text
            ) { _ in true }
        case .chamberOfCommerce: matches(of: /(?i)\bkvk(?:-?nummer)?\s*[:#]?\s*[0-9]{8}\b/, in: text) { _ in true }
        }
    }

    /// Whether some match of `form` passes `check`.
    private func matches(of form: Regex<Substring>, in text: String, _ check: (Substring) -> Bool) -> Bool {
        text.matches(of: form.wordBoundaryKind(.simple)).contains { check($0.output) }
    }

    /// The sum of the eleven test: weights 9 to 2 and -1.
    private static func weighted(_ text: Substring) -> Int {
        let digits = text.compactMap(\.wholeNumberValue)
        return zip(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// ISO 7064, with A as 10 and Z as 35.
    private static func mod97(_ text: some StringProtocol) -> Int {
        text.reduce(0) { rest, character in
            let value = character.wholeNumberValue ?? Int(character.asciiValue ?? 55) - 55
            return (rest * (value > 9 ? 100 : 10) + value) % 97
        }
    }

    /// The forms of number plates: letters and digits of the fourteen side codes, `12-34-56` being none.
    private static func isPlate(_ text: Substring) -> Bool {
        let form = String(text.map { $0.isNumber ? "9" : $0 == "-" ? "-" : "X" })
        return [
            "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99",
            "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
        ].contains(form)
    }
}
