package import Domain

/// Lets calls in, of each region and person so many at once and so many a minute; the others wait for their turn, or
/// are refused with the time to try again.
///
/// Each region has a queue of its own, and the regions take turns: one region's flood does not delay another's calls.
/// Events carry their time, measured from any one moment.
///
/// Invariants: never more at once, waiting or counted than `AdmissionLimits`; whoever waits could not be let in now;
/// each ticket is let in, refused or given back, once.
package struct Admission: Sendable {
    /// Who asks: a person of a region, by its pseudonym.
    package struct Asker: Hashable, Sendable {
        package let region: RegionCode
        package let person: String

        package init(region: RegionCode, person: String) {
            self.region = region
            self.person = person
        }
    }

    /// One call's place.
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: Int
    }

    /// Why, and when to try again.
    package struct Refusal: Hashable, Sendable {
        package enum Reason: String, CaseIterable, Hashable, Sendable {
            case regionRate, personRate, regionQueue, personQueue, tooManyPeople, waitedTooLong
        }

        package let reason: Reason
        package let retryAfter: Duration

        package init(reason: Reason, retryAfter: Duration) {
            self.reason = reason
            self.retryAfter = retryAfter
        }
    }

    package enum Decision: Hashable, Sendable {
        case admitted(Ticket)
        /// In the queue, until `leave`, `expire`, or another's `leave` lets it in.
        case waits(Ticket, until: Duration)
        case refused(Refusal)
    }

    /// What is under way of one region, or of all.
    package struct Figures: Hashable, Sendable {
        package internal(set) var active = 0
        package internal(set) var waiting = 0
        /// Since the start.
        package internal(set) var refused = 0
    }

    private struct Waiter {
        let ticket: Ticket
        let person: String
        let until: Duration
    }

    private struct Person {
        var rate: CallRate
        var active = 0
        var waiting = 0

        func isForgettable(at time: Duration) -> Bool { active == 0 && waiting == 0 && rate.isIdle(at: time) }
    }

    private struct Queue {
        var rate: CallRate
        var active = 0
        var waiting: [Waiter] = []
        var people: [String: Person] = [:]
    }

    private let limits: AdmissionLimits
    private var queues: [RegionCode: Queue] = [:]
    private var active: [Ticket: Asker] = [:]
    /// Whose turn it is among regions with somebody waiting; who was let in goes to the end.
    private var turns: [RegionCode] = []
    private var issued = 0
    private var refused: [RegionCode: Int] = [:]

    package init(_ limits: AdmissionLimits = AdmissionLimits()) { self.limits = limits }

    /// A call of `asker` comes in that has `left` of its time.
    package mutating func ask(_ asker: Asker, left: Duration = .seconds(60), at time: Duration) -> Decision {
        // Taken out and put back, so that its people are not copied.
        var queue =
            queues.removeValue(forKey: asker.region)
            ?? Queue(rate: CallRate(perMinute: limits.perMinuteOfRegion))
        if queue.people.count >= limits.people, queue.people[asker.person] == nil {
            queue.people = queue.people.filter { !$0.value.isForgettable(at: time) }
        }
        var person = queue.people[asker.person] ?? Person(rate: CallRate(perMinute: limits.perMinuteOfPerson))
        let isRoom =
            active.count < limits.atOnce && queue.active < limits.atOnceOfRegion
            && person.active < limits.atOnceOfPerson
        if let refusal = refusal(of: asker, queue, person, isRoom: isRoom, at: time) {
            refused[asker.region, default: 0] += 1
            queues[asker.region] = queue
            return .refused(refusal)
        }
        queue.rate.count(at: time)
        person.rate.count(at: time)
        issued += 1
        let ticket = Ticket(number: issued)
        let until = time + min(limits.wait, left)
        if isRoom {
            active[ticket] = asker
            queue.active += 1
            person.active += 1
        } else {
            if queue.waiting.isEmpty { turns.append(asker.region) }
            queue.waiting.append(Waiter(ticket: ticket, person: asker.person, until: until))
            person.waiting += 1
        }
        queue.people[asker.person] = person
        queues[asker.region] = queue
        return isRoom ? .admitted(ticket) : .waits(ticket, until: until)
    }

    /// Whether a call of `region` would be refused whoever asks; saves finding that out.
    package mutating func refusal(of region: RegionCode, at time: Duration) -> Refusal? {
        guard let wait = queues[region]?.rate.wait(at: time), wait > .zero else { return nil }
        refused[region, default: 0] += 1
        return Refusal(reason: .regionRate, retryAfter: wait)
    }

    /// A call has ended, or whoever waited for its turn does no more.
    ///
    /// - Returns: Those that are let in now, in order.
    package mutating func leave(_ ticket: Ticket, at time: Duration) -> [Ticket] {
        guard let asker = active.removeValue(forKey: ticket) else {
            for region in turns {
                guard let place = queues[region]?.waiting.firstIndex(where: { $0.ticket == ticket }) else { continue }
                _ = take(place, of: region)
                break
            }
            return []
        }
        queues[asker.region]?.active -= 1
        queues[asker.region]?.people[asker.person]?.active -= 1
        forget(asker, at: time)
        return letIn(at: time)
    }

    /// Refuses those that have waited their time.
    package mutating func expire(at time: Duration) -> [(ticket: Ticket, refusal: Refusal)] {
        var expired: [(ticket: Ticket, refusal: Refusal)] = []
        for region in turns {
            while let place = queues[region]?.waiting.firstIndex(where: { $0.until <= time }),
                let waiter = take(place, of: region)
            {
                refused[region, default: 0] += 1
                expired.append((waiter.ticket, Refusal(reason: .waitedTooLong, retryAfter: Limits.busyPause)))
            }
        }
        return expired
    }

    /// When `expire` would next find somebody; nil when nobody waits.
    package var nextExpiry: Duration? { queues.values.flatMap { $0.waiting.map(\.until) }.min() }

    /// Of all regions together.
    package var figures: Figures {
        Figures(
            active: active.count, waiting: queues.values.reduce(0) { $0 + $1.waiting.count },
            refused: refused.values.reduce(0, +))
    }

    package func figures(of region: RegionCode) -> Figures {
        Figures(
            active: queues[region]?.active ?? 0, waiting: queues[region]?.waiting.count ?? 0,
            refused: refused[region] ?? 0)
    }

    /// People that something is kept of.
    package var countedPeople: Int { queues.values.reduce(0) { $0 + $1.people.count } }

    private func refusal(
        of asker: Asker, _ queue: Queue, _ person: Person, isRoom: Bool, at time: Duration
    ) -> Refusal? {
        let (ofRegion, ofPerson) = (queue.rate.wait(at: time), person.rate.wait(at: time))
        if ofRegion > .zero { return Refusal(reason: .regionRate, retryAfter: ofRegion) }
        if ofPerson > .zero { return Refusal(reason: .personRate, retryAfter: ofPerson) }
        if queue.people[asker.person] == nil, queue.people.count >= limits.people {
            return Refusal(reason: .tooManyPeople, retryAfter: Limits.busyPause)
        }
        guard !isRoom else { return nil }
        if person.waiting >= limits.waitingOfPerson {
            return Refusal(reason: .personQueue, retryAfter: Limits.busyPause)
        }
        if queue.waiting.count >= limits.waitingOfRegion {
            return Refusal(reason: .regionQueue, retryAfter: Limits.busyPause)
        }
        return nil
    }

    private mutating func letIn(at time: Duration) -> [Ticket] {
        var admitted: [Ticket] = []
        while active.count < limits.atOnce, let (region, waiter) = nextInTurn(at: time) {
            active[waiter.ticket] = Asker(region: region, person: waiter.person)
            queues[region]?.active += 1
            queues[region]?.people[waiter.person]?.active += 1
            admitted.append(waiter.ticket)
        }
        return admitted
    }

    /// The first of the next region that has room.
    private mutating func nextInTurn(at time: Duration) -> (RegionCode, Waiter)? {
        for (turn, region) in turns.enumerated() {
            guard let place = firstWithRoom(of: region, at: time) else { continue }
            turns.append(turns.remove(at: turn))
            return take(place, of: region).map { (region, $0) }
        }
        return nil
    }

    /// Where the first of the region's queue stands that there is room for; whose time is over is left for `expire`.
    private func firstWithRoom(of region: RegionCode, at time: Duration) -> Int? {
        guard let queue = queues[region], queue.active < limits.atOnceOfRegion else { return nil }
        return queue.waiting.firstIndex { waiter in
            waiter.until > time && (queue.people[waiter.person]?.active ?? 0) < limits.atOnceOfPerson
        }
    }

    /// Takes one out of the region's queue.
    private mutating func take(_ place: Int, of region: RegionCode) -> Waiter? {
        guard let waiter = queues[region]?.waiting.remove(at: place) else { return nil }
        queues[region]?.people[waiter.person]?.waiting -= 1
        if queues[region]?.waiting.isEmpty == true { turns.removeAll { $0 == region } }
        return waiter
    }

    private mutating func forget(_ asker: Asker, at time: Duration) {
        if queues[asker.region]?.people[asker.person]?.isForgettable(at: time) == true {
            queues[asker.region]?.people[asker.person] = nil
        }
    }
}
