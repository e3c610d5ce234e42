import Domain
import Testing

@Suite("Purpose: an activity on a basis it rests on, for a role that may (P-PUR-1, P-ROL)")
struct PurposeTests {
    /// The closed table, written out a second time: what may be asked, on which basis, by whom. All else is refused.
    private static let allowed: Set<[String]> = [
        ["vacatureVervullen", "wetSuwi", "accountmanager"],
        ["werkgeverAdviseren", "wetSuwi", "accountmanager"],
        ["bemiddelen", "wetSuwi", "accountmanager"],
        ["bemiddelen", "wetSuwi", "klantmanager"],
        ["bemiddelen", "participatiewet", "accountmanager"],
        ["bemiddelen", "participatiewet", "klantmanager"],
    ]

    @Test("the table has these activities, bases and roles, spelled so")
    func closed() {
        #expect(Activity.allCases.map(\.rawValue) == ["vacatureVervullen", "werkgeverAdviseren", "bemiddelen"])
        #expect(LegalBasis.allCases.map(\.rawValue) == ["participatiewet", "wetSuwi"])
        #expect(
            Role.allCases.map(\.rawValue) == [
                "accountmanager", "klantmanager", "gemeentebeheerder", "regioIct", "verwerker", "federatiebeheerder",
            ])
    }

    @Test("each activity on each basis", arguments: Activity.allCases, LegalBasis.allCases)
    func basis(_ activity: Activity, _ basis: LegalBasis) throws {
        guard Self.allowed.contains(where: { $0[0] == activity.rawValue && $0[1] == basis.rawValue }) else {
            #expect(throws: Purpose.Refusal.basisNotAllowed) { try Purpose(activity: activity, basis: basis) }
            return
        }
        let purpose = try Purpose(activity: activity, basis: basis)
        for role in Role.allCases {
            let expected = Self.allowed.contains([activity.rawValue, basis.rawValue, role.rawValue])
            #expect(purpose.allows(role) == expected, "\(activity) on \(basis) for \(role)")
        }
    }

    @Test(
        "a vacancy's reference is at most 64 bytes",
        arguments: [
            ("", true), ("V-2026-0001", true), (String(repeating: "v", count: 64), true),
            (String(repeating: "v", count: 65), false), (String(repeating: "é", count: 32), true),
            (String(repeating: "é", count: 32) + "v", false),
        ])
    func vacancy(_ reference: String, _ fits: Bool) throws {
        if fits {
            let purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: reference)
            #expect(purpose.vacancy == reference)
        } else {
            #expect(throws: Purpose.Refusal.vacancyTooLong) {
                try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: reference)
            }
        }
    }

    @Test("the basis is looked at before the vacancy, and no vacancy is fine")
    func order() throws {
        #expect(throws: Purpose.Refusal.basisNotAllowed) {
            try Purpose(activity: .advise, basis: .participatiewet, vacancy: String(repeating: "v", count: 65))
        }
        #expect(try Purpose(activity: .advise, basis: .wetSuwi).vacancy == nil)
    }

    @Test("each activity has an address of its own in the register of processing activities")
    func register() {
        #expect(Set(Activity.allCases.map(\.registerURI)).count == Activity.allCases.count)
        #expect(
            Activity.mediate.registerURI == "https://register.hallowerk.example/verwerkingsactiviteiten/bemiddelen")
    }
}
