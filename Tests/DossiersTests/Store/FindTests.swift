import Domain
import Foundation
import Testing

@testable import Dossiers

@Suite("Finding people: by name or client number, in the own municipality only")
struct FindTests {
    private static let names = [
        ("Noor", "Jansen"), ("Anne-Marie", "van der Bérg"), ("Jan", "Berg"), ("Øystein", "de Groot-Šmíd"),
        ("NOOR", "JANSSENS"), ("Fatima", "El Amrani"), ("İpek", "'t Hoen"), ("李", "王"), ("Noor", "Bakker"),
    ]

    @Test(
        "what is typed, and who is found",
        arguments: [
            ("jansen", ["Jansen"]), ("JANS", ["Jansen", "JANSSENS"]), ("noor jansen", ["Jansen"]),
            ("Jansen, Noor", ["Jansen"]), ("noor j", ["Jansen", "JANSSENS"]), ("berg", ["Berg", "van der Bérg"]),
            ("van der berg", ["Berg", "van der Bérg"]), ("anne-marie van der berg", ["van der Bérg"]),
            ("bérg", ["Berg", "van der Bérg"]), ("groot smid", ["de Groot-Šmíd"]), ("oystein groot", ["de Groot-Šmíd"]),
            ("amrani", ["El Amrani"]), ("el amr", ["El Amrani"]), ("hoen", ["'t Hoen"]), ("王", ["王"]),
            ("K3", ["de Groot-Šmíd"]), (" K3 ", ["de Groot-Šmíd"]), ("K", []), ("erg", []), ("", []), (" - ", []),
            ("noor jansen bakker", []), ("%", []), ("'; DROP TABLE dossier --", []),
        ])
    func finds(_ text: String, _ families: [String]) async throws {
        let region = try await region()
        let page = try await region.store.find(text, in: People.rotterdam, after: nil, limit: 50)
        #expect(Set(page.people.map(\.familyName)) == Set(families) && page.people.count == families.count)
        #expect(page.next == nil)
    }

    @Test("another municipality's people are not found, by name nor by number")
    func otherTenant() async throws {
        let region = try await region()
        for text in ["jansen", "K0", "noor jansen"] {
            #expect(try await region.store.find(text, in: People.schiedam, after: nil, limit: 50).people == [])
        }
    }

    @Test("an edited name is found as it is now, and no longer as it was")
    func edited() async throws {
        let region = try await region()
        let old = try #require(
            try await region.store.find("jansen", in: People.rotterdam, after: nil, limit: 1).people.first)
        try await region.ledger.edit(old.id, by: .sample(revision: 1)) {
            $0.contact = Contact(givenName: "Noor", familyName: "Zwart", email: "", phone: "")
        }
        #expect(
            try await region.store.find("zwart", in: People.rotterdam, after: nil, limit: 9).people.map(\.id) == [
                old.id
            ])
        #expect(try await region.store.find("noor jansen", in: People.rotterdam, after: nil, limit: 9).people == [])
    }

    @Test("pages follow each other without a gap and without anybody twice", arguments: [1, 3, 50])
    func pages(_ size: Int) async throws {
        var people = People()
        let many = try (0..<60).map { number in
            var person = try people.one(clientNumber: "K\(number)")
            person.contact = Contact(
                givenName: "Noor", familyName: number % 7 == 0 ? "Jansen" : "Jansen\(number)", email: "", phone: "")
            return person
        }
        let region = try await Region(many)
        var found: [ProfileID] = []
        var position: NamePosition?
        repeat {
            let page = try await region.store.find("jansen", in: People.rotterdam, after: position, limit: size)
            #expect(page.people.count <= size)
            found += page.people.map(\.id)
            position = page.next
        } while position != nil && found.count < 100
        #expect(found.count == 60 && Set(found) == Set(many.map(\.id)))
    }

    @Test("a history is of one dossier of one municipality, newest first, page by page")
    func history() async throws {
        var people = People()
        let (person, other) = (try people.one(), try people.one(clientNumber: "K2"))
        let region = try await Region([person, other])
        try await region.ledger.edit(person.id, by: .sample(revision: 1)) { $0.work.talents = ["zingen"] }
        try await region.ledger.show(person.id, by: .sample(request: "V-9"))
        try await region.ledger.edit(other.id, by: .sample(revision: 1)) { $0.work.talents = ["fluiten"] }
        let all = try await region.store.history(of: person.id, municipality: People.rotterdam, limit: 10)
        #expect(all.map(\.revision) == [3, 2])
        #expect(
            all.first?.what == .visibility(from: .hidden, to: .visible, request: "V-9", reason: "op verzoek"))
        #expect(all.last?.what == .fields(.edited, [.talents]))
        let older = try await region.store.history(of: person.id, municipality: People.rotterdam, before: 3, limit: 10)
        #expect(older == Array(all.dropFirst()))
        #expect(try await region.store.history(of: person.id, municipality: People.schiedam, limit: 10) == [])
    }

    private func region() async throws -> Region {
        var people = People()
        return try await Region(
            Self.names.enumerated().map { number, name in
                var person = try people.one(clientNumber: "K\(number)")
                person.contact = Contact(givenName: name.0, familyName: name.1, email: "", phone: "")
                return person
            })
    }
}
