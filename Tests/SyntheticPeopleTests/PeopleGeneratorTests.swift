import Domain
import SyntheticPeople
import Testing

@Suite("Synthetic people: the same everywhere, and nobody real")
struct PeopleGeneratorTests {
    private static let seed = Crowd.seed
    private let people: [Dossier]
    private let region: Region
    private let places: PostcodeTable

    init() throws {
        places = try SampleRegions.places()
        region = try SampleRegions.haaglanden()
        people = try Crowd.haaglanden.get()
    }

    @Test(
        "A seed means the same people on every machine",
        arguments: [
            (UInt64(1), "66101c3921eda141"), (2026, "497238882ed3f239"), (UInt64.max, "f49de10f31344685"),
        ])
    func golden(_ seed: UInt64, _ digest: String) throws {
        let generator = try PeopleGenerator(places: places, seed: seed)
        let text = try [SampleRegions.haaglanden(), SampleRegions.zeeland()]
            .flatMap { generator.people(in: $0, count: 25) }.map(CanonicalText.of).joined(separator: "\n")
        #expect(CanonicalText.digest(text) == digest, "seed \(seed)")
    }

    @Test("Another seed, or another region, means other people")
    func differs() throws {
        let other = try PeopleGenerator(places: places, seed: Self.seed + 1).people(in: region, count: 50)
        #expect(Set(other.map(\.id)).isDisjoint(with: people.map(\.id)))
        let elsewhere = try PeopleGenerator(places: places, seed: Self.seed)
            .people(in: SampleRegions.region("elders", ["GM0503": "Delft"]), count: 50)
        #expect(Set(elsewhere.map(\.id)).isDisjoint(with: people.map(\.id)))
    }

    @Test("Fewer people are the first of more, and streaming gives the same ones")
    func prefix() throws {
        let generator = try PeopleGenerator(places: places, seed: Self.seed)
        #expect(generator.people(in: region, count: 30) == Array(people.prefix(30)))
        #expect(Array(generator.stream(in: region, count: 4_000).prefix(30)) == Array(people.prefix(30)))
    }

    @Test("About 40 % are visible, as if shown once")
    func visibleShare() {
        let visible = people.filter { $0.visibility == .visible }
        #expect((0.38...0.42).contains(Double(visible.count) / Double(people.count)), "seed \(Self.seed)")
        #expect(visible.allSatisfy { $0.generation == 1 && $0.revision == 2 })
        #expect(people.filter { $0.visibility == .hidden }.allSatisfy { $0.generation == 0 && $0.revision == 1 })
    }

    @Test("Ids are unique, and client numbers within each municipality")
    func unique() {
        #expect(Set(people.map(\.id)).count == people.count)
        let numbers = people.map { "\($0.municipality) \($0.internalFields.clientNumber)" }
        #expect(Set(numbers).count == people.count)
    }

    @Test("Everybody lives in a postcode area of the own municipality")
    func homes() {
        let strangers = people.filter {
            places[$0.internalFields.postcode.area]?.municipality != $0.municipality
        }
        #expect(strangers.map(\.id.description) == [])
        #expect(Set(people.map(\.municipality)) == Set(region.municipalities.map(\.code)))
    }

    @Test("Municipalities get people by inhabitants: chi-square over 5 of them under 18.5 (p = 0.001)")
    func distribution() {
        let codes = Set(region.municipalities.map(\.code))
        let areas = places.entries.filter { codes.contains($0.municipality) }
        let total = Double(areas.reduce(0) { $0 + $1.inhabitants })
        var chiSquare = 0.0
        for code in codes {
            let inhabitants = areas.filter { $0.municipality == code }.reduce(0) { $0 + $1.inhabitants }
            let expected = Double(people.count) * Double(inhabitants) / total
            let seen = Double(people.count { $0.municipality == code })
            chiSquare += (seen - expected) * (seen - expected) / expected
        }
        #expect(chiSquare < 18.5, "seed \(Self.seed)")
    }

    @Test("A region without inhabited areas has nobody")
    func nobody() throws {
        let generator = try PeopleGenerator(places: PostcodeTable([]), seed: Self.seed)
        #expect(generator.people(in: region, count: 10).isEmpty)
    }

    @Test(
        "Target groups have shares as in practice",
        arguments: [
            (TargetGroup.baanafspraak, 0.10...0.14), (.praktijkroute, 0.04...0.06), (.bbl, 0.06...0.10),
        ])
    func targetGroups(_ group: TargetGroup, _ share: ClosedRange<Double>) {
        let seen = Double(people.count { $0.work.targetGroups.contains(group) }) / Double(people.count)
        #expect(share.contains(seen), "\(seen), seed \(Self.seed)")
    }

    @Test("Ages are of working people, and starts around the turn of the year")
    func dates() throws {
        let years = people.map { 2026 - $0.internalFields.birthDay.year }
        #expect(years.allSatisfy { (18...67).contains($0) })
        let from = try CalendarDay("2026-11-01")
        let until = try CalendarDay("2027-01-31")
        #expect(people.allSatisfy { (from...until).contains($0.work.availableFrom) })
    }

    @Test("Whoever wants or did a job that needs a licence has it")
    func licences() throws {
        let facts = try Facts()
        for person in people {
            let names = person.work.occupations + person.work.experience.map(\.jobTitle)
            let needed = names.flatMap { facts.occupation(named: $0)?.neededLicences ?? [] }
            #expect(Set(needed).isSubset(of: person.work.licences), "\(person.id), seed \(Self.seed)")
        }
    }

    @Test("Jobs are newest first, do not overlap, and begin after childhood")
    func experience() {
        for person in people {
            let jobs = person.work.experience
            let born = person.internalFields.birthDay.year
            #expect(
                jobs.allSatisfy { $0.firstYear - born >= 16 && ($0.lastYear ?? 2026) >= $0.firstYear }, "\(person.id)")
            #expect(zip(jobs, jobs.dropFirst()).allSatisfy { ($1.lastYear ?? 2027) <= $0.firstYear }, "\(person.id)")
            #expect(jobs.dropFirst().allSatisfy { $0.lastYear != nil }, "\(person.id)")
        }
    }

    @Test("Profiles keep Domain's limits")
    func limits() {
        for person in people {
            let work = person.work
            #expect((1...10).contains(work.occupations.count) && Set(work.occupations).count == work.occupations.count)
            #expect((5...50).contains(work.skills.count) && Set(work.skills).count == work.skills.count)
            #expect((40...4_000).contains(work.motivation.count) && work.experience.count <= 20)
        }
    }
}
