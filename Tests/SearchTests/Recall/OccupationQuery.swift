/// What an accountmanager types who looks for people of one occupation or family, and who of the people has it.
struct OccupationQuery {
    /// How the name is typed.
    enum Kind: String, CaseIterable {
        case asWritten = "as written"
        case plural
        case family = "family head"
        case typo = "one typo"
    }

    let kind: Kind
    let text: String
    /// Places of those who should be found.
    let relevant: Set<Int>
}
