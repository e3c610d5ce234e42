import Domain
import Testing

@Suite("The closed table of activities: which law allows it, and whose role (P-PUR-1, P-ROL)")
struct PurposeTests {
    static let table: [(Activity, Set<LegalBasis>, Set<Role>)] = [
        (.fillVacancy, [.wetSuwi], [.accountManager]), (.advise, [.wetSuwi], [.accountManager]),
        (.mediate, [.participatiewet, .wetSuwi], [.accountManager, .caseManager]),
    ]

    @Test(arguments: table)
    func row(_ activity: Activity, _ bases: Set<LegalBasis>, _ roles: Set<Role>) throws {
        for basis in LegalBasis.allCases {
            guard bases.contains(basis) else {
                #expect(throws: Purpose.Refusal.basisNotAllowed) { try Purpose(activity: activity, basis: basis) }
                continue
            }
            let purpose = try Purpose(activity: activity, basis: basis)
            #expect(Set(Role.allCases.filter(purpose.allows)) == roles)
        }
    }

    @Test("the table has a row for every activity")
    func whole() { #expect(Set(Self.table.map(\.0)) == Set(Activity.allCases)) }

    @Test("a vacancy's reference is at most 64 bytes", arguments: [(64, true), (65, false)])
    func vacancy(_ bytes: Int, _ isTaken: Bool) {
        let text = String(repeating: "v", count: bytes)
        let purpose = try? Purpose(activity: .mediate, basis: .wetSuwi, vacancy: text)
        #expect((purpose?.vacancy == text) == isTaken)
    }

    @Test(arguments: [
        (-1, 10, WeeklyHours.Invalid.outOfRange), (0, 61, .outOfRange), (33, 32, .minimumOverMaximum),
    ])
    func refusesHours(_ minimum: Int, _ maximum: Int, because reason: WeeklyHours.Invalid) {
        #expect(throws: reason) { try WeeklyHours(minimum: minimum, maximum: maximum) }
    }

    @Test(
        "hours overlap when one number suits both",
        arguments: [
            (0, 60, 24, 32, true), (24, 32, 32, 40, true), (24, 31, 32, 40, false), (36, 36, 36, 36, true),
        ])
    func overlap(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ expected: Bool) throws {
        let (one, other) = (try WeeklyHours(minimum: a, maximum: b), try WeeklyHours(minimum: c, maximum: d))
        #expect(one.overlaps(other) == expected && other.overlaps(one) == expected)
    }
}
