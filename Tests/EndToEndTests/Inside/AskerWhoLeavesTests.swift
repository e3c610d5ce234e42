import Accountability
import Domain
import Federation
import Foundation
import Logging
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import Gateway
@testable import hallowerk

@Suite("An asker who leaves ends the query everywhere, and that is nobody's failure", .oneAtATime)
struct AskerWhoLeavesTests {
    /// Keeps what is logged at `notice` and above.
    private struct Keeper: LogHandler {
        let lines: Lines
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.add("\(event.message)") }

        final class Lines: Sendable {
            private let all = Mutex<[String]>([])
            var value: [String] { all.withLock(\.self) }
            func add(_ line: String) { all.withLock { $0.append(line) } }
        }
    }

    private func parts(_ inside: InsideFederation, _ logger: Logger) throws -> GatewayParts {
        let footing = try #require(inside.gateway)
        let store = try AccountabilityStore(path: footing.settings.data + "/leaves.sqlite")
        let tls = try PeerTLS(keys: footing.keys, registry: footing.registry, now: footing.now)
        return GatewayParts(
            keys: footing.keys, registry: footing.registry,
            checker: VerklaringChecker(registry: footing.registry, startedAt: footing.started, now: footing.now),
            client: PeerClient(tls: tls, group: MultiThreadedEventLoopGroup.singleton, accepting: [.source]),
            processingLog: store.processingLog, auditLog: store.auditLog,
            board: StandingBoard(started: footing.started),
            published: PublishedEpochs(), started: footing.started, now: footing.now, logger: logger)
    }

    @Test("the fan-out is over at once, no region is blamed, and the log has no line of it")
    func leaves() async throws {
        let regions = try ["gorinchem", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 5) }, unplaced: ["zeeland"]
        ) { inside in
            let zeeland = try FeignedRegion("zeeland", .slow, clock: inside.clock)
            let lines = Keeper.Lines()
            let parts = try parts(inside, Logger(label: "test") { _ in Keeper(lines: lines) })
            try await withPeerServer(
                tls: inside.federation.tls("zeeland"), accepting: [.gateway], handler: zeeland.handler
            ) { port in
                inside.federation.place("zeeland", at: port)
                let query = SearchRequest(
                    text: "", filters: SearchFilters(regions: [try RegionCode("zeeland")]),
                    purpose: TestAsker.purpose, timeLimit: Limits.longestDeadline)
                let fanOut = FanOut(
                    parts: parts, query: query, body: SearchRequestJSON.encode(query), token: "-", search: "-",
                    trace: .start(), deadline: parts.calls.now + .seconds(10), named: .seconds(10), log: {})
                let plan = FanOutPlan(registry: inside.federation.registry.value, request: query)
                let began = ContinuousClock.now
                await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await fanOut.run(plan) { _ in } }
                    while zeeland.searches == 0, ContinuousClock.now - began < .seconds(20) { await Task.yield() }
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.waitForAll() }
                }
                #expect(zeeland.searches == 1 && ContinuousClock.now - began < .seconds(8))
                #expect(lines.value == [])
            }
        }
    }
}
