import Domain

/// The fields that are searched, best first, and what a word in them weighs. Names, contact and employers are in none.
enum SearchField: UInt8, CaseIterable {
    case occupation = 1
    case skill = 2
    case jobTitle = 4
    case text = 8

    var weight: Int {
        switch self {
        case .occupation: 400
        case .skill: 250
        case .jobTitle: 150
        case .text: 60
        }
    }

    var name: String {
        switch self {
        case .occupation: "beroep"
        case .skill: "vaardigheid"
        case .jobTitle: "functie"
        case .text: "tekst"
        }
    }

    /// The texts of `profile` in this field.
    func texts(of profile: some SearchedProfile) -> [String] {
        switch self {
        case .occupation: profile.occupations
        case .skill: profile.skills
        case .jobTitle: profile.experience.map(\.jobTitle)
        case .text: [profile.motivation] + profile.experience.map(\.description)
        }
    }

    /// The best field in `mask`.
    static func best(in mask: UInt8) -> SearchField { allCases.first { mask & $0.rawValue != 0 } ?? .text }
}
