import Domain
import Foundation
import Gateway
import NIOPosix
import PeerHTTP
import Telemetry
import Trust
import Wire

/// What a node pays to tell how it is: real nodes, asked over mutual TLS as the gateway asks, one report after another.
struct ReportCost: Sendable {
    private static let warmUp = 200
    private static let reports = 2_000
    /// How long the node is left alone with its gateway, for comparison.
    private static let idle = Duration.seconds(20)
    /// Of a core, for reports alone.
    private static let core = 0.001

    let regionsDir: String?
    let quiet: Bool

    /// - Parameter folder: one that is made here.
    func figures(in folder: String) async throws -> [BenchFigure] {
        try OwnerOnlyFile.makeFolder(folder)
        let federation = try await BenchFederation.make(
            in: folder, regions: 2, people: 200, regionsDir: regionsDir, quiet: quiet)
        return try await federation.running(regions: 2) { stage in
            let node = stage.node(0).identifier
            func spent() -> Duration { ProcessFigures(node).processorTime ?? .zero }
            let registry = try await BenchAsker.registry(of: stage)
            let certificates = stage.folder.certificates + "/" + stage.folder.gatewayEntry.name
            let client = PeerClient(
                tls: try PeerTLS(
                    keys: CurrentKeys(try KeyFolder.load(certificates)), registry: CurrentRegistry(registry),
                    now: { Date() }),
                group: MultiThreadedEventLoopGroup.singleton)
            guard let region = registry.member(stage.regions[0].code) else {
                throw OperatorError("The benchmark's registry lacks its own region.")
            }
            let call = PeerCall(
                method: "GET", path: WirePath.health, headers: [(name: "Accept", value: MediaType.json)],
                answerLimit: Limits.detailBytes)
            func ask(_ count: Int) async throws {
                for _ in 0..<count {
                    let answer = try await client.call(
                        call, to: region.region.endpoints, expecting: region.region.oin, deadline: .now + .seconds(5))
                    guard answer.status == 200 else { throw OperatorError("A report was \(answer.status).") }
                }
            }
            try await ask(Self.warmUp)
            let before = spent()
            try await ask(Self.reports)
            let report = (spent() - before) / Self.reports
            let rest = spent()
            try await Task.sleep(for: Self.idle)
            let all = (spent() - rest) / Self.idle
            await client.shutdown()
            let share = report / HealthProber.interval
            return [
                BenchFigure(
                    name: "a node's reports, one each 5 s: share of a core", goal: "under 0.1 %",
                    measured: "\(BenchText.decimals(share * 100, 3)) %; \(BenchText.milliseconds(report)) each",
                    isMet: share < Self.core),
                BenchFigure(
                    name: "all that the same node does while nobody searches", goal: "",
                    measured: "\(BenchText.decimals(all * 100, 2)) %", isMet: nil),
            ]
        }
    }
}
