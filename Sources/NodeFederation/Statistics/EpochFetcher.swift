import AsyncAlgorithms
package import Domain
package import Foundation
package import Logging
package import PeerHTTP
import ServiceLifecycle
package import Trust
import Wire

/// Keeps a node's epochs fresh: asks a gateway for the newest one at the start and once per `interval`, and for any
/// other as soon as a search waits for it. One call at a time, however many searches wait.
///
/// An epoch is taken only if a gateway of the registry signed it and it contradicts nothing that this region knows;
/// what a gateway has to say about it otherwise is in the log.
package struct EpochFetcher: Service {
    /// How long a fetch that no search waits for may take: an epoch can be some megabytes.
    private static let patience = Duration.seconds(20)

    /// What a fetcher works with; made by the executable.
    package struct Parts: Sendable {
        let region: RegionCode
        let registry: CurrentRegistry
        let epochs: CurrentEpochs
        let given: GivenStatistics
        let client: PeerClient
        let now: @Sendable () -> Date
        let logger: Logger

        /// - Parameter client: calls gateways.
        package init(
            region: RegionCode, registry: CurrentRegistry, epochs: CurrentEpochs, given: GivenStatistics,
            client: PeerClient, now: @escaping @Sendable () -> Date, logger: Logger
        ) {
            self.region = region
            self.registry = registry
            self.epochs = epochs
            self.given = given
            self.client = client
            self.now = now
            self.logger = logger
        }
    }

    private let parts: Parts
    private let interval: Duration

    package init(_ parts: Parts, interval: Duration = .seconds(60)) {
        self.parts = parts
        self.interval = interval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { await fetch(nil, within: Self.patience) }
        let ticks = AsyncTimerSequence(interval: interval, clock: .continuous).map { _ in true }
        let wishes = parts.epochs.wanted.map { false }
        for await isTick in merge(ticks, wishes).cancelOnGracefulShutdown() {
            if isTick { await fetch(nil, within: Self.patience) }
            for number in parts.epochs.missing.sorted() {
                await fetch(number, within: Limits.epochWait)
                parts.epochs.fetched(number)
            }
        }
    }

    /// Asks the gateways in turn until one has it.
    ///
    /// - Parameter number: nil for the newest.
    package func fetch(_ number: Int?, within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        for gateway in parts.registry.value.gateways {
            let path = number.map { "\(WirePath.statistics)/\($0)" } ?? WirePath.currentEpoch
            let known = number == nil ? [(name: WireHeader.noneMatch, value: "\"\(parts.epochs.number)\"")] : []
            let call = PeerCall(
                method: "GET", path: path, headers: [(name: "Accept", value: MediaType.json)] + known,
                answerLimit: Limits.epochBytes)
            let answer: PeerAnswer
            do throws(PeerCallFailure) {
                answer = try await parts.client.call(
                    call, to: gateway.endpoints, expecting: gateway.oin, deadline: deadline)
            } catch {
                parts.logger.notice(
                    "no epoch from a gateway", metadata: ["gateway": "\(gateway.oin)", "failure": "\(error)"])
                continue
            }
            switch answer.status {
            case 200: if await take(answer, from: gateway) { return }
            case 304: return
            default: continue
            }
        }
    }

    /// Whether `answer` is an epoch that can be believed; one that is held already is no news, and fine.
    private func take(_ answer: PeerAnswer, from gateway: Registry.Gateway) async -> Bool {
        do {
            try await EpochSignature.verify(
                answer.header(WireHeader.signature) ?? "", over: answer.body, registry: parts.registry.value)
            let epoch = try EpochJSON.decode(answer.body)
            let seconds = Int(parts.now().timeIntervalSince1970)
            try epoch.check(by: parts.region, reported: parts.given.all, at: seconds)
            if !epoch.regions.contains(parts.region) {
                parts.logger.notice("this region is not in the epoch", metadata: ["epoch": "\(epoch.number)"])
            }
            parts.epochs.take(epoch)
            return true
        } catch {
            parts.logger.error(
                "an epoch is not believed", metadata: ["gateway": "\(gateway.oin)", "reason": "\(error)"])
            return false
        }
    }
}
