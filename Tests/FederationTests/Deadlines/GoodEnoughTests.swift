import Domain
import Federation
import TestSupport
import Testing

@Suite("Good enough: with 90 % of the people searched, the rest gets a quarter of the time that is left (I-8)")
struct GoodEnoughTests {
    static let codes = (0..<20).compactMap { try? RegionCode("regio-\($0)") }

    /// Sizes of the regions, which of them answer at 100 ms, and whether that is enough.
    struct Row: Sendable {
        let sizes: [Int?]
        let answered: Int
        let isEnough: Bool
    }

    static let rows = [
        Row(sizes: Array(repeating: 100, count: 10), answered: 9, isEnough: true),
        Row(sizes: Array(repeating: 100, count: 10), answered: 8, isEnough: false),
        Row(sizes: [900, 50, 50], answered: 1, isEnough: true),
        Row(sizes: [899, 51, 50], answered: 1, isEnough: false),
        // Nobody knows how many the others have: they count as the mean of those that are known.
        Row(sizes: [100, nil, nil], answered: 2, isEnough: false),
        Row(sizes: Array(repeating: nil, count: 10), answered: 9, isEnough: true),
        Row(sizes: [0, 0, 0], answered: 1, isEnough: true),
        // When all have answered there is nothing left to wait for.
        Row(sizes: [100, 100], answered: 2, isEnough: false), Row(sizes: [100], answered: 1, isEnough: false),
    ]

    @Test("when it is reached", arguments: rows)
    func reached(_ row: Row) {
        let asked = Array(Self.codes.prefix(row.sizes.count))
        var visible: [RegionCode: Int] = [:]
        for (code, size) in zip(asked, row.sizes) { visible[code] = size }
        var wait = GoodEnough(asked: asked, visible: visible, deadline: .milliseconds(1_500))
        var ends: [Duration] = []
        for code in asked.prefix(row.answered) {
            if let end = wait.answered(code, at: .milliseconds(100)) { ends.append(end) }
        }
        #expect(wait.isReached == row.isEnough)
        #expect(ends == (row.isEnough ? [.milliseconds(100 + 350)] : []))
        #expect(wait.end == (row.isEnough ? .milliseconds(450) : .milliseconds(1_500)))
    }

    @Test("regions that nobody asked, and answers that come twice, count for nothing")
    func counts() {
        let asked = Array(Self.codes.prefix(3))
        var wait = GoodEnough(asked: asked, visible: [:], deadline: .seconds(1))
        for _ in 0..<5 { #expect(wait.answered(asked[0], at: .zero) == nil) }
        #expect(wait.answered(Self.codes[9], at: .zero) == nil && !wait.isReached)
    }

    @Test("whatever the order: the end never passes the deadline, and is set once", arguments: 1...30)
    func anything(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let asked = Array(Self.codes.shuffled(using: &random).prefix(Int.random(in: 1...20, using: &random)))
        let visible = Dictionary(uniqueKeysWithValues: asked.map { ($0, Int.random(in: 0...60_000, using: &random)) })
        let deadline = Duration.milliseconds(Int.random(in: 1...10_000, using: &random))
        var wait = GoodEnough(asked: asked, visible: visible, deadline: deadline)
        var (time, searched, ends) = (Duration.zero, 0, 0)
        let all = visible.values.reduce(0, +)
        for (place, code) in asked.enumerated() {
            time += .milliseconds(Int.random(in: 0...1_000, using: &random))
            let isLate = time > deadline
            searched += visible[code] ?? 0
            let end = wait.answered(code, at: time)
            #expect(wait.end <= deadline, "seed \(seed)")
            let isEnough = searched * 100 >= all * 90 && place < asked.count - 1
            #expect(wait.isReached || !isEnough, "seed \(seed)")
            guard let end else { continue }
            ends += 1
            let expected = isLate ? deadline : time + (deadline - time) / 4
            #expect(end == expected && wait.end == end, "seed \(seed)")
        }
        #expect(ends <= 1, "seed \(seed)")
    }
}
