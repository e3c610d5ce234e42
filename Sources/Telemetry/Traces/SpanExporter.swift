import AsyncAlgorithms
package import AsyncHTTPClient
package import Domain
import Foundation
package import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Which process spans are of.
package enum TracedProcess: Sendable {
    case node(RegionCode)
    case gateway(OIN)

    var service: String {
        switch self {
        case .node: "hallowerk-node"
        case .gateway: "hallowerk-gateway"
        }
    }

    var instance: String {
        switch self {
        case .node(let region): region.slug
        case .gateway(let oin): oin.digits
        }
    }
}

/// Hands spans to a collector, by OTLP/HTTP: every five seconds, and sooner when a batch is full. What the collector
/// does not take is lost and counted: spans are for finding out, and nothing waits for them.
package struct SpanExporter: Service {
    /// Between two hand-overs.
    package static let interval = Duration.seconds(5)
    /// How long one may take, and the last: the other services stop only after it.
    private static let patience = TimeAmount.seconds(3)
    private static let lastPatience = TimeAmount.seconds(1)
    private static let answerLimit = 64 * 1_024

    private let queue: SpanQueue
    private let collector: String
    private let process: TracedProcess
    private let client: HTTPClient.Configuration
    private let interval: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - collector: the address that takes spans, whole.
    ///   - client: whom to trust.
    package init(
        queue: SpanQueue, collector: String, process: TracedProcess, client: HTTPClient.Configuration,
        interval: Duration = Self.interval, logger: Logger
    ) {
        self.queue = queue
        self.collector = collector
        self.process = process
        self.client = client
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        await cancelWhenGracefulShutdown {
            var isWell = true
            let clock = AsyncTimerSequence(interval: interval, clock: .continuous).map { _ in }
            for await _ in merge(clock, queue.full) {
                let failure = await sendAll(client, within: Self.patience)
                if let failure, isWell {
                    logger.warning("the collector takes no spans; they are lost", metadata: ["reason": "\(failure)"])
                } else if failure == nil, !isWell {
                    logger.notice("the collector takes spans again")
                }
                isWell = failure == nil
            }
        }
        _ = await sendAll(client, within: Self.lastPatience)
        try? await client.shutdown()
    }

    /// - Returns: Why it was not taken, if it was not: then the next one waits for the clock.
    private func sendAll(_ client: HTTPClient, within time: TimeAmount) async -> String? {
        while true {
            let spans = queue.next()
            guard !spans.isEmpty else { return nil }
            let failure = await send(spans, client, time)
            queue.sent(spans.count, taken: failure == nil)
            if let failure { return failure }
        }
    }

    private func send(_ spans: [EndedSpan], _ client: HTTPClient, _ time: TimeAmount) async -> String? {
        do {
            var request = HTTPClientRequest(url: collector)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(try OTLPJSON.encode(spans, of: process))
            let answer = try await client.execute(request, timeout: time)
            _ = try await answer.body.collect(upTo: Self.answerLimit)
            return (200..<300).contains(answer.status.code) ? nil : "status \(answer.status.code)"
        } catch {
            return "\(type(of: error))"
        }
    }
}
