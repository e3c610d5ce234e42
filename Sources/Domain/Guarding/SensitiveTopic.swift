/// A topic for which there is no field (P-DAT-6). Free text that seems to touch one gets a warning, never a refusal: a
/// word alone does not tell. `number` is for numbers that name a person as a BSN does (`IdentifyingNumber`).
package enum SensitiveTopic: String, CaseIterable, Hashable, Sendable {
    case medical = "gezondheid"
    case criminal = "strafrecht"
    case religion = "geloof"
    case number = "identificatienummers"

    /// Beginnings of words, in lower case.
    private var stems: [String] {
        switch self {
        case .medical:
            [
                "diagnose", "depress", "burn-out", "burnout", "medicatie", "medicijn", "psychiat", "psycholo",
                "kanker", "diabetes", "autis", "adhd", "verslav", "epilep", "reuma", "hernia", "chronisch", "ziekte",
                "zwanger", "rolstoel", "ptss", "borderline", "handicap",
            ]
        case .criminal:
            [
                "strafblad", "gedetineerd", "detentie", "veroordeel", "gevangenis", "reclassering", "taakstraf",
                "justitieel", "strafbaar", "enkelband",
            ]
        case .religion:
            [
                "moslim", "islam", "christen", "christelijk", "katholiek", "protestant", "joods", "jood", "hindoe",
                "boeddh", "gelovig", "kerk", "moskee", "synagoge", "ramadan",
            ]
        case .number: []
        }
    }

    /// The topics that `text` seems to touch, each once, in the order of the cases.
    package static func found(in text: String) -> [SensitiveTopic] {
        let words = text.lowercased().split { !$0.isLetter && $0 != "-" }
        return allCases.filter { topic in
            if topic == .number { return !IdentifyingNumber.found(in: text).isEmpty }
            return topic.stems.contains { stem in words.contains { $0.hasPrefix(stem) } }
        }
    }
}
