package import Domain

/// Why a region has no answer in a query, and how it is told.
package enum CallFailure: Hashable, Sendable {
    case timedOut(after: Duration)
    case unreachable
    case refused
    /// It does not have the epoch that the query pins.
    case epochGone
    /// Who asks has seen as many people of it today as may be.
    case overBudget
    /// It speaks another major version of the interface; both versions are named.
    case incompatible(theirs: String, ours: String)
    case faulty
    /// Nearly all others had answered, and no more was waited.
    case overtaken
    /// Its breaker is open: it was not asked.
    case leftAlone

    package var state: RegionOutcome.State {
        switch self {
        case .timedOut, .overtaken: .late
        case .leftAlone: .skipped
        case .unreachable: .unreachable
        case .refused, .epochGone, .overBudget: .refused
        case .incompatible: .incompatible
        case .faulty: .faulty
        }
    }

    /// One sentence in plain Dutch about the region called `name`.
    package func reason(_ name: String) -> String {
        switch self {
        case .timedOut(let limit):
            let tenths = Int((limit / .milliseconds(100)).rounded())
            let seconds = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10),\(tenths % 10)"
            return "\(name) antwoordde niet binnen \(seconds) \(tenths < 20 ? "seconde" : "seconden")."
        case .unreachable: return "\(name) is nu niet bereikbaar."
        case .refused: return "\(name) nam de zoekvraag niet aan."
        case .epochGone: return "\(name) heeft het tijdvak van deze zoekvraag niet; zoek opnieuw."
        case .overBudget:
            return "\(name) laat u vandaag niemand meer zien: uw dagbudget daar is op. Morgen kan het weer."
        case .incompatible(let theirs, let ours):
            return "\(name) gebruikt versie \(theirs) van de koppeling, en dat past niet bij versie \(ours) hier."
        case .faulty: return "\(name) gaf een antwoord dat niet klopt; het is niet gebruikt."
        case .overtaken:
            return "\(name) was nog bezig toen bijna alle anderen hadden geantwoord; daar is niet op gewacht."
        case .leftAlone:
            return "\(name) antwoordde steeds niet of te laat en wordt nu even overgeslagen."
        }
    }
}

extension Breaker.Verdict {
    /// What a call that had `time` says of the endpoint that it went to; nil for a call that was answered.
    package init(_ failure: CallFailure?, after time: Duration) {
        switch failure {
        case nil, .refused, .epochGone, .overBudget, .incompatible: self = .works
        case .unreachable, .faulty: self = .fails
        case .timedOut, .overtaken: self = time >= Limits.fairWait ? .fails : .saysNothing
        case .leftAlone: self = .saysNothing
        }
    }
}
