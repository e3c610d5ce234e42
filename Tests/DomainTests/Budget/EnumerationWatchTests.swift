import Domain
import Foundation
import Testing

@Suite("Somebody who goes through people one by one is seen, and told of once an hour")
struct EnumerationWatchTests {
    private let start = Date(timeIntervalSince1970: 1_795_000_000)

    private func person(_ number: Int = 1) throws -> EnumerationWatch.Person {
        .init(region: try OIN("00000099100000001000"), pseudonym: "p\(number)")
    }

    @Test("the twentieth handle that opens nothing within ten minutes, and no handle of another person")
    func handles() throws {
        var watch = EnumerationWatch()
        for number in 0..<EnumerationWatch.handles - 1 {
            #expect(try !watch.tried(person(), at: start + Double(number)))
            #expect(try !watch.tried(person(100 + number), at: start + Double(number)))
        }
        #expect(try watch.tried(person(), at: start + 599))
        #expect(try !watch.tried(person(), at: start + 600))
        #expect(try !watch.tried(person(2), at: start + 600))
    }

    @Test("spread over more time they are nothing")
    func spread() throws {
        var watch = EnumerationWatch()
        let pause = EnumerationWatch.handlesWithin / Double(EnumerationWatch.handles - 1)
        for number in 0..<100 { #expect(try !watch.tried(person(), at: start + Double(number) * pause)) }
    }

    @Test("told again after an hour, if it goes on")
    func again() throws {
        var watch = EnumerationWatch()
        var told: [Double] = []
        for second in stride(from: 0.0, to: 8_000, by: 10) where try watch.tried(person(), at: start + second) {
            told.append(second)
        }
        #expect(told == [190, 3_790, 7_390])
    }

    private static let courses: [([(Double, Int)], Bool)] = [
        ([(0, 20), (3_599, 519)], false), ([(0, 20), (3_599, 520)], true), ([(0, 20), (3_600, 520)], false),
        ([(0, 20), (3_600, 400), (7_100, 900)], true), ([(0, 1_900), (100, 10), (200, 509)], false),
        ([(0, 1_900), (100, 10), (200, 510)], true),
    ]

    @Test("a quarter of the day's people in lists within an hour", arguments: courses)
    func lists(_ uses: [(Double, Int)], _ isTold: Bool) throws {
        var watch = EnumerationWatch()
        let told = try uses.map { second, used in
            try watch.listed(
                person(), BudgetUse(Budget(.people, of: .person), used: used, limit: 2_000), at: start + second)
        }
        #expect(told.dropLast().allSatisfy { !$0 } && told.last == isTold)
    }

    @Test("as many people are watched as there is room for; whoever was seen longest ago is forgotten")
    func bounded() throws {
        var watch = EnumerationWatch()
        for _ in 1..<EnumerationWatch.handles { #expect(try !watch.tried(person(0), at: start)) }
        for number in 1..<EnumerationWatch.people { #expect(try !watch.tried(person(number), at: start + 1)) }
        #expect(try watch.tried(person(0), at: start + 2))
        for _ in 2..<EnumerationWatch.handles { #expect(try !watch.tried(person(1), at: start + 3)) }
        for number in 0..<EnumerationWatch.people { #expect(try !watch.tried(person(10_000 + number), at: start + 4)) }
        #expect(try !watch.tried(person(1), at: start + 5))
    }
}
