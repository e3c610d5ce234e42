import Domain
import Foundation
import Search
import Showcase
import Testing

@testable import Dossiers

@Suite("The own region's hidden people: an index beside the showcase, and never both (P-VIS-2, I-4)")
struct HomeRegionTests {
    private static let salt = SearchSalt(high: 3, low: 4)

    private static func request(_ text: String, count: Int = 50) throws -> SearchRequest {
        SearchRequest(
            text: text, count: count, facets: Facet.allCases,
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi))
    }

    private static func found(_ text: String, in region: Region) throws -> Set<ProfileID> {
        Set(region.ledger.home.search(try request(text), salt: salt).hits.map(\.entry.id))
    }

    /// Somebody with a word that nobody else has, whose service goes on.
    private static func someone(_ people: inout People, _ word: String, visible: Bool = false) throws -> Dossier {
        var dossier = try people.one(clientNumber: word, visible: visible)
        dossier.internalFields = InternalFields(
            clientNumber: word, postcode: try Postcode("3011AB"), birthDay: try CalendarDay("1981-02-28"),
            caseManager: "")
        dossier.work.occupations = [word]
        return dossier
    }

    private static func isServedHidden(_ dossier: Dossier) -> Bool {
        dossier.visibility == .hidden && dossier.internalFields.serviceEnded == nil
    }

    @Test("an older revision of somebody never comes back")
    func revisions() async throws {
        var people = People()
        var person = try people.one()
        let own = person.internalFields
        person.internalFields = InternalFields(
            clientNumber: own.clientNumber, postcode: own.postcode, birthDay: own.birthDay, caseManager: "")
        let home = try await Region([]).ledger.home
        var shown = person
        (shown.visibility, shown.generation, shown.revision) = (.visible, 1, 2)
        home.update(shown)
        home.update(person)
        #expect(home.count == 0)
        var hidden = person
        (hidden.generation, hidden.revision) = (2, 3)
        home.update(hidden)
        home.update(person)
        let hits = home.search(try Self.request(""), salt: Self.salt).hits
        #expect(home.count == 1 && hits.first?.entry.revision == 3)
    }

    @Test("whoever is added hidden and served is found there, with counts and facets, and nobody else")
    func adds() async throws {
        var people = People()
        let dossiers = try people.many(300)
        let region = try await Region(dossiers)
        let hidden = dossiers.filter(Self.isServedHidden)
        #expect(!hidden.isEmpty && hidden.count < dossiers.count { $0.visibility == .hidden })
        #expect(region.ledger.home.count == hidden.count)
        let result = region.ledger.home.search(try Self.request(""), salt: Self.salt)
        #expect(
            result.total == hidden.count
                && result.facets[.municipality] == [FacetCount(value: "GM0599", count: hidden.count)])
        for dossier in dossiers {
            let isThere = try await region.ledger.home.profile(dossier.id, generation: dossier.generation) != nil
            #expect(isThere == Self.isServedHidden(dossier))
            #expect(!isThere || !region.isShown(dossier.id), "never in both")
        }
    }

    @Test("hide moves somebody from the showcase to it at once, show moves them back, and nothing stays behind")
    func moves() async throws {
        var people = People()
        let person = try Self.someone(&people, "glazenwasser", visible: true)
        let region = try await Region([person])
        let before = region.ledger.home.words
        #expect(before.isEmpty)
        try await region.ledger.hide(person.id, by: .sample())
        #expect(!region.isShown(person.id))
        try await region.settled()
        #expect(try Self.found("glazenwasser", in: region) == [person.id])
        #expect(try await region.ledger.home.profile(person.id, generation: 1)?.revision == 2)
        #expect(try await region.ledger.home.profile(person.id, generation: 0) == nil)
        try await region.ledger.show(person.id, by: .sample())
        #expect(region.isShown(person.id))
        #expect(try Self.found("glazenwasser", in: region).isEmpty && region.ledger.home.words == before)
        try await region.ledger.hide(person.id, by: .sample())
        try await region.settled()
        #expect(try await region.ledger.home.profile(person.id, generation: 1) == nil, "an old one is not revived")
        #expect(try await region.ledger.home.profile(person.id, generation: 3) != nil)
    }

    @Test("an edit is found at once, the words before it no more")
    func edits() async throws {
        var people = People()
        let person = try Self.someone(&people, "glazenwasser")
        let region = try await Region([person])
        try await region.ledger.edit(person.id, of: People.rotterdam) { $0.work.occupations = ["dakdekker"] }
        #expect(try Self.found("glazenwasser", in: region).isEmpty)
        #expect(try Self.found("dakdekker", in: region) == [person.id])
    }

    @Test("somebody whose service ended is not in it, and is again when it goes on")
    func serviceEnds() async throws {
        var people = People()
        let person = try Self.someone(&people, "glazenwasser")
        let region = try await Region([person])
        let today = try CalendarDay("2026-11-27")
        try await region.ledger.edit(person.id, of: People.rotterdam) {
            $0.internalFields = $0.internalFields.ended(on: today)
        }
        #expect(region.ledger.home.count == 0 && region.ledger.home.words.isEmpty)
        let served = person.internalFields
        try await region.ledger.edit(person.id, of: People.rotterdam) { $0.internalFields = served }
        #expect(try Self.found("glazenwasser", in: region) == [person.id])
    }

    @Test("a hide that was not written: in neither index until it is done again")
    func unfinishedHide() async throws {
        var people = People()
        let person = try Self.someone(&people, "glazenwasser", visible: true)
        let region = try await Region([person])
        try region.setReadOnly(true)
        await #expect(throws: LedgerRefusal.self) { try await region.ledger.hide(person.id, by: .sample()) }
        try region.setReadOnly(false)
        #expect(!region.isShown(person.id) && region.ledger.home.count == 0)
        try await region.ledger.edit(person.id, of: People.rotterdam) { $0.work.skills = [] }
        #expect(!region.isShown(person.id) && region.ledger.home.count == 0)
        try await region.ledger.hide(person.id, by: .sample())
        try await region.settled()
        #expect(try Self.found("glazenwasser", in: region) == [person.id])
    }

    @Test("a show that was not written leaves them where they are")
    func failedShow() async throws {
        var people = People()
        let person = try Self.someone(&people, "glazenwasser")
        let region = try await Region([person])
        try region.setReadOnly(true)
        await #expect(throws: LedgerRefusal.self) { try await region.ledger.show(person.id, by: .sample()) }
        #expect(try Self.found("glazenwasser", in: region) == [person.id] && !region.isShown(person.id))
    }

    @Test("built anew from the file it is the same, and answers the same")
    func rebuilds() async throws {
        var people = People()
        let dossiers = try people.many(900)
        let region = try await Region(dossiers)
        for dossier in dossiers.prefix(60) {
            switch dossier.visibility {
            case .visible: try await region.ledger.hide(dossier.id, by: .sample())
            case .hidden: try await region.ledger.show(dossier.id, by: .sample())
            }
        }
        try await region.settled()
        let again = Region(rebuilding: region)
        try await again.ledger.rebuildIndexes()
        let (old, new) = (region.ledger.home, again.ledger.home)
        #expect(new.count == old.count && new.words == old.words && new.count > 100)
        for text in ["", "lasser", "heftruck zorg"] {
            let (first, second) = (
                old.search(try Self.request(text), salt: Self.salt), new.search(try Self.request(text), salt: Self.salt)
            )
            #expect(first.hits.map(\.entry) == second.hits.map(\.entry) && first.total == second.total)
            #expect(
                first.facets.mapValues { FacetCount.ordered($0) } == second.facets.mapValues { FacetCount.ordered($0) })
        }
    }

    @Test("who changed since the search is read as they are now, without marks of old words; who was shown is left out")
    func changedSince() async throws {
        var people = People()
        let (edited, shown) = (try Self.someone(&people, "glazenwasser"), try Self.someone(&people, "dakdekker"))
        let region = try await Region([edited, shown])
        try await region.ledger.edit(edited.id, of: People.rotterdam) { $0.work.motivation = "Een glazenwasser zoekt" }
        let hits = region.ledger.home.search(try Self.request("glazenwasser dakdekker"), salt: Self.salt).hits
        let before = try await region.ledger.home.people(of: hits)
        #expect(before.map(\.profile.id) == hits.map(\.entry.id) && before.count == 2)
        let marked = try #require(before.first { $0.profile.id == edited.id })
        #expect(marked.profile.fragment(for: marked.hit).filter(\.match).map(\.text) == ["glazenwasser"])
        try await region.ledger.edit(edited.id, of: People.rotterdam) { $0.work.motivation = "Liever een dakdekker" }
        try await region.ledger.show(shown.id, by: .sample())
        let after = try await region.ledger.home.people(of: hits)
        #expect(after.map(\.profile.id) == [edited.id])
        let now = try #require(after.first)
        let fragment = now.profile.fragment(for: now.hit)
        #expect(fragment.map(\.text) == ["Liever een dakdekker"] && !fragment.contains(where: \.match))
    }

    @Test("paging goes through everybody once")
    func pages() async throws {
        var people = People()
        let dossiers = try people.many(90, visible: false)
        let region = try await Region(dossiers)
        var seen: [ProfileID] = []
        var position: SearchPosition?
        repeat {
            var request = try Self.request("", count: 7)
            request.position = position
            let result = region.ledger.home.search(request, salt: Self.salt)
            seen += result.hits.map(\.entry.id)
            position =
                result.more
                ? result.hits.last.map {
                    SearchPosition(salt: Self.salt, score: $0.score, tie: $0.tie, shown: seen.count)
                } : nil
        } while position != nil
        #expect(Set(seen) == Set(dossiers.filter(Self.isServedHidden).map(\.id)) && seen.count == Set(seen).count)
    }
}

@Suite("HomeRegionProfile: what staff of the home region see of a hidden person (P-ROL, P-DAT-3)")
struct HomeRegionProfileTests {
    private static let marks = [
        "merkklant", "3011", "QX", "1961", "merkmanager", "merkzaak", "merkstraat", "merkachternaam", "merkmail",
    ]

    private static func dossier(_ visibility: Dossier.Visibility, ended: Bool = false) throws -> Dossier {
        var people = People()
        var dossier = try people.one()
        dossier.contact = Contact(
            givenName: "Merkvoornaam", familyName: "Merkachternaam", email: "merkmail@merk.example", phone: "0687654321"
        )
        dossier.internalFields = InternalFields(
            clientNumber: "merkklant", postcode: try Postcode("3011QX"), birthDay: try CalendarDay("1961-10-09"),
            caseManager: "merkmanager", caseNumber: "merkzaak", street: "merkstraat 1", gender: .woman, support: .full,
            isToZo: true, serviceEnded: ended ? try CalendarDay("2026-01-31") : nil)
        dossier.work.motivation = "Ik ben Merkachternaam, merkmail@merk.example."
        dossier.work.skills = ["lassen", "bel 06 87654321"]
        dossier.visibility = visibility
        return dossier
    }

    @Test("only of who is hidden and served; a hidden dossier never becomes a ShowcaseProfile (I-1)")
    func made() throws {
        #expect(HomeRegionProfile(ofHidden: try Self.dossier(.hidden)) != nil)
        #expect(HomeRegionProfile(ofHidden: try Self.dossier(.hidden, ended: true)) == nil)
        #expect(HomeRegionProfile(ofHidden: try Self.dossier(.visible)) == nil)
        #expect(ShowcaseProfile(disclosing: try Self.dossier(.hidden)) == nil)
    }

    @Test("the same fields as others see of a visible person, with the same texts masked")
    func sameAsVisible() throws {
        let hidden = try #require(HomeRegionProfile(ofHidden: try Self.dossier(.hidden)))
        let visible = try #require(ShowcaseProfile(disclosing: try Self.dossier(.visible)))
        func fields(_ value: Any) -> [String: String] {
            Dictionary(
                Mirror(reflecting: value).children.map { child in
                    var text = ""
                    dump(child.value, to: &text)
                    return (child.label ?? "", text)
                }, uniquingKeysWith: { first, _ in first })
        }
        var all = fields(hidden)
        all.removeValue(forKey: "work")
        all.merge(fields(hidden.work)) { _, _ in
            Issue.record("a field of both"); return ""
        }
        #expect(all == fields(visible))
        #expect(!hidden.work.motivation.contains("merk") && hidden.work.skills == ["lassen", "bel [afgeschermd]"])
    }

    @Test("no internal field is in it", arguments: marks)
    func noInternalField(_ mark: String) throws {
        var text = ""
        let profile = try #require(HomeRegionProfile(ofHidden: try Self.dossier(.hidden)))
        dump(profile, to: &text)
        let isContact = mark == "merkachternaam" || mark == "merkmail"
        if isContact {
            dump(profile.contact, to: &text)
            var work = ""
            dump(profile.work, to: &work)
            #expect(!work.lowercased().contains(mark))
        } else {
            // Four digits of the postcode may be seen; the letters with them may not.
            #expect(mark == "3011" || !text.lowercased().contains(mark.lowercased()), "\(mark)")
        }
    }
}
