/// A language that a jobseeker speaks, and how well.
package struct LanguageSkill: Hashable, Sendable {
    /// VUM's four steps of oral command, as people say them.
    package enum Level: String, CaseIterable, Hashable, Sendable {
        case beginner = "beginner"
        case fair = "redelijk"
        case good = "goed"
        case native = "moedertaal"
    }

    /// The language's Dutch name (`Nederlands`, `Pools`).
    package let language: String
    package let level: Level

    package init(language: String, level: Level) {
        self.language = language
        self.level = level
    }
}
