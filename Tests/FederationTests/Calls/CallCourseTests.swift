import Domain
import Federation
import TestSupport
import Testing

@Suite("A call goes on to the next endpoint, and is repeated only when that is safe, once, within a budget")
struct CallCourseTests {
    static let endpoints = (0..<3).map { Endpoint(host: "p\($0).example", port: 8_443) }

    /// A budget that `calls` first calls have filled.
    private func budget(after calls: Int) -> RetryBudget {
        var budget = RetryBudget()
        for _ in 0..<calls { budget.called() }
        return budget
    }

    /// The numbers of the endpoints that are tried, while attempt n fails as `failures[n]` after 10 ms.
    private func tried(
        _ failures: [CallCourse.Failure], endpoints: Int, isSafe: Bool, calls: Int = 100
    ) -> [Int] {
        var budget = budget(after: calls)
        var course = CallCourse(
            endpoints: Array(Self.endpoints.prefix(endpoints)), isSafe: isSafe, deadline: .seconds(1))
        var step = course.begin(&budget, at: .zero)
        var tried: [Int] = []
        for (number, failure) in failures.enumerated() {
            guard case .attempt(let endpoint, _) = step else { break }
            tried.append(Self.endpoints.firstIndex(of: endpoint) ?? -1)
            step = course.failed(failure, &budget, at: .milliseconds(10 * (number + 1)))
        }
        return tried
    }

    /// How attempts fail, over how many endpoints, whether it is safe, and which are tried.
    struct Row: Sendable {
        let failure: CallCourse.Failure
        let endpoints: Int
        let isSafe: Bool
        let tried: [Int]
    }

    static let rows = [
        Row(failure: .notSent, endpoints: 1, isSafe: true, tried: [0, 0]),
        Row(failure: .notSent, endpoints: 1, isSafe: false, tried: [0]),
        Row(failure: .notSent, endpoints: 3, isSafe: true, tried: [0, 1, 2, 0]),
        Row(failure: .notSent, endpoints: 3, isSafe: false, tried: [0, 1, 2]),
        Row(failure: .broken, endpoints: 1, isSafe: true, tried: [0, 0]),
        Row(failure: .broken, endpoints: 3, isSafe: true, tried: [0, 1]),
        Row(failure: .broken, endpoints: 3, isSafe: false, tried: [0]),
        Row(failure: .timedOut, endpoints: 1, isSafe: true, tried: [0]),
        Row(failure: .timedOut, endpoints: 2, isSafe: true, tried: [0, 1]),
        Row(failure: .timedOut, endpoints: 2, isSafe: false, tried: [0]),
        Row(failure: .final, endpoints: 3, isSafe: true, tried: [0]),
    ]

    @Test("which endpoints are tried", arguments: rows)
    func course(_ row: Row) {
        let failures = Array(repeating: row.failure, count: 9)
        #expect(tried(failures, endpoints: row.endpoints, isSafe: row.isSafe) == row.tried)
    }

    @Test("without a budget nothing is repeated, but an endpoint that cannot be reached is still passed over")
    func poor() {
        let row = [CallCourse.Failure](repeating: .broken, count: 3)
        #expect(tried(row, endpoints: 3, isSafe: true, calls: 8) == [0])
        #expect(tried(row, endpoints: 3, isSafe: true, calls: 9) == [0, 1], "the tenth call is this one")
        #expect(tried([.notSent, .broken, .broken], endpoints: 3, isSafe: true, calls: 0) == [0, 1])
    }

    @Test("each endpoint leaves time for those after it; the last gets all; none is tried after the deadline")
    func time() {
        var budget = budget(after: 0)
        var course = CallCourse(endpoints: Self.endpoints, isSafe: false, deadline: .milliseconds(900))
        #expect(course.begin(&budget, at: .zero) == .attempt(Self.endpoints[0], until: .milliseconds(300)))
        #expect(
            course.failed(.notSent, &budget, at: .milliseconds(300))
                == .attempt(Self.endpoints[1], until: .milliseconds(600)))
        #expect(
            course.failed(.notSent, &budget, at: .milliseconds(400))
                == .attempt(Self.endpoints[2], until: .milliseconds(900)))
        #expect(course.failed(.notSent, &budget, at: .milliseconds(900)) == .giveUp)
        var none = CallCourse(endpoints: [], isSafe: true, deadline: .seconds(1))
        #expect(none.begin(&budget, at: .zero) == .giveUp)
    }

    @Test(
        "no repeat without time", arguments: [(Limits.repeatTime, true), (Limits.repeatTime - .milliseconds(1), false)])
    func hurry(_ left: Duration, _ repeats: Bool) {
        var budget = budget(after: 50)
        #expect(budget.spend(left: left) == repeats)
    }

    @Test("repeats are never more than a tenth of the calls, nor more than what may be saved", arguments: 1...30)
    func anything(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var budget = RetryBudget()
        var inRow = 0
        for _ in 0..<5_000 {
            let isCall = Int.random(in: 0..<10, using: &random) < seed % 10
            if isCall {
                budget.called()
                inRow = 0
            } else if budget.spend(left: .seconds(1)) {
                inRow += 1
            }
            guard budget.repeats * 10 <= budget.calls, inRow <= Limits.repeatsSaved else {
                Issue.record("seed \(seed): \(budget), \(inRow) repeats in a row")
                return
            }
        }
    }
}
