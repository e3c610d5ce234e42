import Domain

extension RegionOutcome.State {
    /// The word, the shape and the class that say it together: never colour alone.
    var wording: (word: String, sign: String, tone: String) {
        switch self {
        case .answered: ("gaf antwoord", "✓", "ok")
        case .late: ("te laat", "!", "attention")
        case .unreachable: ("onbereikbaar", "✕", "critical")
        case .skipped: ("overgeslagen", "!", "attention")
        case .refused: ("geweigerd", "✕", "critical")
        case .incompatible: ("andere versie", "✕", "critical")
        case .faulty: ("fout in het antwoord", "✕", "critical")
        case .notAsked: ("niet gevraagd", "–", "quiet")
        }
    }
}

extension NodeHealth.Mark {
    var wording: (word: String, sign: String, tone: String) {
        switch self {
        case .ok: ("goed", "✓", "ok")
        case .attention: ("let op", "!", "attention")
        case .critical: ("storing", "✕", "critical")
        }
    }
}
