import Domain
import TestSupport
import Testing

@Suite("Epoch: what all regions report, added up, equal everywhere")
struct EpochTests {
    @Test func `a region reports no term that fewer than five of its people have`() {
        let report = TermStatistics(reporting: 40, counts: ["vier": 4, "vijf": 5, "veel": 40])
        #expect(report.profiles == 40)
        #expect(report.frequencies == ["vijf": 5, "veel": 40])
    }

    @Test func `a region reports no term that is empty or longer than the limit`() {
        let longest = String(repeating: "a", count: Limits.termBytes)
        let report = TermStatistics(
            reporting: 9, counts: ["": 9, longest: 9, longest + "b": 9, longest.dropLast() + "é": 9])
        #expect(report.frequencies == [longest: 9])
    }

    @Test func `past the limit of terms the rarest are left out, and of equals the last by their bytes`() {
        var counts: [String: Int] = ["zz": 7, "zzz": 6]
        for number in 0..<Limits.regionTerms { counts["a\(number)"] = 6 }
        let report = TermStatistics(reporting: 9, counts: counts)
        #expect(report.frequencies.count == Limits.regionTerms)
        #expect(report.frequencies["zz"] == 7)
        #expect(report.frequencies["zzz"] == nil)
        #expect(report.frequencies["a99999"] == nil)
        #expect(report.frequencies["a99998"] == 6)
    }

    @Test(arguments: [
        (-1, [:], TermStatistics.Invalid.profiles),
        (Limits.peopleOfRegion.upperBound + 1, [:], .profiles),
        (9, ["": 5], .term),
        (9, [String(repeating: "a", count: Limits.termBytes + 1): 5], .term),
        (9, ["een\"woord": 5], .term),
        (9, ["een\\woord": 5], .term),
        (9, ["een\nwoord": 5], .term),
        (9, ["woord": 4], .frequency),
        (9, ["woord": 10], .frequency),
        (9, ["goed": 5, "woord": -1], .frequency),
    ])
    func `refuses statistics out of range, whole`(
        _ profiles: Int, _ frequencies: [String: Int], because reason: TermStatistics.Invalid
    ) {
        #expect(throws: reason) { try TermStatistics(profiles: profiles, frequencies: frequencies) }
        let epoch = Epoch.Invalid.statistics(reason)
        if profiles < 9 || !frequencies.isEmpty {
            #expect(throws: epoch) { try Epoch(number: 1, profiles: profiles, frequencies: frequencies) }
        }
    }

    @Test func `takes statistics up to each limit`() throws {
        let term = String(repeating: "a", count: Limits.termBytes)
        let report = try TermStatistics(profiles: 9, frequencies: [term: 9, "vijf": 5])
        #expect(report.frequencies == [term: 9, "vijf": 5])
        #expect(try TermStatistics(profiles: Limits.peopleOfRegion.upperBound, frequencies: [:]).profiles > 0)
    }

    @Test func `refuses more terms than the limit`() {
        let terms = Dictionary(uniqueKeysWithValues: (0...Limits.regionTerms).map { ("a\($0)", 5) })
        #expect(throws: TermStatistics.Invalid.tooManyTerms) { try TermStatistics(profiles: 9, frequencies: terms) }
    }

    @Test(arguments: [0, -1, Limits.epochNumbers.upperBound + 1])
    func `refuses a number that is no moment`(_ number: Int) {
        #expect(throws: Epoch.Invalid.number) { try Epoch(number: number, profiles: 0, frequencies: [:]) }
    }

    @Test func `the sum counts everybody once and every term in every region that reports it`() throws {
        let one = try TermStatistics(profiles: 20, frequencies: ["lasser": 7, "kok": 5])
        let other = try TermStatistics(profiles: 30, frequencies: ["lasser": 5, "heftruck": 30])
        let epoch = Epoch.sum(of: [Self.beta: other, Self.alfa: one], number: 12)
        #expect(epoch.regions == [Self.alfa, Self.beta])
        #expect(epoch.number == 12)
        #expect(epoch.profiles == 50)
        #expect(epoch.frequencies == ["lasser": 12, "kok": 5, "heftruck": 30])
        #expect(epoch.frequency(of: "lasser") == 12)
        #expect(epoch.frequency(of: "loodgieter") == Limits.epochThreshold)
    }

    @Test func `without statistics every term is equally rare, in a population that holds it`() {
        #expect(Epoch.none.number == 0)
        #expect(Epoch.none.profiles == 0)
        #expect(Epoch.none.frequency(of: "lasser") == Limits.epochThreshold)
        #expect(Epoch.none.population == Limits.epochThreshold)
        #expect(Epoch.sum(of: [:], number: 3).population == Limits.epochThreshold)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `the sum does not depend on the order of regions, and holds each region's report`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let count = Int.random(in: 1...6, using: &random)
        let reports = try (0..<count).map { (try RegionCode("regio-\($0)"), Self.report(&random)) }
        let epoch = Epoch.sum(of: Dictionary(uniqueKeysWithValues: reports), number: 9)
        let shuffled = Dictionary(uniqueKeysWithValues: reports.shuffled(using: &random))
        #expect(epoch == Epoch.sum(of: shuffled, number: 9), "seed \(seed)")
        for (_, report) in reports { #expect(epoch.contains(report), "seed \(seed)") }
        let again = try Epoch(
            number: 9, regions: epoch.regions, profiles: epoch.profiles, frequencies: epoch.frequencies)
        #expect(again == epoch, "seed \(seed)")
        for count in epoch.frequencies.values {
            #expect((Limits.epochThreshold...epoch.population).contains(count), "seed \(seed)")
        }
    }

    @Test func `an epoch that takes away from a region's report does not hold it`() throws {
        let own = try TermStatistics(profiles: 20, frequencies: ["lasser": 7])
        #expect(try Epoch(number: 1, profiles: 20, frequencies: ["lasser": 7]).contains(own))
        #expect(try !Epoch(number: 1, profiles: 19, frequencies: ["lasser": 7]).contains(own))
        #expect(try !Epoch(number: 1, profiles: 20, frequencies: ["lasser": 6]).contains(own))
        #expect(try !Epoch(number: 1, profiles: 20, frequencies: ["kok": 7]).contains(own))
        #expect(!Epoch.none.contains(own))
    }

    @Test func `refuses regions out of order or twice`() {
        for regions in [[Self.beta, Self.alfa], [Self.alfa, Self.alfa]] {
            #expect(throws: Epoch.Invalid.regions) {
                try Epoch(number: 1, regions: regions, profiles: 0, frequencies: [:])
            }
        }
    }

    private static let alfa = code("alfa")
    private static let beta = code("beta")

    private static func code(_ text: String) -> RegionCode {
        guard let code = try? RegionCode(text) else { preconditionFailure("\(text) is a code") }
        return code
    }

    @Test(
        arguments: [
            (Epoch.none.number + 100, [7], nil), (105, [7], nil), (106, [7], Epoch.Contradiction.ofTheFuture),
            (100, [8], .lessThanReported), (100, [8, 7], nil), (100, [], nil),
        ] as [(Int, [Int], Epoch.Contradiction?)])
    func `a region refuses an epoch of the future, and one that counts less than all that it reported`(
        _ number: Int, _ reported: [Int], because reason: Epoch.Contradiction?
    ) throws {
        let epoch = try Epoch(number: number, regions: [Self.alfa], profiles: 20, frequencies: ["lasser": 7])
        let reports = try reported.map { try TermStatistics(profiles: 20, frequencies: ["lasser": $0]) }
        let found: Epoch.Contradiction?
        do throws(Epoch.Contradiction) {
            try epoch.check(by: Self.alfa, reported: reports, at: 100)
            found = nil
        } catch {
            found = error
        }
        #expect(found == reason)
        guard reason != .ofTheFuture else { return }
        try epoch.check(by: Self.beta, reported: reports, at: 100)
    }

    private static func report(_ random: inout SeededRandom) -> TermStatistics {
        let profiles = Int.random(in: 0...60, using: &random)
        var counts: [String: Int] = [:]
        for number in 0..<Int.random(in: 0...20, using: &random) {
            counts["t\(number)"] = Int.random(in: 0...profiles, using: &random)
        }
        return TermStatistics(reporting: profiles, counts: counts)
    }
}

@Suite("Epoch book: two are kept, a third is gone")
struct EpochBookTests {
    private func epoch(_ number: Int) -> Epoch { Epoch.sum(of: [:], number: number) }

    @Test func `begins without statistics, which it always has`() {
        var book = EpochBook()
        #expect(book.current == .none)
        for number in 1...4 { book.take(epoch(number)) }
        #expect(book.epoch(0) == Epoch.none)
    }

    @Test func `keeps the current one and the one before`() {
        var book = EpochBook()
        for number in [5, 7, 9] {
            let taken = book.take(epoch(number))
            #expect(taken)
        }
        #expect(book.current.number == 9)
        #expect(book.epoch(9)?.number == 9)
        #expect(book.epoch(7)?.number == 7)
        #expect(book.epoch(5) == nil)
        #expect(book.epoch(8) == nil)
    }

    @Test func `never goes back, and takes one that it missed if that is among the two newest`() {
        var book = EpochBook()
        book.take(epoch(5))
        #expect(book.oldest == 0)
        let again = book.take(epoch(5))
        let missed = book.take(epoch(3))
        let older = book.take(epoch(2))
        #expect(!again && missed && !older)
        #expect(book.current.number == 5)
        #expect(book.epoch(3)?.number == 3)
        #expect(book.oldest == 3)
    }

    @Test func `is gone what is older than both, never what is newer or without statistics`() {
        var book = EpochBook()
        for number in [5, 7, 9] { book.take(epoch(number)) }
        #expect([0, 6, 7, 8, 9, 10].map(book.isGone) == [false, true, false, false, false, false])
        #expect(!EpochBook().isGone(4))
    }
}
