import Access
import Domain
import Dossiers
import Foundation
import Logging
import Testing
import TestSupport
import Trust
import Wire

@testable import NodePortal
@testable import hallowerk

@Suite("Files on their way in: within limits, and nothing of a broken one stays", .oneAtATime)
struct DeliveryDeskTests {
    private let clock = StillClock()
    private let data: String

    init() throws {
        data = NSTemporaryDirectory() + "desk-" + UUID().uuidString
        try OwnerOnlyFile.makeFolder(data)
    }

    private var kept: [String] { (try? FileManager.default.contentsOfDirectory(atPath: data + "/import")) ?? [] }

    private func desk(stalledAfter: Duration = .seconds(60)) -> DeliveryDesk {
        DeliveryDesk(data: data, now: { [clock] in clock.now }, stalledAfter: stalledAfter)
    }

    private func administrator(_ code: String = "GM0512") throws -> Administrator {
        let account = Account(
            user: "beheer", displayName: "", role: .municipalAdministrator, municipality: try MunicipalityCode(code),
            organisation: try OIN("00000099000000000001"))
        return try #require(Administrator(account, origin: "test"))
    }

    private func deliver(_ text: String, to desk: DeliveryDesk, _ code: String = "GM0512") async throws -> Delivery {
        try await desk.receive(by: try administrator(code)) { intake in
            try await intake.open()
            try await intake.write(ArraySlice(text.utf8))
        }
    }

    private func status(_ body: () async throws -> Void) async -> Int? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? Problem)?.status
        }
    }

    private struct Broken: Error {}

    @Test("a file that breaks off, stalls or is never opened leaves nothing")
    func broken() async throws {
        let desk = desk(stalledAfter: .milliseconds(50))
        let never = AsyncStream<Void> { _ in }
        await #expect(throws: Broken.self) {
            _ = try await desk.receive(by: try administrator()) { intake in
                try await intake.open()
                try await intake.write(ArraySlice(repeating: 0x41, count: 2 << 20))
                throw Broken()
            }
        }
        let stalled = await status {
            _ = try await desk.receive(by: try administrator()) { intake in
                try await intake.open()
                try await intake.write([0x41])
                for await _ in never {}
                try Task.checkCancellation()
            }
        }
        #expect(stalled == 408)
        let unopened = await status {
            _ = try await desk.receive(by: try administrator()) { _ in throw Problem.forbidden() }
        }
        #expect(unopened == 403)
        #expect(kept.isEmpty, "\(kept)")
        #expect(desk.open(of: try MunicipalityCode("GM0512")).isEmpty)
    }

    @Test("a municipality has three files open, and the node receives four at once")
    func limits() async throws {
        let desk = desk()
        for _ in 1...DeliveryDesk.openPerMunicipality { _ = try await deliver("x", to: desk) }
        #expect(await status { _ = try await deliver("x", to: desk) } == 409)
        let first = try #require(desk.open(of: try MunicipalityCode("GM0512")).first)
        await desk.giveUp(first.id)
        _ = try await deliver("x", to: desk)
        #expect(await status { _ = try await deliver("x", to: desk) } == 409)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (opened, mark) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...DeliveryDesk.receiving {
                group.addTask {
                    _ = try await desk.receive(by: try administrator("GM000\(number)")) { intake in
                        try await intake.open()
                        mark.yield()
                        for await _ in gate {}
                    }
                }
            }
            var count = 0
            for await _ in opened {
                count += 1
                if count == DeliveryDesk.receiving { break }
            }
            #expect(await status { _ = try await deliver("x", to: desk, "GM0009") } == 503)
            open.finish()
            try await group.waitForAll()
        }
        _ = try await deliver("x", to: desk, "GM0009")
    }

    @Test("what was checked is there after a restart; what was not, and what is a day old, is gone")
    func restart() async throws {
        let first = desk()
        let checked = try await deliver(DeliveringNode.export(1...3) + DeliveringNode.badRow(4), to: first)
        await first.runCheck(checked.id)
        let unchecked = try await deliver("x", to: first)
        let second = desk()
        try await second.load { _ in false }
        #expect(second.open(of: checked.municipality).map(\.id) == [checked.id])
        #expect(second.delivery(unchecked.id, of: checked.municipality) == nil)
        #expect(kept.count == 3, "\(kept)")
        let decided = desk()
        try await decided.load { $0 == checked.id }
        #expect(decided.open(of: checked.municipality).isEmpty)
        clock.pass(seconds: DeliveryFolder.kept + 1)
        try await second.sweep()
        #expect(kept.isEmpty, "\(kept)")
        #expect(second.delivery(checked.id, of: checked.municipality) == nil)
    }

    @Test("a check that the stop cuts off, and one that is given up, leave nothing")
    func cutOff() async throws {
        let desk = desk()
        let stopped = try await deliver(DeliveringNode.export(1...50), to: desk)
        let check = Task {
            while !Task.isCancelled { await Task.yield() }
            await desk.runCheck(stopped.id)
        }
        check.cancel()
        await check.value
        #expect(desk.delivery(stopped.id, of: stopped.municipality) == nil)
        let given = try await deliver(DeliveringNode.export(1...50), to: desk)
        await desk.giveUp(given.id)
        await desk.runCheck(given.id)
        #expect(kept.isEmpty, "\(kept)")
    }

    @Test("a full disk is said to be full")
    func fullDisk() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        do {
            try full.write(contentsOf: Data("x".utf8))
            Issue.record("/dev/full took it")
        } catch {
            let problem = Problem.notStored(error)
            #expect(problem.status == 503 && problem.detail.contains("schijf") && problem.detail.contains("vol"))
        }
        #expect(Problem.notStored(CocoaError(.fileNoSuchFile)).detail == Problem.unavailable().detail)
    }

    @Test("an import whose log is refused stops before it writes, is told so, and goes on when the log can be written")
    func retried() async throws {
        let region = try InsideFederation.region("gorinchem")
        let federation = try TestFederation(of: [region], now: clock.now)
        let node = try await InsideNode.make(region, in: federation, people: [], clock: clock)
        try await node.addAccount(.municipalAdministrator)
        let account = try #require(try await node.stores.accounts.accounts().first)
        let administrator = try #require(Administrator(account, origin: "test"))
        let parts = ImportParts(
            node.stores, node.ledger, data: node.data, now: node.footing.now, logger: InsideFederation.silent)
        let desk = DeliveryDesk(data: node.data, now: node.footing.now)
        let imports = ImportService(parts, desk: desk, retryAfter: .milliseconds(20))
        let deliveries = Deliveries(imports: imports)
        let running = Task { try await imports.run() }
        defer { running.cancel() }
        let delivery = try await deliveries.receive(by: administrator) { intake in
            try await intake.open()
            try await intake.write(ArraySlice(DeliveringNode.export(1...700).utf8))
        }
        func state(until isIt: (Deliveries.Standing.State) -> Bool) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while try await !isIt(deliveries.standing(of: delivery.id, for: administrator).state) {
                try #require(ContinuousClock.now < deadline)
                await Task.yield()
            }
        }
        try await state { if case .checked = $0 { true } else { false } }
        try await LogFault.refusedProcessing.set(true, in: node)
        try await deliveries.decide(.take, on: delivery.id, isComplete: false, by: administrator)
        try await state { if case .stopped = $0 { true } else { false } }
        #expect(try await node.stores.dossiers.counts().total == 0, "I-9: nobody is written who is not logged")
        try await LogFault.refusedProcessing.set(false, in: node)
        try await state { if case .finished = $0 { true } else { false } }
        #expect(try await node.stores.dossiers.counts().total == 700)
    }
}
