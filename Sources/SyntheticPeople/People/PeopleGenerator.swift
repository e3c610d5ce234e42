package import Domain

/// Makes jobseekers who do not exist, for the demo and for tests.
///
/// Deterministic: the same seed, region and index give the same dossier on every machine, whatever else is made, so
/// that `people(in:count: 10)` begins `people(in:count: 2000)`. About 40 % are visible, as if each of them was shown
/// once: generation 1, revision 2; the others have generation 0 and revision 1.
package struct PeopleGenerator {
    private let facts: Facts
    private let places: PostcodeTable
    private let seed: UInt64
    private let choice: WeightedChoice

    /// - Throws: `FactsInvalid` when the facts in the package are damaged or not beside the executable.
    package init(places: PostcodeTable, seed: UInt64) throws {
        facts = try Facts()
        self.places = places
        self.seed = seed
        choice = WeightedChoice(facts.occupations.map(\.weight))
    }

    /// `count` people of `region`, all at once; nobody when no postcode area of its municipalities has inhabitants.
    package func people(in region: Region, count: Int) -> [Dossier] { Array(stream(in: region, count: count)) }

    /// The same people one by one: each is made when it is asked for.
    package func stream(in region: Region, count: Int) -> PeopleSequence {
        PeopleSequence(
            workshop: PersonWorkshop(
                facts: facts, choice: choice, whereabouts: Whereabouts(region: region, places: places),
                region: region.code, seed: seed),
            count: count)
    }
}

/// The people of one region, made one by one; each iteration starts from the first again.
package struct PeopleSequence: Sequence {
    let workshop: PersonWorkshop
    let count: Int

    /// Makes the next person when asked.
    package struct Iterator: IteratorProtocol {
        let workshop: PersonWorkshop
        let count: Int
        var index = 0

        package mutating func next() -> Dossier? {
            guard index < count else { return nil }
            defer { index += 1 }
            return workshop.person(index)
        }
    }

    package func makeIterator() -> Iterator { Iterator(workshop: workshop, count: count) }
}
