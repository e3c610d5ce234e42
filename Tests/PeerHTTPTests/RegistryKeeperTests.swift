import Crypto
import Domain
import Foundation
import Logging
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@Suite("A process takes a newer registry without a restart, and tells of a gateway that gives another")
struct RegistryKeeperTests {
    /// What the parts of a test share.
    private final class Shared: Sendable {
        struct State {
            /// What the gateway gives, with its serial.
            var given: (serial: Int, jws: [UInt8])
            var asked: [String?] = []
            var alarms: [String] = []
            var time = Date.now
        }

        let state: Mutex<State>
        init(_ jws: [UInt8]) { state = Mutex(State(given: (1, jws))) }

        var alarms: [String] { state.withLock { $0.alarms } }
        func give(_ serial: Int, _ jws: [UInt8]) { state.withLock { $0.given = (serial, jws) } }

        var handler: PeerHandler {
            { request, responder in
                let tag = request.header(WireHeader.noneMatch)
                let given = self.state.withLock { state in
                    state.asked.append(tag)
                    return state.given
                }
                let isSame = tag == "\"\(given.serial)\""
                try? await responder.send(
                    PeerResponse(status: isSame ? 304 : 200, headers: [], body: isSame ? [] : given.jws))
            }
        }
    }

    /// A node's keeper beside the gateway that it asks.
    private struct Scene: Sendable {
        let federation: TestFederation
        let shared: Shared
        let current: CurrentRegistry
        let keeper: RegistryKeeper
        var file: String { federation.folder + "/alfa.jws" }
        var saved: [UInt8]? { FileManager.default.contents(atPath: file).map { Array($0) } }
    }

    private func run(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        let federation = try TestFederation()
        let shared = Shared(try await Self.signed(federation, serial: 1))
        try await withPeerServer(
            tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: shared.handler
        ) { port in
            federation.place(TestFederation.gatewayName, at: port)
            let keys = CurrentKeys(try federation.keys("alfa"))
            let held = federation.registry.value
            let current = CurrentRegistry(
                Registry(
                    serial: 1, issued: held.issued, expires: held.expires, members: held.members,
                    gateways: held.gateways))
            let client = PeerClient(
                tls: try PeerTLS(keys: keys, registry: current, now: { .now }),
                group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])
            let keeper = RegistryKeeper(
                .init(
                    registry: current, keys: keys, file: federation.folder + "/alfa.jws", client: client,
                    now: { shared.state.withLock { $0.time } },
                    alarm: { gateway, finding in
                        #expect(gateway == federation.gatewayOIN)
                        shared.state.withLock { $0.alarms.append(finding) }
                    }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
                interval: .seconds(60), fileInterval: .milliseconds(10))
            try await body(Scene(federation: federation, shared: shared, current: current, keeper: keeper))
            await client.shutdown()
        }
    }

    private static func signed(
        _ federation: TestFederation, serial: Int, status: RegionStatus = .active,
        key: P256.Signing.PrivateKey? = nil, expired: Bool = false
    ) async throws -> [UInt8] {
        let held = federation.registry.value
        let issued = Date.now.addingTimeInterval(expired ? -90_000 : -120)
        let registry = Registry(
            serial: serial, issued: issued, expires: issued.addingTimeInterval(86_400),
            members: held.members.map { Registry.Member(region: $0.region.with(status), keys: $0.keys) },
            gateways: held.gateways)
        let authority = try key ?? DevelopmentPKI.registryAuthorityKey(in: federation.folder)
        return try await SignedRegistry.sign(registry, with: authority)
    }

    @Test("from a gateway: taken, saved for the next start, and not sent again")
    func pulled() async throws {
        try await run { scene in
            await scene.keeper.pull()
            #expect(scene.current.value.serial == 1 && scene.saved == nil)
            let newer = try await Self.signed(scene.federation, serial: 2, status: .suspended)
            scene.shared.give(2, newer)
            await scene.keeper.pull()
            #expect(scene.current.value.serial == 2 && scene.saved == newer)
            #expect(scene.current.signed?.jws == newer)
            let mode = try FileManager.default.attributesOfItem(atPath: scene.file)[.posixPermissions] as? Int
            #expect(mode == 0o644)
            await scene.keeper.pull()
            #expect(scene.shared.state.withLock { $0.asked } == ["\"1\"", "\"1\"", "\"2\""])
            #expect(scene.shared.alarms.isEmpty)
        }
    }

    @Test("a forged, an expired and a broken one are not used, and the gateway is named each time")
    func refused() async throws {
        try await run { scene in
            let forged = try await Self.signed(scene.federation, serial: 2, key: P256.Signing.PrivateKey())
            let expired = try await Self.signed(scene.federation, serial: 2, expired: true)
            for (number, jws) in [forged, expired, Array("<p>".utf8)].enumerated() {
                scene.shared.give(2, jws)
                await scene.keeper.pull()
                #expect(scene.current.value.serial == 1 && scene.saved == nil)
                #expect(scene.shared.alarms.count == number + 1)
            }
        }
    }

    @Test("yesterday's is refused, and told of once the gateway has been behind for a minute")
    func withheld() async throws {
        try await run { scene in
            let old = try await Self.signed(scene.federation, serial: 1)
            scene.shared.give(2, try await Self.signed(scene.federation, serial: 2, status: .suspended))
            await scene.keeper.pull()
            scene.shared.give(1, old)
            for (seconds, alarms) in [(0.0, 0), (59, 0), (1, 1), (600, 1)] {
                scene.shared.state.withLock { $0.time += seconds }
                await scene.keeper.pull()
                #expect(scene.shared.alarms.count == alarms)
                #expect(scene.current.value.serial == 2)
            }
            #expect(scene.shared.alarms == ["gives registry 1 while 2 is in force"])
        }
    }

    @Test("from the file, once it changes; one that is not good changes nothing")
    func file() async throws {
        try await run { scene in
            func put(_ jws: [UInt8]) throws {
                try OwnerOnlyFile.write(jws, to: scene.file, rights: .everyoneReads)
            }
            await scene.keeper.readFile()
            try put(Array("<p>".utf8))
            await scene.keeper.readFile()
            #expect(scene.current.value.serial == 1)
            try put(try await Self.signed(scene.federation, serial: 3))
            await scene.keeper.readFile()
            #expect(scene.current.value.serial == 3)
            try put(try await Self.signed(scene.federation, serial: 2))
            await scene.keeper.readFile()
            #expect(scene.current.value.serial == 3)
        }
    }

    @Test("a hint brings it at once, long before it is time to look")
    func hinted() async throws {
        try await run { scene in
            let newer = try await Self.signed(scene.federation, serial: 5)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await scene.keeper.run() }
                try await eventually { scene.shared.state.withLock { !$0.asked.isEmpty } }
                scene.shared.give(5, newer)
                scene.current.hint(5)
                try await eventually { scene.current.value.serial == 5 }
                group.cancelAll()
            }
        }
    }

    private func eventually(_ holds: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !holds() {
            try #require(ContinuousClock.now < deadline)
            await Task.yield()
        }
    }
}
