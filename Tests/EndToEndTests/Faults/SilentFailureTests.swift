import Domain
import Foundation
import Gateway
import Synchronization
import TestSupport
import Testing
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
            admission: .ofImpatience
        ) { inside in
            let proxy = try await FaultProxy.open(to: try inside.node(Self.broken).federationPort)
            inside.federation.place(Self.broken, at: proxy.port)
            let scene = Scene(inside: inside, proxy: proxy, told: told)
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

    @Test("frozen, and gone: each by its own name, one after the other")
    func network() async throws {
        try await run { scene in
            for (fault, condition) in [
                (FaultProxy.Fault.blackHole, HealthCondition.notAnswering), (.reset, .unreachable),
            ] {
                try await scene.expect(condition) {
                    scene.proxy.set(fault)
                } over: {
                    scene.proxy.set(.none)
                }
            }
        }
    }

    @Test("a log that cannot be written")
    func node() async throws {
        try await run { scene in
            let node = try scene.node
            try await scene.expect(.logUnwritable) {
                try await LogFault.refusedProcessing.set(true, in: node)
            } over: {
                try await LogFault.refusedProcessing.set(false, in: node)
            }
            #expect(!scene.told.all.contains { $0.contains("gorinchem") }, "the others have nothing")
        }
    }

    @Test("a connection that dies without being closed, while a new one works", .enabled(if: FullRun.isWanted))
    func deadConnection() async throws {
        try await run { scene in
            try await scene.expect(.deadConnection) {
                scene.proxy.freezeOpen()
            } over: {
                // It ends by itself, a minute after the last was found dead.
                scene.inside.clock.pass(seconds: 61)
            }
        }
    }

    @Test("a certificate in its last weeks, and one that has ended", .enabled(if: FullRun.isWanted))
    func certificates() async throws {
        try await run { scene in
            let clock = scene.inside.clock
            let far = try scene.node.keys.expires
            func replace(ending end: Date) throws {
                try scene.inside.federation.replaceCertificate(of: Self.broken) { $0.ends = end }
            }
            try await scene.expect(.certificateExpiring) {
                try replace(ending: clock.now.addingTimeInterval(86_400 * 10))
            } over: {
                try replace(ending: far)
            }
            try await scene.expect(.certificateExpired) {
                try replace(ending: clock.now.addingTimeInterval(25))
            } over: {
                try replace(ending: far)
            }
        }
    }
}
