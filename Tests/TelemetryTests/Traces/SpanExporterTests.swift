import AsyncHTTPClient
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Telemetry

@Suite("Handing spans over: in batches, to a real HTTP server; what it does not take is lost and counted")
struct SpanExporterTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private final class Collector: Sendable {
        private let bodies = Mutex<[String]>([])
        let status: Int
        var taken: [String] { bodies.withLock { $0 } }
        var spans: Int { taken.reduce(0) { $0 + $1.components(separatedBy: "\"spanId\"").count - 1 } }

        init(status: Int = 200) { self.status = status }

        func answer(_ request: LoopbackHTTP.Request) -> LoopbackHTTP.Answer? {
            guard request.method == "POST", request.target == "/v1/traces" else { return .init(404) }
            bodies.withLock { $0.append(request.body) }
            return .init(status, "{}", headers: [("Content-Type", "application/json")])
        }
    }

    /// Runs an exporter to `collector` while `body` does, then stops it.
    private func run(
        _ queue: SpanQueue, to collector: Collector, interval: Duration = .milliseconds(20),
        body: () async throws -> Void
    ) async throws {
        let server = try await LoopbackHTTP(collector.answer)
        let exporter = SpanExporter(
            queue: queue, collector: "http://127.0.0.1:\(server.port)/v1/traces",
            process: .node(try RegionCode("zeeland")),
            client: HTTPClient.Configuration(), interval: interval, logger: Self.silent)
        let group = ServiceGroup(services: [exporter], logger: Self.silent)
        let running = Task { try await group.run() }
        do { try await body() } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
        try await server.close()
    }

    private func make(_ count: Int, in queue: SpanQueue) async {
        for _ in 0..<count { await SpanDesk(queue: queue).within(.nodeSearch, .root()) { _ in } }
    }

    private func wait(until condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !condition() {
            try #require(ContinuousClock.now < deadline)
            await Task.yield()
        }
    }

    @Test func spansLeaveAtTheClock() async throws {
        let (queue, collector) = (SpanQueue(share: 1), Collector())
        try await run(queue, to: collector) {
            await make(3, in: queue)
            try await wait { queue.handedOver == 3 }
        }
        #expect(collector.spans == 3)
        #expect(try #require(collector.taken.first).contains("hallowerk-node"))
    }

    @Test("a full batch does not wait for the clock, and what is left goes when the process stops")
    func batches() async throws {
        let (queue, collector) = (SpanQueue(share: 1), Collector())
        try await run(queue, to: collector, interval: .seconds(3_600)) {
            await make(SpanQueue.batch, in: queue)
            try await wait { queue.handedOver == SpanQueue.batch }
            await make(5, in: queue)
        }
        #expect(queue.handedOver == SpanQueue.batch + 5)
        #expect(collector.spans == SpanQueue.batch + 5)
        #expect(queue.dropped == 0)
    }

    @Test func whatIsNotTakenIsCountedAsLost() async throws {
        let (queue, collector) = (SpanQueue(share: 1), Collector(status: 503))
        try await run(queue, to: collector) {
            await make(4, in: queue)
            try await wait { queue.dropped == 4 }
        }
        #expect(queue.handedOver == 0)
    }
}
