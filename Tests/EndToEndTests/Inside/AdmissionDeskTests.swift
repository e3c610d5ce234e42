import Domain
import Federation
import Testing
import Wire

@testable import Gateway

@Suite("Who waits for a turn at the gateway gets it, is refused, or goes away and leaves no trace")
struct AdmissionDeskTests {
    private static func asker(_ number: Int) throws -> Admission.Asker {
        Admission.Asker(region: try RegionCode("regio-\(number % 3)"), person: "p\(number)")
    }

    private func desk(wait: Duration, waiting: Int = 50) -> AdmissionDesk {
        var limits = AdmissionLimits()
        limits.atOnce = 1
        limits.wait = wait
        limits.waitingOfRegion = waiting
        return AdmissionDesk(limits)
    }

    /// Once as many wait as are expected.
    private func waiting(_ count: Int, at desk: AdmissionDesk) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while desk.figures(of: nil).waiting != count {
            try #require(ContinuousClock.now < deadline)
            await Task.yield()
        }
    }

    @Test("each who waits gets in, one after another, and nobody is left")
    func turns() async throws {
        let desk = desk(wait: .seconds(600))
        let first = try await desk.enter(Self.asker(0), left: .seconds(600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...30 {
                group.addTask {
                    let ticket = try await desk.enter(Self.asker(number), left: .seconds(600))
                    #expect(desk.figures(of: nil).active == 1)
                    desk.leave(ticket)
                }
            }
            try await waiting(30, at: desk)
            desk.leave(first)
            try await group.waitForAll()
        }
        #expect(desk.figures(of: nil).active == 0 && desk.figures(of: nil).waiting == 0)
    }

    @Test("who has waited their time is refused with when to try again")
    func refused() async throws {
        let desk = desk(wait: .milliseconds(30))
        let first = try await desk.enter(Self.asker(0), left: .seconds(600))
        let refusal = await #expect(throws: Problem.self) { try await desk.enter(Self.asker(1), left: .seconds(600)) }
        #expect(refusal?.status == 429 && refusal?.headers["Retry-After"] == "2")
        // The call's own time may be shorter than the wait.
        await #expect(throws: Problem.self) { try await desk.enter(Self.asker(1), left: .zero) }
        desk.leave(first)
        #expect(desk.figures(of: nil).active == 0 && desk.figures(of: nil).waiting == 0)
    }

    @Test("who goes away while waiting frees the place, and the next is let in")
    func cancelled() async throws {
        let desk = desk(wait: .seconds(600), waiting: 1)
        let first = try await desk.enter(Self.asker(0), left: .seconds(600))
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { desk.leave(try await desk.enter(Self.asker(3), left: .seconds(600))) }
            try? await waiting(1, at: desk)
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        #expect(desk.figures(of: nil).waiting == 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { desk.leave(try await desk.enter(Self.asker(6), left: .seconds(600))) }
            try await waiting(1, at: desk)
            desk.leave(first)
            try await group.waitForAll()
        }
        #expect(desk.figures(of: nil).active == 0)
    }

    @Test("comings and goings at random leave nobody inside or waiting", arguments: 1...5)
    func anything(_ seed: Int) async throws {
        let desk = desk(wait: .milliseconds(5))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    guard let ticket = try? await desk.enter(Self.asker(number), left: .seconds(1)) else { return }
                    for _ in 0..<(number * seed % 7) { await Task.yield() }
                    desk.leave(ticket)
                }
                if number == 150 { group.cancelAll() }
            }
        }
        #expect(desk.figures(of: nil).active == 0 && desk.figures(of: nil).waiting == 0)
    }
}
