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

extension RegionOutcome {
    /// What became of the region, and why, for who wants to know more than the word.
    func sentence(_ name: String) -> String {
        switch state {
        case .answered:
            let count = count.map(Figures.people) ?? "een aantal mensen dat niet geteld is"
            let time = duration.map { " in \(Figures.milliseconds($0))" } ?? ""
            return (["\(name) gaf\(time) antwoord: \(count)."] + [reason].compactMap(\.self)).joined(separator: " ")
        case .notAsked: return reason ?? "\(name) is niet gevraagd, omdat u andere regio's koos."
        default: return reason ?? "\(name): \(state.wording.word)."
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
