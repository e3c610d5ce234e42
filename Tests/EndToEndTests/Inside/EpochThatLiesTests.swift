import Domain
import Foundation
import NodeFederation
import PeerHTTP
import Showcase
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite(
    "I-10: an epoch that no gateway signed, or that contradicts what a region knows, is never scored by", .oneAtATime)
struct EpochThatLiesTests {
    /// A gateway in the hands of the test: gives out what it is told to.
    private final class FalseGateway: Sendable {
        private let answer = Mutex<PeerResponse?>(nil)

        func tell(_ document: [UInt8], signature: String?) {
            var headers = [(name: "Content-Type", value: MediaType.json)]
            if let signature { headers.append((name: WireHeader.signature, value: signature)) }
            answer.withLock { $0 = PeerResponse(status: 200, headers: headers, body: document) }
        }

        var handler: PeerHandler {
            { _, responder in
                let answer = self.answer.withLock { $0 }
                try? await responder.send(answer ?? PeerResponse(Problem.notFound()))
            }
        }
    }

    private func run(
        _ body: @escaping @Sendable (InsideFederation, InsideNode, FalseGateway) async throws -> Void
    ) async throws {
        try await CountedPeople.run(gateway: false) { federation in
            let gateway = FalseGateway()
            try await withPeerServer(
                tls: federation.federation.tls(TestFederation.gatewayName), accepting: [.asker, .gateway],
                handler: gateway.handler
            ) { port in
                federation.federation.place(TestFederation.gatewayName, at: port)
                try await body(federation, federation.node("gorinchem"), gateway)
            }
        }
    }

    @Test("signed by a region, by nobody, over other bytes, or not an epoch")
    func forged() async throws {
        try await run { federation, node, gateway in
            let keys = try federation.federation.keys(TestFederation.gatewayName)
            let number = Int(federation.clock.now.timeIntervalSince1970)
            let document = EpochJSON.encode(Epoch.sum(of: [:], number: number))
            let other = EpochJSON.encode(Epoch.sum(of: [:], number: number - 1))
            let own = try await EpochSignature.sign(document, with: keys)
            let junk = Array(#"{"tijdvak":7}"#.utf8)
            let forgeries: [([UInt8], String?)] = [
                (document, nil), (document, ""), (other, own),
                (document, try await EpochSignature.sign(document, with: federation.federation.keys("zeeland"))),
                (junk, try await EpochSignature.sign(junk, with: keys)),
            ]
            for (document, signature) in forgeries {
                gateway.tell(document, signature: signature)
                try await node.fetchEpoch()
                #expect(node.wiring.epochs.number == 0)
            }
            gateway.tell(document, signature: own)
            try await node.fetchEpoch()
            #expect(node.wiring.epochs.number == number)
        }
    }

    @Test("of the future, or older than what the node has")
    func time() async throws {
        try await run { federation, node, gateway in
            let keys = try federation.federation.keys(TestFederation.gatewayName)
            let now = Int(federation.clock.now.timeIntervalSince1970)
            func tell(_ number: Int) async throws {
                let document = EpochJSON.encode(Epoch.sum(of: [:], number: number))
                gateway.tell(document, signature: try await EpochSignature.sign(document, with: keys))
                try await node.fetchEpoch()
            }
            try await tell(now + Limits.clockLeewaySeconds + 1)
            #expect(node.wiring.epochs.number == 0)
            try await tell(now + Limits.clockLeewaySeconds)
            #expect(node.wiring.epochs.number == now + Limits.clockLeewaySeconds)
            try await tell(now - 9)
            #expect(node.wiring.epochs.number == now + Limits.clockLeewaySeconds)
        }
    }

    @Test("that says to hold a region's report and counts less than it")
    func less() async throws {
        try await run { federation, node, gateway in
            let keys = try federation.federation.keys(TestFederation.gatewayName)
            let number = Int(federation.clock.now.timeIntervalSince1970)
            let asked = try await TestGateway(in: federation.federation).call("GET", WirePath.statistics, to: node)
            let report = try StatisticsJSON.decode(asked.body, from: node.code)
            #expect(report.frequencies == [CountedPeople.common: 5])
            let falsified = [
                try TermStatistics(profiles: report.profiles - 1, frequencies: report.frequencies),
                TermStatistics.none,
            ]
            for statistics in falsified {
                let document = EpochJSON.encode(Epoch.sum(of: [node.code: statistics], number: number))
                gateway.tell(document, signature: try await EpochSignature.sign(document, with: keys))
                try await node.fetchEpoch()
                #expect(node.wiring.epochs.number == 0)
            }
            let document = EpochJSON.encode(Epoch.sum(of: [node.code: report], number: number))
            gateway.tell(document, signature: try await EpochSignature.sign(document, with: keys))
            try await node.fetchEpoch()
            #expect(node.wiring.epochs.book.current.contains(report) && node.wiring.epochs.number == number)
        }
    }
}

@Suite("Several gateways: the registry's first makes the epochs, the others give out the same bytes", .oneAtATime)
struct SecondGatewayTests {
    private static let name = "gateway-b"

    @Test("the second gateway's epoch is the first's, signature and all, and a node takes it from either")
    func follows() async throws {
        try await CountedPeople.run { federation in
            let footing = try await second(in: federation)
            let services = try GatewayProcess.services(footing, epochInterval: .milliseconds(100))
            try await InsideFederation.started([footing.settings], services: services) {
                let first = try await federation.epoch { $0.regions.count == 2 }
                let both = federation.federation.registry.value.gateways
                let own = try await federation.ask("GET", WirePath.currentEpoch)
                var other = own
                let deadline = ContinuousClock.now + .seconds(30)
                let client = try federation.nodes[0].gateways()
                repeat {
                    try #require(ContinuousClock.now < deadline)
                    let call = PeerCall(
                        method: "GET", path: WirePath.currentEpoch, headers: [], answerLimit: Limits.epochBytes)
                    other = try await client.call(
                        call, to: both[1].endpoints, expecting: both[1].oin, deadline: deadline)
                } while other.status != 200
                #expect(other.body == own.body)
                #expect(other.header(WireHeader.signature) == own.header(WireHeader.signature))
                #expect(try EpochJSON.decode(other.body) == first)
            }
        }
    }

    /// A second gateway, with keys and in the registry after the first.
    private func second(in inside: InsideFederation) async throws -> Footing {
        let federation = inside.federation
        let footing: Footing
        let oin = try OIN("00000099300000002000")
        let host = "gateway-b.hallowerk.example"
        try DevelopmentPKI.make(
            in: federation.folder,
            parties: [.init(folder: Self.name, oin: oin, organisation: "Tweede gateway", hosts: [host])],
            now: inside.clock.now)
        footing = try await InsideFederation.footing(
            Self.name, in: federation, data: federation.folder + "/data-gateway-b", clock: inside.clock)
        let held = federation.registry.value
        let endpoint = Endpoint(host: host, port: footing.settings.federation.port, address: "127.0.0.1")
        let gateway = Registry.Gateway(
            oin: oin, name: Self.name, endpoints: [endpoint], signing: footing.keys.publicKeys.signing)
        federation.registry.replace(
            with: Registry(
                serial: held.serial + 1, issued: held.issued, expires: held.expires, members: held.members,
                gateways: held.gateways + [gateway]))
        return footing
    }
}
