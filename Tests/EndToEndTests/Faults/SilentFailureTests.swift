import Domain
import Foundation
import Gateway
import NIOPosix
import NodeFederation
import PeerHTTP
import Synchronization
import Testing
import TestSupport
import Trust
import Wire

@testable import hallowerk

@Suite("Every silent failure of a node is seen as its own state, told, and told again when it is over", .oneAtATime)
struct SilentFailureTests {
    private static let broken = "zeeland"

    /// What a receiver of alerts was told: kind, region, condition.
    private final class Told: Sendable {
        private let told = Mutex<[String]>([])

        func take(_ body: String) {
            guard let document = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any],
                let kind = document["soort"] as? String, let incidents = document["incidenten"] as? [[String: Any]]
            else { return }
            told.withLock { told in
                told += incidents.map { "\(kind) \($0["regio"] ?? "?") \($0["code"] ?? "?")" }
            }
        }

        var all: [String] { told.withLock(\.self) }
    }

    private struct Scene: Sendable {
        let inside: InsideFederation
        let proxy: FaultProxy
        let told: Told
        var node: InsideNode { get throws { try inside.node(broken) } }

        /// Waits until `condition`; the federation's clock goes on with the real one meanwhile.
        func until(_ what: String, _ condition: () async throws -> Bool) async throws {
            let clock = ContinuousClock()
            let deadline = clock.now + InsideFederation.patience
            var seen = clock.now
            while try await !condition() {
                try #require(clock.now < deadline, "\(what); told: \(told.all)")
                try await clock.sleep(for: .milliseconds(50))
                inside.clock.pass(seconds: (clock.now - seen) / .seconds(1))
                seen = clock.now
            }
        }

        /// What the gateway finds of the broken region now.
        func found() async throws -> [String] {
            let ops = try #require(inside.gateway).settings.ops
            let answer = try await HTTPCall.send("GET", "http://\(ops)/v1/knooppunten")
            let standing = try StandingsJSON.decode(answer.body).first { $0.region.slug == broken }
            return try #require(standing).findings.map(\.condition.rawValue)
        }

        /// The epoch that the gateway gives out.
        func epoch() async throws -> Int {
            let gateway = try #require(inside.federation.registry.value.gateways.first)
            let client = PeerClient(
                tls: try inside.federation.tls("gorinchem"), group: MultiThreadedEventLoopGroup.singleton,
                accepting: [.gateway])
            let answer = try await client.call(
                PeerCall(method: "GET", path: WirePath.health, headers: [], answerLimit: 1 << 16),
                to: gateway.endpoints, expecting: gateway.oin, deadline: .now + InsideFederation.patience)
            await client.shutdown()
            let document = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            return try #require(document?["tijdvak"] as? Int)
        }

        /// Publishes the next registry to everybody but the broken node.
        func publish(_ change: (Registry.Gateway) -> Registry.Gateway) {
            let held = inside.federation.registry
            _ = held.replace(
                with: held.value.with(serial: held.value.serial + 1, gateways: held.value.gateways.map(change)))
        }

        /// Leads the broken node's way to the gateways nowhere, or back.
        func hideGateways(_ isHidden: Bool) throws {
            let held = inside.federation.registry.value
            let nowhere = held.gateways.map { gateway in
                Registry.Gateway(
                    oin: gateway.oin, name: gateway.name,
                    endpoints: [Endpoint(host: gateway.endpoints[0].host, port: 1, address: "127.0.0.1")],
                    signing: gateway.signing)
            }
            _ = try node.footing.registry.replace(
                with: isHidden ? held.with(serial: held.serial, gateways: nowhere) : held)
        }

        /// Brings `fault` about: it is found and told as `condition`; ends it: that is told too.
        func expect(
            _ condition: HealthCondition, _ fault: () async throws -> Void, over: () async throws -> Void
        ) async throws {
            let name = condition.rawValue
            try await fault()
            try await until("\(name) is not found") { try await found().contains(name) }
            try await until("\(name) is not told") { told.all.contains("begonnen \(broken) \(name)") }
            try await over()
            try await until("\(name) does not end") { try await !found().contains(name) }
            try await until("the end of \(name) is not told") { told.all.contains("voorbij \(broken) \(name)") }
        }
    }

    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let told = Told()
        let server = try await LoopbackHTTP { request in
            told.take(request.body)
            return .init(204)
        }
        let folder = NSTemporaryDirectory() + "geheim-" + UUID().uuidString
        try OwnerOnlyFile.makeFolder(folder)
        try OwnerOnlyFile.write(Array("een geheim van dertig tekens..".utf8), to: folder + "/geheim")
        var receiver = AlertSettings.Receiver()
        receiver.webhook = "http://127.0.0.1:\(server.port)/"
        receiver.secretFile = folder + "/geheim"
        let regions = try ["gorinchem", Self.broken].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }, epochInterval: .seconds(2),
            probing: .seconds(1), collecting: .seconds(1), alerts: AlertSettings(receivers: ["beheer": receiver]),
            admission: .ofImpatience, ownRegistry: Self.broken
        ) { inside in
            let proxy = try await FaultProxy.open(to: try inside.node(Self.broken).federationPort)
            inside.federation.place(Self.broken, at: proxy.port)
            let scene = Scene(inside: inside, proxy: proxy, told: told)
            try scene.hideGateways(false)
            do {
                try await scene.until("the region does not come") {
                    let found = try await scene.found()
                    return proxy.connections >= 6 && found.isEmpty
                }
                try await body(scene)
            } catch {
                await proxy.close()
                throw error
            }
            await proxy.close()
        }
        try await server.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Each silent failure of a node that is brought about here; `hallowerk demo` with `faketime` and a full disk are
    /// for the others.
    enum Failure: String, CaseIterable, CustomTestStringConvertible {
        case frozen, gone, unwritableLog, deadConnection, certificateEnding, certificateEnded, oldRegistry, oneWay
        case oldEpoch

        var testDescription: String { rawValue }
    }

    @Test("found and told by its own name, and told when it is over", arguments: FullRun.oneOf(Failure.allCases))
    func each(_ failure: Failure) async throws {
        try await run { scene in
            switch failure {
            case .frozen: try await network(.blackHole, .notAnswering, scene)
            case .gone: try await network(.reset, .unreachable, scene)
            case .unwritableLog:
                let node = try scene.node
                try await scene.expect(.logUnwritable) {
                    try await LogFault.refusedProcessing.set(true, in: node)
                } over: {
                    try await LogFault.refusedProcessing.set(false, in: node)
                }
            case .deadConnection:
                try await scene.expect(.deadConnection) {
                    scene.proxy.freezeOpen()
                } over: {
                    // It ends by itself, a minute after the last was found dead.
                    scene.inside.clock.pass(seconds: 61)
                }
            case .certificateEnding: try await certificate(endingIn: 86_400 * 10, .certificateExpiring, scene)
            case .certificateEnded: try await certificate(endingIn: 25, .certificateExpired, scene)
            case .oldRegistry: try await oldRegistry(scene)
            case .oneWay: try await oneWay(scene)
            case .oldEpoch: try await oldEpoch(scene)
            }
            #expect(!scene.told.all.contains { $0.contains("gorinchem") }, "the others have nothing")
        }
    }

    private func network(
        _ fault: FaultProxy.Fault, _ condition: HealthCondition, _ scene: Scene
    ) async throws {
        try await scene.expect(condition) {
            scene.proxy.set(fault)
        } over: {
            scene.proxy.set(.none)
        }
    }

    private func certificate(
        endingIn seconds: TimeInterval, _ condition: HealthCondition, _ scene: Scene
    ) async throws {
        let far = try scene.node.keys.expires
        func replace(ending end: Date) throws {
            try scene.inside.federation.replaceCertificate(of: Self.broken) { $0.ends = end }
        }
        try await scene.expect(condition) {
            try replace(ending: scene.inside.clock.now.addingTimeInterval(seconds))
        } over: {
            try replace(ending: far)
        }
    }

    /// The others have a newer registry than the node, which has no way to fetch it.
    private func oldRegistry(_ scene: Scene) async throws {
        let own = try scene.node.footing.registry
        try await scene.expect(.registryOutdated) {
            scene.publish { $0 }
        } over: {
            _ = own.replace(with: scene.inside.federation.registry.value)
        }
    }

    /// The gateway reaches the node, and the node no gateway.
    private func oneWay(_ scene: Scene) async throws {
        try await scene.expect(.oneWay) {
            try scene.hideGateways(true)
        } over: {
            try scene.hideGateways(false)
        }
    }

    /// Two epochs are made while the node cannot fetch them.
    private func oldEpoch(_ scene: Scene) async throws {
        let neighbour = try scene.inside.node("gorinchem")
        try await scene.expect(.epochOutdated) {
            try scene.hideGateways(true)
            let people = try InsideFederation.people(in: InsideFederation.region("gorinchem"), count: 20)
            for person in people.filter({ $0.visibility == .visible }).prefix(2) {
                let before = try await scene.epoch()
                try await neighbour.hide(person)
                try await scene.until("no epoch is made") { try await scene.epoch() > before }
                try await fetchEpoch(neighbour)
            }
        } over: {
            try scene.hideGateways(false)
            try await fetchEpoch(scene.node)
        }
    }

    /// Has a node fetch the newest epoch now: by itself it does so once a minute.
    private func fetchEpoch(_ node: InsideNode) async throws {
        let gateways = try node.gateways()
        await node.wiring.fetcher(gateways).fetch(nil, within: .seconds(10))
        await gateways.shutdown()
    }
}

extension Registry {
    fileprivate func with(serial: Int, gateways: [Gateway]) -> Registry {
        Registry(
            serial: serial, issued: issued, expires: expires, members: members, gateways: gateways,
            processors: processors)
    }
}
