import Domain

/// The fields that are searched, best first. Names, contact and employers are in none.
enum SearchField: UInt8, CaseIterable {
    case occupation = 1
    case skill = 2
    case jobTitle = 4
    case text = 8

    /// What a word in this field weighs, in 1,024ths.
    private var weight: Int32 {
        switch self {
        case .occupation: 4096
        case .skill: 2560
        case .jobTitle: 1536
        case .text: 614
        }
    }

    /// Words that the field of a usual profile has: a constant and not an average, so that nobody else's profile moves
    /// a score, here or elsewhere (I-6).
    private var usualWords: Int32 {
        switch self {
        case .occupation: 3
        case .skill: 20
        case .jobTitle: 5
        case .text: 120
        }
    }

    /// What one occurrence adds to a term's strength in a profile whose field has `words` words: BM25F with b = 0.5, in
    /// whole numbers. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, §3.5.
    func strength(among words: Int) -> Int32 {
        let length = 512 + Int32(clamping: 512 * words / Int(usualWords))
        return max(1, weight * 1024 / length)
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
}

/// How strength becomes the weight of a posting.
enum Saturation {
    /// BM25's k1 = 1.2, in 1,024ths.
    private static let half = 1229

    /// 1 to 1,023: near 0 for what is hardly said, half for a strength of k1, never more for saying it again and again.
    static func weight(of strength: Int) -> Int32 {
        Int32(max(1, (Int(Posting.weights) - 1) * strength / (strength + half)))
    }
}
