import Domain

/// Draws names, and addresses and numbers that nobody has: `.example` and `example.*` are reserved (RFC 2606), and the
/// numbers 06-00xx are not issued (ACM, Nummerplan telefoon- en ISDN-diensten).
struct ContactDraw {
    private static let domains = ["mijnpost.example", "thuis.example", "example.org", "example.com", "example.net"]
    private static let folded: [Unicode.Scalar: String] = [
        "ç": "c", "è": "e", "é": "e", "ë": "e", "ï": "i", "ó": "o", "ö": "o", "ü": "u", "ă": "a", "ğ": "g", "ı": "i",
        "ł": "l", "ń": "n", "ś": "s", "ş": "s", "ż": "z", "ș": "s", "ț": "t",
    ]
    let facts: Facts

    /// - Parameter words: what the person's own texts contain. A family name that is one of them is not taken, or
    ///   masking would take the trade out of the profile (somebody called Kok who cooks).
    func contact(avoiding words: Set<String>, draw: inout Draw) -> Contact {
        var given = draw.one(of: facts.givenNames) ?? ""
        var family = draw.one(of: facts.familyNames) ?? ""
        for _ in 0..<20 where !Self.words(of: given).isDisjoint(with: words) {
            given = draw.one(of: facts.givenNames) ?? ""
        }
        for _ in 0..<20 where !Self.words(of: family).isDisjoint(with: words) {
            family = draw.one(of: facts.familyNames) ?? ""
        }
        let domain = draw.one(of: Self.domains) ?? "example.org"
        let number = draw.chance(55) ? String(draw.within(1...99)) : ""
        let separator = draw.one(of: [".", "-", ""]) ?? "."
        let email = Self.ascii(given) + separator + Self.ascii(family) + number + "@" + domain
        let phone = "06-00" + Self.digits(2, &draw) + " " + Self.digits(2, &draw) + " " + Self.digits(2, &draw)
        return Contact(givenName: given, familyName: family, email: email, phone: phone)
    }

    /// The words of `text` as `ContactMasking` sees them.
    static func words(of text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    }

    private static func ascii(_ name: String) -> String {
        var result = ""
        for scalar in name.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic {
                result.unicodeScalars.append(scalar)
            } else {
                result += folded[scalar] ?? ""
            }
        }
        return result
    }

    private static func digits(_ count: Int, _ draw: inout Draw) -> String {
        (0..<count).map { _ in String(draw.below(10)) }.joined()
    }
}
