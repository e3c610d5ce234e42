import Domain
import Federation
import TestSupport
import Testing

@Suite("Breaker: a dead endpoint costs nothing once it is open, and comes back by itself (I-8)")
struct BreakerTests {
    /// What the calls of a row did, `+` worked and `-` failed, and whether the last one opens it.
    struct Row: Sendable {
        let calls: String
        let opens: Bool
    }

    static let rows = [
        Row(calls: "-----", opens: true), Row(calls: "----", opens: false), Row(calls: "----+----", opens: false),
        Row(calls: "+-----", opens: true), Row(calls: String(repeating: "+-", count: 10), opens: true),
        Row(calls: String(repeating: "+-", count: 9) + "+", opens: false),
        Row(calls: String(repeating: "-+", count: 9), opens: false),
        // Nine failures, then so many that worked that the first have left the last twenty.
        Row(calls: String(repeating: "-+", count: 9) + "+++" + "--", opens: false),
        Row(calls: String(repeating: "--+", count: 7), opens: true),
    ]

    /// A breaker after `calls`, one a second, each of which took no time.
    private func breaker(_ calls: String, from start: Duration = .zero) -> Breaker {
        var breaker = Breaker()
        for (second, call) in calls.enumerated() {
            let time = start + .seconds(second)
            breaker.callEnded(call == "+" ? .works : .fails, begun: time, at: time)
        }
        return breaker
    }

    @Test("opens after five failures in a row or ten of the last twenty", arguments: rows)
    func opens(_ row: Row) {
        #expect((breaker(row.calls).state == .open) == row.opens, "\(row.calls)")
    }

    @Test("an open one takes no calls; a probe goes out when the pause is over, one at a time, and closes it")
    func halfOpens() {
        var breaker = breaker("-----")
        let due = Duration.seconds(4) + Limits.breakerPause
        #expect(!breaker.admitsCalls && breaker.nextTry == due)
        #expect(breaker.beginProbe(at: due - .milliseconds(1)) == false)
        #expect(breaker.beginProbe(at: due) && breaker.state == .halfOpen && !breaker.admitsCalls)
        #expect(breaker.beginProbe(at: due + .seconds(1)) == false)
        breaker.probeEnded(.works, begun: due, at: due + .seconds(2))
        #expect(breaker.admitsCalls && breaker.nextTry == nil)
    }

    @Test("a probe that never ends does not keep the next away, and says nothing when it ends at last")
    func lostProbe() {
        var breaker = breaker("-----")
        let due = Duration.seconds(60)
        #expect(breaker.beginProbe(at: due) == true)
        #expect(breaker.nextTry == due + Limits.probeLease)
        #expect(breaker.beginProbe(at: due + Limits.probeLease) == true)
        breaker.probeEnded(.works, begun: due, at: due + .seconds(20))
        #expect(breaker.state == .halfOpen)
        breaker.probeEnded(.works, begun: due + Limits.probeLease, at: due + .seconds(21))
        #expect(breaker.state == .closed)
    }

    @Test("a probe that was cancelled leaves it to the next, at once")
    func cancelledProbe() {
        var breaker = breaker("-----")
        #expect(breaker.beginProbe(at: .seconds(60)) == true)
        breaker.probeEnded(.saysNothing, begun: .seconds(60), at: .seconds(61))
        #expect(breaker.state == .open && breaker.beginProbe(at: .seconds(61)))
    }

    @Test("the pause doubles while probes fail, up to five minutes and no further")
    func pauses() {
        var breaker = breaker("-----")
        var time = Duration.seconds(4)
        var pauses: [Duration] = []
        for _ in 0..<10 {
            let next = breaker.nextTry ?? .zero
            pauses.append(next - time)
            #expect(breaker.beginProbe(at: next) == true)
            time = next + .seconds(2)
            breaker.probeEnded(.fails, begun: next, at: time)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300].map { .seconds($0) })
    }

    @Test("where something says that it may be back, a probe goes out at once, and calls only after it")
    func mayBeBack() {
        var breaker = breaker("-----")
        #expect(breaker.beginProbe(at: .seconds(6)) == false)
        breaker.mayBeBack(at: .seconds(6))
        #expect(!breaker.admitsCalls)
        #expect(breaker.beginProbe(at: .seconds(6)) == true)
        breaker.probeEnded(.works, begun: .seconds(6), at: .seconds(7))
        #expect(breaker.admitsCalls)
    }

    @Test("whoever says so again and again has it probed once a second at most")
    func mayBeBackOften() {
        var breaker = breaker("-----")
        var probes = 0
        for tick in 0..<100 {
            let time = Duration.seconds(10) + .milliseconds(100) * tick
            breaker.mayBeBack(at: time)
            guard breaker.beginProbe(at: time) else { continue }
            probes += 1
            breaker.probeEnded(.fails, begun: time, at: time)
        }
        #expect(probes == 10)
    }

    @Test("once a call works the pauses begin anew; a call that fails before that opens it at once, for longer")
    func trial() {
        for worked in [true, false] {
            var breaker = breaker("-----")
            #expect(breaker.beginProbe(at: .seconds(10)) == true)
            breaker.probeEnded(.works, begun: .seconds(10), at: .seconds(10))
            if worked { breaker.callEnded(.works, begun: .seconds(11), at: .seconds(11)) }
            breaker.callEnded(.fails, begun: .seconds(12), at: .seconds(12))
            #expect((breaker.state == .open) == !worked)
            for second in 13..<17 { breaker.callEnded(.fails, begun: .seconds(second), at: .seconds(second)) }
            #expect(breaker.nextTry == (worked ? .seconds(16 + 5) : .seconds(12 + 10)))
        }
    }

    @Test("inbound contact closes it at once, from every state", arguments: [false, true])
    func contact(_ halfOpen: Bool) {
        var breaker = breaker("-----")
        if halfOpen { #expect(breaker.beginProbe(at: .seconds(60)) == true) }
        breaker.contact(at: .seconds(61))
        #expect(breaker.admitsCalls)
        breaker.probeEnded(.fails, begun: .seconds(60), at: .seconds(62))
        #expect(breaker.admitsCalls, "a probe that began before the contact says nothing")
    }

    @Test("a region that reaches us while we cannot reach it costs one call, not one for each contact")
    func oneWay() {
        var breaker = breaker("-----")
        breaker.contact(at: .seconds(6))
        breaker.callEnded(.fails, begun: .seconds(7), at: .seconds(8))
        #expect(breaker.state == .open)
        breaker.contact(at: .seconds(9))
        #expect(breaker.state == .open && breaker.beginProbe(at: .seconds(9)), "a probe goes out at once instead")
        breaker.probeEnded(.works, begun: .seconds(9), at: .seconds(9))
        breaker.callEnded(.works, begun: .seconds(10), at: .seconds(10))
        for second in 11..<16 { breaker.callEnded(.fails, begun: .seconds(second), at: .seconds(second)) }
        breaker.contact(at: .seconds(17))
        #expect(breaker.admitsCalls, "contact counts again since a call worked")
    }

    @Test("calls that began before it closed, and calls without time, say nothing")
    func stale() {
        var breaker = breaker("-----")
        breaker.contact(at: .seconds(20))
        for second in 10..<19 { breaker.callEnded(.fails, begun: .seconds(second), at: .seconds(21)) }
        for second in 21..<40 { breaker.callEnded(.saysNothing, begun: .seconds(second), at: .seconds(second)) }
        #expect(breaker.admitsCalls)
        let hurry = Limits.fairWait - .milliseconds(1)
        #expect(Breaker.Verdict(.timedOut(after: hurry), after: hurry) == .saysNothing)
        #expect(Breaker.Verdict(.timedOut(after: hurry), after: Limits.fairWait) == .fails)
        #expect(Breaker.Verdict(.overtaken, after: hurry) == .saysNothing)
        #expect(Breaker.Verdict(.refused, after: .zero) == .works)
        #expect(Breaker.Verdict(.unreachable, after: .zero) == .fails)
    }

    @Test("five failed probes in a row open it where nobody asks; probes that work hide no failed calls")
    func probes() {
        var quiet = Breaker()
        var busy = Breaker()
        for second in 0..<5 {
            #expect(quiet.admitsCalls && busy.admitsCalls)
            let time = Duration.seconds(second)
            #expect(quiet.beginProbe(at: time) && busy.beginProbe(at: time))
            quiet.probeEnded(.fails, begun: time, at: time)
            busy.probeEnded(.works, begun: time, at: time)
            busy.callEnded(.fails, begun: time, at: time)
        }
        #expect(!quiet.admitsCalls && !busy.admitsCalls)
    }

    @Test("whatever happens: never stuck, pauses of at most five minutes, one probe at a time", arguments: 1...40)
    func anything(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var breaker = Breaker()
        var time = Duration.zero
        var probes: [Duration] = []
        let verdicts: [Breaker.Verdict] = [.works, .fails, .fails, .fails, .saysNothing]
        func fail(_ fault: String) { Issue.record("seed \(seed), at \(time): \(fault)") }
        for step in 0..<2_000 {
            time += .milliseconds(Int.random(in: 0...(step % 10 == 0 ? 400_000 : 3_000), using: &random))
            let verdict = verdicts[Int.random(in: 0..<verdicts.count, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let before = Duration.milliseconds(Int.random(in: 0...5_000, using: &random))
                breaker.callEnded(verdict, begun: time - before, at: time)
            case 6, 7:
                let isAnotherUnderWay = probes.contains { time - $0 < Limits.probeLease }
                if breaker.beginProbe(at: time) {
                    if isAnotherUnderWay { return fail("two probes at a time") }
                    probes = [time]
                }
            case 8:
                if let probe = probes.popLast() { breaker.probeEnded(verdict, begun: probe, at: time) }
            default:
                let wasHelped = breaker
                breaker.contact(at: time)
                if breaker.admitsCalls, !wasHelped.admitsCalls { probes = [] }
                guard breaker.admitsCalls || (breaker.nextTry ?? .zero) <= time + Limits.probeLease else {
                    return fail("contact changed nothing")
                }
            }
            guard let next = breaker.nextTry else {
                if !breaker.admitsCalls { return fail("no next try") }
                continue
            }
            guard next - time <= Limits.breakerLongestPause else { return fail("a pause of over five minutes") }
            var later = breaker
            let tried = max(time, next)
            guard later.beginProbe(at: tried) else { return fail("stuck: no probe goes out") }
            later.probeEnded(.works, begun: tried, at: tried)
            guard later.admitsCalls else { return fail("stuck: a probe that works does not close it") }
        }
    }
}
