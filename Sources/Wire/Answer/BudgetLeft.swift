/// What a portal's user may still see today, as the portal's answers tell it.
package struct BudgetLeft: Hashable, Sendable {
    /// Profiles that can be opened, and people that lists can show.
    package let profiles: Int
    package let people: Int
    /// A sentence for each budget that is nearly used up.
    package let warnings: [String]

    package init(profiles: Int, people: Int, warnings: [String]) {
        self.profiles = profiles
        self.people = people
        self.warnings = warnings
    }

    init?(_ tree: Tree) {
        guard let profiles = tree["profielenOver"]?.count, let people = tree["mensenOver"]?.count else { return nil }
        self.init(profiles: profiles, people: people, warnings: tree["waarschuwingen"]?.texts ?? [])
    }

    /// Writes it as the member `budget`.
    func write(to writer: inout JSONWriter) {
        writer.key("budget")
        writer.object { writer in
            writer.member("profielenOver", profiles)
            writer.member("mensenOver", people)
            writer.member("waarschuwingen", warnings)
        }
    }
}
