import Domain
import Foundation
import Trust

/// Every certificate replaced, and a region suspended, while searches go on.
struct TrustChangeBench: Sendable {
    private static let suspendedWithin = Duration.seconds(60)
    /// After the first refusal, how long nothing may be answered any more.
    private static let watched = Duration.seconds(5)
    private static let concurrent = 8

    let load: Duration
    let rotations: Int
    let quiet: Bool

    /// All parties get new certificates, as often as asked, while every region searches each region in turns.
    func rotation(_ stage: BenchFederation.Stage) async throws -> BenchFigure {
        let asker = try await BenchAsker(stage, isNarrow: true)
        let log = BenchLoad.Log()
        let isOver = Switch()
        let bench = BenchLoad(asker: asker, concurrent: Self.concurrent, reads: true)
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bench.work(into: log) { isOver.isOn ? nil : try await asker.query($0) } }
            defer { isOver.turnOn() }
            for _ in 0..<rotations {
                try await Task.sleep(for: load / (rotations + 1))
                try replaceCertificates(stage)
            }
            try await Task.sleep(for: load / (rotations + 1))
            isOver.turnOn()
            try await group.waitForAll()
        }
        await asker.close()
        let seen = log.all
        let failed = seen.count { one in
            one.status != 200 || one.isWrong || one.outcomes.count { $0.state == .answered } != 1
        }
        let rate = Double(seen.count) / ((ContinuousClock.now - began) / .seconds(1))
        return BenchFigure(
            name: "certificates of all parties replaced \(rotations) times under searches of one region each",
            goal: "0 failed, at 500/s", measured: "\(failed) failed of \(seen.count), at \(Int(rate))/s",
            isMet: failed == 0 && rate >= 500)
    }

    private func replaceCertificates(_ stage: BenchFederation.Stage) throws {
        try DevelopmentPKI.renewExpiring(
            in: stage.folder.certificates, now: Date(), within: DevelopmentPKI.leafDays + 1)
    }

    /// A registry with one region suspended is published; that region goes on asking.
    func suspension(_ stage: BenchFederation.Stage) async throws -> BenchFigure {
        let place = 1
        let asker = try await BenchAsker(stage)
        let suspended = stage.regions[place].code
        let log = BenchLoad.Log()
        let isOver = Switch()
        let bench = BenchLoad(asker: asker, concurrent: 1, reads: true, pace: .milliseconds(20))
        let count = stage.regions.count
        var published = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await bench.work(into: log) { number in
                    // Only queries of the suspended region.
                    isOver.isOn ? nil : try await asker.query(number * count + place)
                }
            }
            defer { isOver.turnOn() }
            try await Task.sleep(for: .seconds(1))
            published = .now
            try await stage.folder.publishRegistry(now: Date(), serial: 2, suspended: [suspended])
            while !log.contains(since: published, where: { $0.status != 200 }) {
                guard ContinuousClock.now - published < Self.suspendedWithin else {
                    throw OperatorError("\(suspended) is still answered a minute after its suspension.")
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            try await Task.sleep(for: Self.watched)
            isOver.turnOn()
            try await group.waitForAll()
        }
        await asker.close()
        let answered = log.all.filter { $0.status == 200 && $0.asked + $0.took > published }
        let last = answered.map { $0.asked + $0.took - published }.max() ?? .zero
        let refused = log.all.count { $0.status != 200 }
        return BenchFigure(
            name: "a suspension published until its last answered query", goal: "at most 60 s",
            measured: "\(BenchText.seconds(last)); \(refused) refused after it",
            isMet: last <= Self.suspendedWithin && refused > 0)
    }
}
