import Domain
import SyntheticPeople
import Testing

@Suite("Facts: complete and usable")
struct FactsTests {
    private let facts: Facts

    init() throws { facts = try Facts() }

    @Test("At least 250 occupations, each with skills, descriptions, education and hours")
    func occupations() {
        #expect(facts.occupations.count >= 250)
        for occupation in facts.occupations {
            #expect((6...15).contains(occupation.skills.count), "\(occupation.name)")
            #expect(Set(occupation.skills).count == occupation.skills.count, "\(occupation.name)")
            #expect((2...4).contains(occupation.descriptions.count), "\(occupation.name)")
            #expect(occupation.descriptions.allSatisfy { $0.hasSuffix(".") }, "\(occupation.name)")
            #expect(!occupation.education.isEmpty && !occupation.hours.isEmpty, "\(occupation.name)")
        }
    }

    @Test("ESCO labels stand with their URI, for half of the occupations at least")
    func esco() {
        let linked = facts.occupations.filter { !$0.escoURI.isEmpty }
        #expect(linked.count * 2 >= facts.occupations.count)
        #expect(linked.allSatisfy { $0.escoURI.hasPrefix("http://data.europa.eu/esco/occupation/") })
        #expect(facts.occupations.allSatisfy { $0.escoURI.isEmpty == $0.escoLabel.isEmpty })
    }

    @Test("The suggested searches find people in a small region too", arguments: SampleSearches.texts)
    func sampleSearches(_ text: String) throws {
        let people = try PeopleGenerator(places: SampleRegions.places(), seed: 3)
            .people(in: SampleRegions.zeeland(), count: 500)
        let first = try #require(text.split(separator: " ").first).lowercased()
        let hits = people.filter { person in
            let words = (person.work.occupations + person.work.skills).joined(separator: " ").lowercased()
            return person.visibility == .visible && words.contains(first)
        }
        #expect(hits.count >= 1, "\(text)")
    }
}
