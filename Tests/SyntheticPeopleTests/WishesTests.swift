import Domain
import SyntheticPeople
import Testing

@Suite("Synthetic people: every field of P-DAT is filled, for as many as would have it")
struct WishesTests {
    private static let seed = Crowd.seed
    private let people: [Dossier]

    init() throws { people = try Crowd.haaglanden.get() }

    private func share(_ condition: (Dossier) -> Bool) -> Double { Double(people.count(where: condition)) / 4_000 }

    @Test("what the municipality keeps: case number, street and support for all, gender for nearly all, ToZo for few")
    func internalFields() {
        #expect(people.allSatisfy { $0.internalFields.caseNumber.count == 14 && $0.internalFields.support != nil })
        #expect(people.allSatisfy { $0.internalFields.street.split(separator: " ").count >= 2 })
        #expect((0.96...0.995).contains(share { $0.internalFields.gender != nil }))
        for gender in Gender.allCases { #expect(share { $0.internalFields.gender == gender } > 0.003) }
        for support in SupportLevel.allCases { #expect(share { $0.internalFields.support == support } > 0.15) }
        #expect((0.02...0.04).contains(share(\.internalFields.isToZo)), "seed \(Self.seed)")
        #expect(people.allSatisfy { $0.internalFields.serviceEnded == nil })
    }

    @Test("what people tell: interests and talents of everybody, few entrepreneurs, capacity only of some")
    func wishes() {
        for texts in people.flatMap({ [$0.work.interests, $0.work.talents] }) {
            #expect((1...4).contains(texts.count) && Set(texts).count == texts.count)
        }
        #expect((0.03...0.05).contains(share(\.work.isEntrepreneur)), "seed \(Self.seed)")
        #expect((0.05...0.2).contains(share { !$0.work.capacity.isEmpty }), "seed \(Self.seed)")
        for person in people {
            #expect(Set(person.work.capacity.map(\.load)).count == person.work.capacity.count)
            #expect(person.work.travelKm.map { (1...200).contains($0) } ?? true)
            #expect((1...6).contains(person.work.sectors.count))
            #expect(person.work.documents.count <= 5 && person.work.courses.count <= 4)
        }
        for form in ContractForm.allCases { #expect(share { $0.work.contracts.contains(form) } > 0.02, "\(form)") }
        for kind in DocumentReference.Kind.allCases where kind != .other {
            #expect(share { $0.work.documents.contains { $0.kind == kind } } > 0.02, "\(kind)")
        }
    }

    @Test("schooling agrees with the level and the age; BBL people want an apprenticeship")
    func schooling() {
        for person in people {
            let work = person.work
            let born = person.internalFields.birthDay.year
            #expect(work.schooling.first?.level == (work.education == .unknown ? nil : work.education))
            #expect(work.schooling.allSatisfy { ($0.endYear ?? 2026) - born >= 11 }, "\(person.id)")
            #expect(work.schooling.allSatisfy { ($0.endYear ?? 2026) <= 2026 && !($0.endYear == nil && $0.hasDiploma) })
            #expect(
                zip(work.schooling, work.schooling.dropFirst()).allSatisfy { ($1.endYear ?? 0) < $0.endYear ?? 2027 })
            #expect(work.courses.allSatisfy { ($0.year ?? 2026) - born >= 16 && ($0.year ?? 2026) <= 2026 })
            #expect(work.contracts.contains(.apprenticeship) == work.targetGroups.contains(.bbl))
        }
    }
}
