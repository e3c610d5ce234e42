import Domain
import Search
import Synchronization

/// What may be meant by what somebody has typed so far; what is best to offer first.
package struct CompletedNames: Hashable, Sendable {
    package var occupations: [String]
    package var skills: [String]
}

/// Names to offer while somebody types: the vocabularies, and a table of the skills that visible people wrote.
///
/// The table is made anew after a change, at most once per `pause`, and may be that old; what it offers is looked up in
/// the index once more, so nothing is offered that only somebody has who was hidden meanwhile (I-3).
final class OfferedNames: Sendable {
    /// Names in the table: those of most people.
    static let tableNames = 20_000
    private static let pause = Duration.seconds(5)
    /// Names that are looked at for each that is asked for: some fall out.
    private static let candidates = 8

    private struct Table {
        var version = -1
        var made: ContinuousClock.Instant?
        var isBeingMade = false
        var skills = LabelCompletion([])
    }

    private let table = Mutex(Table())

    func completions(
        of prefix: String, limit: Int, forgiving: Bool, in index: SharedIndex<ShownProfile>
    ) -> CompletedNames {
        let most = Self.candidates * limit
        let occupations = OccupationVocabulary.dutch.labels(startingWith: prefix, limit: most, forgiving: forgiving)
        let held = index.held(occupations: occupations)
        let inOrder = occupations.filter(held.contains) + occupations.filter { !held.contains($0) }
        let written = index.stillHeld(
            skills: skills(of: index).labels(startingWith: prefix, limit: most, forgiving: forgiving))
        let known = SkillVocabulary.dutch.labels(startingWith: prefix, limit: limit, forgiving: forgiving)
        var seen: Set<String> = []
        return CompletedNames(
            occupations: OccupationVocabulary.dutch.different(inOrder, limit: limit),
            skills: Array((written + known).filter { seen.insert($0.lowercased()).inserted }.prefix(limit)))
    }

    /// The table of skills; who finds it out of date makes a new one, the others take the old one meanwhile.
    private func skills(of index: SharedIndex<ShownProfile>) -> LabelCompletion {
        let version = index.version
        let known: LabelCompletion? = table.withLock { table in
            let isYoung = table.made.map { ContinuousClock.now - $0 < Self.pause } ?? false
            if table.version == version || isYoung || table.isBeingMade { return table.skills }
            table.isBeingMade = true
            return nil
        }
        if let known { return known }
        let made = LabelCompletion(index.skills(limit: Self.tableNames))
        table.withLock { $0 = Table(version: version, made: .now, skills: made) }
        return made
    }
}
