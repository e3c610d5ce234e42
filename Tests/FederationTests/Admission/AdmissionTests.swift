import Domain
import Federation
import TestSupport
import Testing

@Suite("Admission: so many calls at once and a minute, a queue for each region, and a clear refusal (I-12)")
struct AdmissionTests {
    static let regions = (0..<4).compactMap { try? RegionCode("regio-\($0)") }

    private static func limits(_ change: (inout AdmissionLimits) -> Void) -> AdmissionLimits {
        var limits = AdmissionLimits()
        change(&limits)
        return limits
    }

    private func asker(_ region: Int, _ person: Int = 0) -> Admission.Asker {
        Admission.Asker(region: Self.regions[region], person: "p\(person)")
    }

    /// As many calls of different people of one region as say so; what became of them.
    private func ask(_ count: Int, of region: Int, _ admission: inout Admission) -> [Admission.Decision] {
        (0..<count).map { admission.ask(asker(region, $0), at: .zero) }
    }

    @Test("over each limit: the reason, and when to try again")
    func refuses() {
        var rate = Admission(Self.limits { $0.perMinuteOfRegion = 40 })
        #expect(ask(10, of: 0, &rate).count { $0.ticket != nil } == 10)
        // Ten at once, the other thirty evenly over the minute.
        #expect(ask(1, of: 0, &rate)[0].refusal == .init(reason: .regionRate, retryAfter: .seconds(2)))
        #expect(rate.refusal(of: Self.regions[0], at: .zero)?.retryAfter == .seconds(2))
        #expect(rate.refusal(of: Self.regions[0], at: .seconds(2)) == nil)
        var person = Admission(Self.limits { $0.perMinuteOfPerson = 40 })
        for _ in 0..<10 { #expect(person.ask(asker(0), at: .zero).refusal == nil) }
        #expect(person.ask(asker(0), at: .zero).refusal == .init(reason: .personRate, retryAfter: .seconds(2)))
        #expect(person.ask(asker(0, 1), at: .zero).refusal == nil && person.ask(asker(1), at: .zero).refusal == nil)
        var queue = Admission(
            Self.limits {
                $0.atOnceOfRegion = 1
                $0.waitingOfRegion = 2
            })
        #expect(ask(4, of: 0, &queue).map { $0.refusal?.reason } == [nil, nil, nil, .regionQueue])
        var own = Admission(
            Self.limits {
                $0.atOnceOfPerson = 1
                $0.waitingOfPerson = 1
            })
        #expect((0..<3).map { _ in own.ask(asker(0), at: .zero).refusal?.reason } == [nil, nil, .personQueue])
        var people = Admission(Self.limits { $0.people = 2 })
        #expect(ask(3, of: 0, &people).map { $0.refusal?.reason } == [nil, nil, .tooManyPeople])
        #expect(people.figures.refused == 1 && people.figures(of: Self.regions[0]).refused == 1)
    }

    @Test("regions take turns: a flood of one delays nobody of another")
    func turns() {
        var admission = Admission(
            Self.limits {
                $0.atOnce = 1
                $0.waitingOfRegion = 50
            })
        var last = admission.ask(asker(0), at: .zero).ticket
        let flood = ask(50, of: 0, &admission).compactMap(\.ticket)
        let others = [1, 2].compactMap { admission.ask(asker($0), at: .zero).ticket }
        var order: [Admission.Ticket] = []
        for _ in 0..<5 {
            guard let ticket = last else { break }
            let next = admission.leave(ticket, at: .zero)
            #expect(next.count == 1)
            order += next
            last = next.first
        }
        #expect(order == [flood[0], others[0], others[1], flood[1], flood[2]])
    }

    @Test("who holds all their own places does not stand in the way of others of the region")
    func person() {
        var admission = Admission(Self.limits { $0.atOnceOfPerson = 1 })
        let first = admission.ask(asker(0, 1), at: .zero)
        #expect(admission.ask(asker(0, 1), at: .zero).isWaiting)
        #expect(!admission.ask(asker(0, 2), at: .zero).isWaiting && first.ticket != nil)
    }

    @Test("who waited their time is refused, and who goes away frees the place")
    func waits() throws {
        var admission = Admission(Self.limits { $0.atOnce = 1 })
        let held = try #require(admission.ask(asker(0), at: .zero).ticket)
        let tired = try #require(admission.ask(asker(0, 1), at: .zero).ticket)
        let hurried = try #require(admission.ask(asker(1), left: .milliseconds(20), at: .zero).ticket)
        #expect(admission.nextExpiry == .milliseconds(20))
        #expect(admission.expire(at: .milliseconds(20)).map(\.ticket) == [hurried])
        #expect(admission.leave(tired, at: .milliseconds(30)).isEmpty)
        #expect(admission.figures.waiting == 0 && admission.nextExpiry == nil)
        let next = try #require(admission.ask(asker(0, 2), at: .milliseconds(40)).ticket)
        let expired = admission.expire(at: .milliseconds(40) + Limits.callWait)
        #expect(expired.map(\.ticket) == [next] && expired[0].refusal.reason == .waitedTooLong)
        #expect(admission.leave(held, at: .seconds(1)).isEmpty && admission.figures.active == 0)
    }

    @Test("what is kept of people stays within its bound, and is forgotten once it says nothing")
    func memory() {
        var admission = Admission(Self.limits { $0.people = 100 })
        for second in 0..<20 {
            for number in 0..<200 {
                let person = asker(0, second * 200 + number)
                if let ticket = admission.ask(person, at: .seconds(second * 60)).ticket {
                    _ = admission.leave(ticket, at: .seconds(second * 60))
                }
                #expect(admission.countedPeople <= 100)
            }
        }
        #expect(admission.figures.refused == 20 * 100)
        #expect(admission.figures(of: Self.regions[1]).refused == 0)
    }

    @Test("whatever comes: no limit is passed, and every call gets one word", arguments: 1...30)
    func anything(_ seed: Int) {
        let limits = Self.limits {
            $0.atOnce = 6
            $0.atOnceOfRegion = 3
            $0.atOnceOfPerson = 2
            $0.waitingOfRegion = 5
            $0.waitingOfPerson = 2
            $0.perMinuteOfRegion = 200
            $0.perMinuteOfPerson = 80
        }
        var crowd = Crowd(limits, seed: UInt64(seed))
        for step in 0..<1_000 {
            crowd.act()
            guard let fault = crowd.fault(limits) else { continue }
            Issue.record("seed \(seed), step \(step): \(fault)")
            return
        }
        crowd.goHome()
        #expect(crowd.fault(limits) == nil && crowd.isEmpty, "seed \(seed)")
    }
}

extension Admission.Decision {
    var ticket: Admission.Ticket? {
        switch self {
        case .admitted(let ticket), .waits(let ticket, _): ticket
        case .refused: nil
        }
    }

    var refusal: Admission.Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var isWaiting: Bool { if case .waits = self { true } else { false } }
}
