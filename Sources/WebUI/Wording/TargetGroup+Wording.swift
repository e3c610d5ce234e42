import Domain

extension TargetGroup {
    /// The group's name on a screen.
    var title: String {
        switch self {
        case .baanafspraak: "Baanafspraak"
        case .praktijkroute: "Praktijkroute"
        case .bbl: "BBL"
        }
    }

    /// What it means for the employer (P-DAT-2).
    var support: String {
        switch self {
        case .baanafspraak: "begeleiding en proefplaatsing mogelijk"
        case .praktijkroute: "loonkostensubsidie en begeleiding mogelijk"
        case .bbl: "leren en werken tegelijk, met begeleiding van school"
        }
    }
}
