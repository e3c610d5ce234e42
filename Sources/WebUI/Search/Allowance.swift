/// What the reader may still see today.
package struct Allowance: Hashable, Sendable {
    /// Profiles that can be opened.
    package let profilesLeft: Int
    /// A sentence for each budget that is nearly used up.
    package let warnings: [String]

    package init(profilesLeft: Int, warnings: [String]) {
        self.profilesLeft = profilesLeft
        self.warnings = warnings
    }

    /// How many profiles can be opened, before one is.
    var sentence: String {
        switch profilesLeft {
        case 0: "U kunt vandaag geen profielen meer openen."
        case 1: "U kunt vandaag nog 1 profiel openen."
        default: "U kunt vandaag nog \(Figures.count(profilesLeft)) profielen openen."
        }
    }
}
