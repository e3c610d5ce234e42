import AsyncAlgorithms
import Domain
import Foundation
import Logging
import PeerHTTP
import ServiceLifecycle
import Trust
import Wire

/// Makes the federation's epochs once per `interval`, until shutdown; or passes them on.
///
/// The first gateway of the registry makes them: asks every region what it reports, adds up, signs, publishes. Every
/// other gateway fetches what the first one published and gives out the same bytes, so that a number means one epoch
/// wherever it is asked for. While the first is away nothing newer comes, and searches go on under the last.
package struct EpochService: Service {
    /// How often regions that were never heard are asked again, and another gateway's epoch is fetched.
    private static let lookAgain = Duration.seconds(60)
    /// At the start, how often the regions are asked until each has answered, and how long they are waited for once
    /// one has.
    private static let startRound = Duration.seconds(1)
    private static let startPatience = Duration.seconds(5)
    /// How long one call may take.
    private static let patience = Duration.seconds(20)

    private let parts: GatewayParts
    private let interval: Duration

    package init(_ parts: GatewayParts, interval: Duration) {
        self.parts = parts
        self.interval = interval
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                var reports = RegionReports()
                try await start(&reports)
                let clock = ContinuousClock()
                var due = clock.now + interval
                for await now in AsyncTimerSequence(interval: min(interval, Self.lookAgain), clock: clock) {
                    await round(&reports, everybody: now >= due)
                    if now >= due { due = now + interval }
                }
            } catch is CancellationError {
                return
            }
        }
    }

    /// The first epoch, as soon as the regions answer; without those that stay away.
    private func start(_ reports: inout RegionReports) async throws {
        let clock = ContinuousClock()
        var first: ContinuousClock.Instant?
        while true {
            let absent = isMaker ? await ask(&reports, everybody: false) : []
            if !reports.heard.isEmpty { first = first ?? clock.now }
            if !isMaker || absent.isEmpty || first.map({ clock.now - $0 >= Self.startPatience }) == true { break }
            try await clock.sleep(for: Self.startRound)
        }
        await isMaker ? publish(&reports) : follow()
    }

    /// Whether this gateway is the one that makes the epochs, by the registry as it is now.
    private var isMaker: Bool { parts.registry.value.gateways.first?.oin == parts.keys.oin }

    /// - Parameter everybody: false: only regions that were never heard, who then get an epoch at once.
    func round(_ reports: inout RegionReports, everybody: Bool) async {
        guard isMaker else { return await follow() }
        let before = reports.heard
        await ask(&reports, everybody: everybody)
        if everybody || reports.heard != before { await publish(&reports) }
    }

    /// The regions whose people may be searched.
    private var sources: [Registry.Member] {
        let registry = parts.registry.value
        return registry.members.filter { registry.roles(of: $0.region.oin).contains(.source) }
    }

    /// - Returns: Those that were never heard still.
    @discardableResult
    func ask(_ reports: inout RegionReports, everybody: Bool) async -> Set<RegionCode> {
        let heard = reports.heard
        let asked = sources.filter { everybody || !heard.contains($0.region.code) }
        let answers = await withTaskGroup(of: (RegionCode, TermStatistics?).self) { group in
            for member in asked { group.addTask { (member.region.code, await report(of: member.region)) } }
            return await group.reduce(into: [RegionCode: TermStatistics]()) { $0[$1.0] = $1.1 }
        }
        let time = parts.now()
        for (region, statistics) in answers { reports.note(statistics, of: region, at: time) }
        return Set(sources.map(\.region.code)).subtracting(reports.heard)
    }

    private func report(of region: Region) async -> TermStatistics? {
        let call = PeerCall(
            method: "GET", path: WirePath.statistics, headers: [(name: "Accept", value: MediaType.json)],
            answerLimit: Limits.statisticsBytes)
        do {
            let answer = try await parts.client.call(
                call, to: region.endpoints, expecting: region.oin, deadline: .now + Self.patience)
            guard answer.status == 200 else { return nil }
            return try StatisticsJSON.decode(answer.body, from: region.code)
        } catch {
            parts.logger.notice(
                "a region's statistics are not there", metadata: ["region": "\(region.code)", "reason": "\(error)"])
            return nil
        }
    }

    /// Sums, signs and publishes, unless nothing changed: then the last epoch stays.
    func publish(_ reports: inout RegionReports) async {
        let time = parts.now()
        let current = reports.current(of: Set(sources.map(\.region.code)), at: time)
        let last = parts.published.current
        let number = max(last.number + 1, Int(time.timeIntervalSince1970))
        guard !current.isEmpty, Limits.epochNumbers.contains(number) else { return }
        let epoch = Epoch.sum(of: current, number: number)
        guard last.number == Epoch.none.number || !epoch.isSame(as: last) else { return }
        let document = EpochJSON.encode(epoch)
        do {
            let signature = try await EpochSignature.sign(document, with: parts.keys.value)
            parts.published.publish(.init(epoch: epoch, document: document, signature: signature))
            parts.logger.info(
                "epoch published", metadata: ["epoch": "\(number)", "regions": "\(epoch.regions.count)"])
        } catch {
            parts.logger.error("an epoch cannot be signed", metadata: ["kind": "\(type(of: error))"])
        }
    }

    /// Fetches the epoch of the gateway that makes them, and gives out the same bytes.
    func follow() async {
        let registry = parts.registry.value
        guard let maker = registry.gateways.first else { return }
        let call = PeerCall(
            method: "GET", path: WirePath.currentEpoch,
            headers: [
                (name: "Accept", value: MediaType.json),
                (name: WireHeader.noneMatch, value: "\"\(parts.published.current.number)\""),
            ], answerLimit: Limits.epochBytes)
        do {
            let answer = try await parts.client.call(
                call, to: maker.endpoints, expecting: maker.oin, deadline: .now + Self.patience)
            guard answer.status == 200 else { return }
            let signature = answer.header(WireHeader.signature) ?? ""
            try await EpochSignature.verify(signature, over: answer.body, registry: registry)
            let epoch = try EpochJSON.decode(answer.body)
            guard epoch.number <= Int(parts.now().timeIntervalSince1970) + Limits.clockLeewaySeconds else {
                throw Epoch.Contradiction.ofTheFuture
            }
            parts.published.publish(.init(epoch: epoch, document: answer.body, signature: signature))
        } catch {
            parts.logger.warning(
                "no epoch from the first gateway", metadata: ["gateway": "\(maker.oin)", "reason": "\(error)"])
        }
    }
}
