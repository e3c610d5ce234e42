import Domain
import Foundation
import Showcase
import Testing

@testable import Dossiers

@Suite("Ledger: show, hide, add and edit, and who may not")
struct LedgerTests {
    private static func acts() -> [(act: ActOfVisibility, refusal: LedgerRefusal)] {
        [
            (.sample(municipality: People.schiedam), .notYours),
            (.sample(account: ""), .incomplete(field: "account")),
            (.sample(account: String(repeating: "a", count: 65)), .incomplete(field: "account")),
            (.sample(request: " "), .incomplete(field: "request")),
            (.sample(request: String(repeating: "a", count: 101)), .incomplete(field: "request")),
            (.sample(reason: ""), .incomplete(field: "reason")),
            (.sample(reason: "a\u{0}b"), .incomplete(field: "reason")),
            (.sample(reason: String(repeating: "a", count: 501)), .incomplete(field: "reason")),
        ]
    }

    @Test(arguments: acts(), [true, false])
    func refuses(_ row: (act: ActOfVisibility, refusal: LedgerRefusal), visible: Bool) async throws {
        var people = People()
        let dossier = try people.one(visible: visible)
        let region = try await Region([dossier])
        await #expect(throws: row.refusal) {
            if visible {
                try await region.ledger.hide(dossier.id, by: row.act)
            } else {
                try await region.ledger.show(dossier.id, by: row.act)
            }
        }
        #expect(try await region.store.dossier(dossier.id) == dossier)
        #expect(try await region.store.info(dossier.id)?.history == [])
        #expect(region.isShown(dossier.id) == visible)
    }

    @Test func knowsNobodyElse() async throws {
        let region = try await Region()
        let stranger = ProfileID(UUID())
        await #expect(throws: LedgerRefusal.unknown) { try await region.ledger.show(stranger, by: .sample()) }
        await #expect(throws: LedgerRefusal.unknown) { try await region.ledger.hide(stranger, by: .sample()) }
        await #expect(throws: LedgerRefusal.unknown) {
            try await region.ledger.edit(stranger, of: People.rotterdam) { _ in }
        }
        #expect(try await region.store.info(stranger) == nil)
    }

    @Test("each change is on disk, in the showcase and in the history, with a generation of its own")
    func showsAndHides() async throws {
        var people = People()
        let dossier = try people.one()
        let region = try await Region([dossier])
        #expect(!region.isShown(dossier.id))
        try await region.ledger.show(dossier.id, by: .sample(request: "V-1"))
        #expect(region.showcase.profile(dossier.id, generation: 1) != nil)
        try await region.ledger.hide(dossier.id, by: .sample(request: "V-2"))
        #expect(!region.isShown(dossier.id))
        try await region.ledger.show(dossier.id, by: .sample(request: "V-3"))
        #expect(region.showcase.profile(dossier.id, generation: 3) != nil)
        #expect(region.showcase.profile(dossier.id, generation: 1) == nil)
        let standing = try #require(try await region.store.info(dossier.id))
        #expect(standing.visibility == .visible && standing.generation == 3 && standing.revision == 4)
        #expect(standing.history.map(\.request) == ["V-1", "V-2", "V-3"])
        #expect(standing.history.map(\.from) == [.hidden, .visible, .hidden])
        #expect(standing.history.map(\.to) == [.visible, .hidden, .visible])
        let act = ActOfVisibility.sample()
        #expect(standing.history.allSatisfy { $0.account == act.account && $0.reason == act.reason && $0.at == act.at })
    }

    @Test("doing again what is done changes nothing")
    func again() async throws {
        var people = People()
        let (shown, hidden) = (try people.one(visible: true), try people.one(clientNumber: "K2"))
        let region = try await Region([shown, hidden])
        try await region.ledger.show(shown.id, by: .sample())
        try await region.ledger.hide(hidden.id, by: .sample())
        #expect(try await region.store.dossier(shown.id) == shown)
        #expect(try await region.store.dossier(hidden.id) == hidden)
        #expect(region.isShown(shown.id) && !region.isShown(hidden.id))
        try await region.ledger.show(hidden.id, by: .sample())
        #expect(region.isShown(hidden.id))
    }

    @Test("people arrive as they are; a batch with a twin in it is not there at all")
    func adds() async throws {
        var people = People()
        var dossiers = try people.many(1_200)
        let twin = try people.one(clientNumber: "K3")
        dossiers[1_100] = twin
        let region = try await Region()
        await #expect(throws: AddInterrupted(added: 1_000, refusal: .alreadyThere)) {
            try await region.ledger.add(dossiers)
        }
        #expect(try await region.store.counts().total == 1_000)
        #expect(try await region.store.dossier(dossiers[1_000].id) == nil)
        for dossier in dossiers {
            let isThere = try await region.store.dossier(dossier.id) != nil
            #expect(region.isShown(dossier.id) == (isThere && dossier.visibility == .visible))
        }
        #expect(region.showcase.count == (try await region.store.counts().visible))
    }

    @Test("an edit reaches the showcase of who is visible, and changes neither keys nor visibility")
    func edits() async throws {
        var people = People()
        let (shown, hidden) = (try people.one(visible: true), try people.one(clientNumber: "K2"))
        let region = try await Region([shown, hidden])
        for id in [shown.id, hidden.id] {
            try await region.ledger.edit(id, of: People.rotterdam) { dossier in
                dossier.work.occupations = ["bakker"]
                dossier.visibility = .visible
                dossier.generation = 77
                dossier.revision = 77
            }
        }
        #expect(region.showcase.profile(shown.id, generation: 0)?.value.occupations == ["bakker"])
        #expect(!region.isShown(hidden.id))
        let stored = try #require(try await region.store.dossier(hidden.id))
        #expect(stored.work.occupations == ["bakker"])
        #expect(stored.visibility == .hidden && stored.generation == 0 && stored.revision == 2)
        await #expect(throws: LedgerRefusal.notYours) {
            try await region.ledger.edit(shown.id, of: People.schiedam) { $0.work.skills = [] }
        }
        await #expect(throws: LedgerRefusal.unstorable(field: "motivation")) {
            try await region.ledger.edit(shown.id, of: People.rotterdam) { $0.work.motivation = "a\u{7}" }
        }
        #expect(try await region.store.dossier(shown.id)?.revision == 2)
    }

    @Test("a rebuilt showcase holds exactly who is visible on disk (I-4)")
    func rebuilds() async throws {
        var people = People()
        let dossiers = try people.many(900)
        let region = try await Region(dossiers)
        let again = Region(rebuilding: region)
        try await again.ledger.rebuildIndexes()
        #expect(again.showcase.count == 600)
        for dossier in dossiers { #expect(again.isShown(dossier.id) == (dossier.visibility == .visible)) }
        let empty = try await Region()
        try await empty.ledger.rebuildIndexes()
        #expect(empty.showcase.count == 0)
    }

    @Test("changes at the same time: in the end the showcase is what is visible on disk")
    func together() async throws {
        var people = People()
        let dossiers = try people.many(20)
        let region = try await Region(dossiers)
        await withTaskGroup(of: Void.self) { group in
            for round in 0..<10 {
                for dossier in dossiers {
                    group.addTask {
                        if (round + Int(dossier.id.bytes[0])) % 2 == 0 {
                            try? await region.ledger.show(dossier.id, by: .sample())
                        } else {
                            try? await region.ledger.hide(dossier.id, by: .sample())
                        }
                    }
                    group.addTask {
                        try? await region.ledger.edit(dossier.id, of: People.rotterdam) { $0.work.skills.append("x") }
                    }
                }
            }
        }
        for dossier in dossiers {
            let stored = try #require(try await region.store.dossier(dossier.id))
            let history = try #require(try await region.store.info(dossier.id)?.history)
            #expect(region.isShown(dossier.id) == (stored.visibility == .visible))
            #expect(stored.generation == history.count)
            #expect(stored.revision == 1 + 10 + history.count)
            #expect(
                region.showcase.profile(dossier.id, generation: stored.generation)?.value.revision
                    == (stored.visibility == .visible ? stored.revision : nil))
        }
    }
}

extension Region {
    /// The same store with a showcase that is still empty.
    init(rebuilding other: Region) {
        folder = other.folder
        store = other.store
        showcase = .init(places: People.places)
        ledger = DossierLedger(store: store, showcase: showcase)
    }
}
