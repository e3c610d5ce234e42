/// Why somebody was found: a word or name of the query, the best field in which it was found, and how.
package struct MatchReason: Hashable, Sendable {
    /// How a profile says what was asked.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// As it was typed.
        case written = "geschreven"
        /// Another form of the word: plural, verb.
        case form = "woordvorm"
        /// Part of a longer word, or the words that were typed written as one.
        case part = "samenstelling"
        /// Another name of the same occupation.
        case synonym = "synoniem"
        /// An occupation of the family that was asked for, whatever it is called: "technicus liften" for "monteur".
        case family = "beroepsgroep"
    }

    /// `beroep`, `vaardigheid`, `functie` or `tekst`: as the wire names it.
    package let field: String
    package let word: String
    package let kind: Kind
    /// Which part of the score comes from it: 0 to 100.
    package let share: Int

    package init(field: String, word: String, kind: Kind, share: Int) {
        self.field = field
        self.word = word
        self.kind = kind
        self.share = share
    }
}
