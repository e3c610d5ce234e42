import Domain
import Foundation
import Search
import Showcase
import TestSupport
import Testing

@testable import Dossiers

@Suite("I-4, I-5: a hide raced with shows, edits and searches, again and again")
struct HideRaceTests {
    /// In full with `HALLOWERK_FULL=1`, ten thousand; otherwise a tenth.
    private static let rounds = FullRun.cases(10_000)

    @Test("whoever wins, showcase and file agree; after the last hide the profile is out, and in no search")
    func races() async throws {
        var numbers = People()
        let people = try numbers.many(20, visible: false).map { person in
            var person = person
            person.work.skills = []
            return person
        }
        let region = try await Region(people)
        let purpose = try Purpose(activity: .mediate, basis: .participatiewet)
        let request = SearchRequest(text: "", count: 50, purpose: purpose)
        for round in 0..<Self.rounds {
            let id = people[round % people.count].id
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await region.ledger.show(id, by: .sample(request: "show-\(round)")) }
                group.addTask { try await region.ledger.hide(id, by: .sample(request: "hide-\(round)")) }
                group.addTask {
                    try await region.ledger.edit(id, of: People.rotterdam) { dossier in
                        dossier.work.skills = Array(dossier.work.skills.suffix(3)) + ["edit-\(round)"]
                    }
                }
                group.addTask { _ = region.showcase.search(request, salt: SearchSalt(high: 1, low: UInt64(round))) }
                try await group.waitForAll()
            }
            let dossier = try #require(try await region.store.dossier(id))
            let shown = region.showcase.profile(id, generation: dossier.generation)
            #expect((shown != nil) == (dossier.visibility == .visible), "round \(round)")
            #expect(shown.map { $0.value.revision == dossier.revision } ?? true, "round \(round)")
            try await region.ledger.hide(id, by: .sample(request: "last-\(round)"))
            let found = region.showcase.search(request, salt: SearchSalt(high: 1, low: UInt64(round)))
            #expect(!found.value.hits.contains { $0.profile.id == id }, "round \(round)")
        }
        let history = try FileWitness(region.folder.store)
        #expect(history.visible.isEmpty && region.showcase.count == 0)
        for person in history.people.values {
            #expect(person.history.map(\.generation) == Array(1..<person.history.count + 1))
        }
    }
}
