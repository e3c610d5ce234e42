import Domain
import SyntheticPeople
import Testing

@Suite("Synthetic texts: whole sentences, no number that can be a BSN, nobody who can be reached")
struct TextTests {
    private static let seed = Crowd.seed
    private let people: [Dossier]

    init() throws {
        people = try Crowd.haaglanden.get()
    }

    /// All free text of one person.
    private func texts(of person: Dossier) -> [String] {
        person.work.occupations + person.work.skills + [person.work.motivation]
            + person.work.experience.flatMap { [$0.jobTitle, $0.employer, $0.description] }
            + person.work.interests + person.work.talents + person.work.schooling.map(\.name)
            + person.work.courses.map(\.name) + person.work.documents.map(\.title)
            + [person.internalFields.street, person.internalFields.caseNumber]
    }

    @Test("No text is empty, has a leftover slot, a double space or a sentence without an end")
    func wellFormed() {
        for person in people {
            let texts = texts(of: person)
            #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("{") && !$0.contains("}") && !$0.contains("  ") })
            let ends = person.work.experience.map(\.description) + [person.work.motivation]
            #expect(ends.allSatisfy { $0.last.map { ".!?".contains($0) } == true }, "\(ends), seed \(Self.seed)")
            #expect(!person.work.motivation.contains(" ,") && !person.work.motivation.contains(" ."))
        }
    }

    @Test("No nine digits pass the eleven test (P-DAT-6)")
    func noBSN() {
        let found = people.flatMap { texts(of: $0).filter { ElevenTest.finds(in: $0) } }
        #expect(found == [], "seed \(Self.seed)")
    }

    @Test(
        "The eleven test finds what it must",
        arguments: [
            ("mijn nummer is 111222333.", true), ("1112.22.333", true), ("123 456 782", true), ("123456789", false),
            ("tel 06-0012345678", false), ("W482913", false),
        ])
    func elevenTest(_ text: String, _ isFound: Bool) {
        #expect(ElevenTest.finds(in: text) == isFound)
    }

    @Test("Addresses and numbers belong to nobody: reserved domains, numbers that are not issued")
    func unreachable() {
        for contact in people.map(\.contact) {
            let parts = contact.email.split(separator: "@")
            #expect(parts.count == 2 && contact.email.utf8.allSatisfy { $0 < 128 })
            let domain = parts.last ?? ""
            #expect(domain.hasSuffix(".example") || ["example.org", "example.com", "example.net"].contains(domain))
            #expect(contact.phone.hasPrefix("06-00") && contact.phone.count { $0.isNumber } == 10)
        }
    }

    @Test("Some motivations hold the own name, number or address, and masking takes each out")
    func masking() {
        var held = 0
        for person in people {
            let contact = person.contact
            let own = [contact.email, contact.phone].filter { person.work.motivation.contains($0) }
            held += own.count
            let masked = ContactMasking(hiding: contact).mask(person.work.motivation)
            #expect(own.allSatisfy { !masked.contains($0) }, "\(person.id)")
        }
        #expect((60...200).contains(held), "\(held), seed \(Self.seed)")
    }

    @Test("Masking never takes the trade out of a profile: nobody called Kok cooks")
    func tradesStay() {
        let masked = people.filter { person in
            let masking = ContactMasking(hiding: person.contact)
            let trade = person.work.occupations + person.work.skills + person.work.experience.map(\.jobTitle)
            return trade.contains { masking.mask($0) != $0 }
        }
        #expect(masked.map(\.contact.familyName) == [], "seed \(Self.seed)")
    }

    @Test("Motivations vary: nearly all differ, whatever the trade")
    func varied() {
        #expect(Set(people.map(\.work.motivation)).count > people.count * 99 / 100)
    }
}
