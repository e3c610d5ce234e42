import Domain
import Federation
import TestSupport

/// People of four regions who ask, wait, go away and are done at random, with books of their own of who is where.
struct Crowd {
    private var random: SeededRandom
    private var admission: Admission
    private var time = Duration.zero
    private var inside: [Admission.Ticket: Admission.Asker] = [:]
    private var waiting: [Admission.Ticket: (asker: Admission.Asker, until: Duration)] = [:]
    /// All that were given out, so that what is drawn is the same for the same seed.
    private var tickets: [Admission.Ticket] = []
    /// Of the last minute.
    private var calls: [(asker: Admission.Asker, at: Duration)] = []
    private var surprise: String?

    init(_ limits: AdmissionLimits, seed: UInt64) {
        random = SeededRandom(seed: seed)
        admission = Admission(limits)
    }

    var isEmpty: Bool {
        inside.isEmpty && waiting.isEmpty && admission.figures.active == 0 && admission.figures.waiting == 0
    }

    /// One of the things that can happen.
    mutating func act() {
        time += .milliseconds(Int.random(in: 0...200, using: &random))
        calls.removeAll { time - $0.at > .seconds(60) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: ask()
        case 5..<8: leave(tickets.filter { inside[$0] != nil })
        case 8: leave(tickets.filter { waiting[$0] != nil })
        default: expire()
        }
    }

    /// Everybody goes.
    mutating func goHome() {
        time += .seconds(60)
        expire()
        while !inside.isEmpty { leave(tickets.filter { inside[$0] != nil }) }
    }

    /// What is over a limit or differs from the books; nil when nothing is.
    func fault(_ limits: AdmissionLimits) -> String? {
        if let surprise { return surprise }
        if admission.figures.active != inside.count { return "active differ" }
        if admission.figures.waiting != waiting.count { return "waiting differ" }
        if inside.count > limits.atOnce { return "too many at once" }
        for region in Set(inside.values.map(\.region)) where atOnce(region) > limits.atOnceOfRegion {
            return "too many of a region"
        }
        for asker in Set(inside.values) where atOnce(asker) > limits.atOnceOfPerson { return "too many of a person" }
        for region in AdmissionTests.regions where queued(region) > limits.waitingOfRegion { return "queue too long" }
        for asker in Set(waiting.values.map(\.asker)) where queued(asker) > limits.waitingOfPerson {
            return "too many of a person wait"
        }
        if let fault = rateFault(limits) { return fault }
        // Whoever waits, and whose time is not over, could not be let in.
        let room = waiting.values.contains { waiter in
            waiter.until > time && inside.count < limits.atOnce
                && atOnce(waiter.asker.region) < limits.atOnceOfRegion && atOnce(waiter.asker) < limits.atOnceOfPerson
        }
        return room ? "somebody waits beside a free place" : nil
    }

    private func rateFault(_ limits: AdmissionLimits) -> String? {
        var ofRegions: [RegionCode: Int] = [:]
        var ofPeople: [Admission.Asker: Int] = [:]
        for call in calls {
            ofRegions[call.asker.region, default: 0] += 1
            ofPeople[call.asker, default: 0] += 1
        }
        if (ofRegions.values.max() ?? 0) > limits.perMinuteOfRegion { return "too many a minute of a region" }
        return (ofPeople.values.max() ?? 0) > limits.perMinuteOfPerson ? "too many a minute of a person" : nil
    }

    private func atOnce(_ region: RegionCode) -> Int { inside.values.count { $0.region == region } }
    private func atOnce(_ asker: Admission.Asker) -> Int { inside.values.count { $0 == asker } }
    private func queued(_ region: RegionCode) -> Int { waiting.values.count { $0.asker.region == region } }
    private func queued(_ asker: Admission.Asker) -> Int { waiting.values.count { $0.asker == asker } }

    private mutating func ask() {
        // The first region is in a hurry: most calls are its own.
        let region = Bool.random(using: &random) ? 0 : Int.random(in: 0..<4, using: &random)
        let asker = Admission.Asker(
            region: AdmissionTests.regions[region], person: "p\(Int.random(in: 0..<4, using: &random))")
        switch admission.ask(asker, at: time) {
        case .admitted(let ticket):
            inside[ticket] = asker
            tickets.append(ticket)
            calls.append((asker, time))
        case .waits(let ticket, let until):
            waiting[ticket] = (asker, until)
            tickets.append(ticket)
            calls.append((asker, time))
        case .refused(let refusal):
            if refusal.retryAfter <= .zero { surprise = "refused, and may try again at once" }
        }
    }

    private mutating func leave(_ some: [Admission.Ticket]) {
        guard let ticket = some.randomElement(using: &random) else { return }
        tickets.removeAll { $0 == ticket }
        inside[ticket] = nil
        waiting[ticket] = nil
        for admitted in admission.leave(ticket, at: time) {
            guard let waiter = waiting.removeValue(forKey: admitted) else {
                surprise = "somebody was let in who did not wait"
                return
            }
            inside[admitted] = waiter.asker
        }
    }

    private mutating func expire() {
        for (ticket, _) in admission.expire(at: time) {
            guard let waiter = waiting.removeValue(forKey: ticket), waiter.until <= time else {
                surprise = "somebody was refused who did not wait, or not long enough"
                return
            }
            tickets.removeAll { $0 == ticket }
        }
        if waiting.values.contains(where: { $0.until <= time }) { surprise = "somebody waits on after their time" }
    }
}
