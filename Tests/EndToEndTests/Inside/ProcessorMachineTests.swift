import Domain
import Foundation
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("A processor's machine: by its certificate, the health of its agreements and nothing else", .oneAtATime)
struct ProcessorMachineTests {
    /// A client with the processor's certificate.
    private struct Machine: Sendable {
        let client: PeerClient
        let gateway: Registry.Gateway

        func get(_ path: String, _ method: String = "GET") async throws -> PeerAnswer {
            try await client.call(
                PeerCall(method: method, path: path, headers: [], answerLimit: 1 << 20), to: gateway.endpoints,
                expecting: gateway.oin, deadline: .now + InsideFederation.patience)
        }
    }

    private func run(_ body: @escaping @Sendable (InsideFederation, Machine) async throws -> Void) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(regions, people: { _ in [] }) { inside in
            let machine = Machine(
                client: PeerClient(
                    tls: try inside.federation.tls(TestFederation.processorName),
                    group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway]),
                gateway: try #require(inside.federation.registry.value.gateways.first))
            do { try await body(inside, machine) } catch {
                await machine.client.shutdown()
                throw error
            }
            await machine.client.shutdown()
        }
    }

    @Test("the regions of its agreements, as a list and one by one; the others are not there; all else is refused")
    func health() async throws {
        try await run { inside, machine in
            let list = try await machine.get(WirePath.standings)
            #expect(list.status == 200)
            let regions = try StandingsJSON.decode(list.body).map(\.region.slug)
            #expect(regions.sorted() == ["drechtsteden", "gorinchem"])
            for (code, status) in [("gorinchem", 200), ("zeeland", 404)] {
                let oin = try inside.federation.region(code).oin
                #expect(try await machine.get("\(WirePath.standings)/\(oin)/gezondheid").status == status, "\(code)")
            }
            for path in [WirePath.registry, WirePath.revocations, WirePath.health, "\(WirePath.statistics)/1"] {
                #expect(try await machine.get(path).status == 403, "\(path)")
            }
            #expect(try await machine.get(WirePath.search, "POST").status == 403)
        }
    }

    @Test("an agreement that ends or does not allow it ends it on the open connection; who left is not let in")
    func ends() async throws {
        try await run { inside, machine in
            #expect(try await machine.get(WirePath.standings).status == 200)
            let held = inside.federation.registry.value
            func publish(_ processors: [Registry.Processor], serial: Int) {
                _ = inside.federation.registry.replace(
                    with: Registry(
                        serial: held.serial + serial, issued: held.issued, expires: held.expires, members: held.members,
                        gateways: held.gateways, processors: processors))
            }
            let one = try #require(held.processors.first)
            publish(
                [
                    .init(
                        oin: one.oin, name: one.name,
                        agreements: one.agreements.map {
                            .init(region: $0.region, from: $0.from, until: $0.until, scope: [.emergency])
                        })
                ], serial: 1)
            #expect(try await machine.get(WirePath.standings).status == 403)
            publish([], serial: 2)
            await #expect(throws: PeerCallFailure.self) { try await machine.get(WirePath.standings) }
        }
    }

    @Test("a node does not let it in at all")
    func node() async throws {
        try await run { inside, machine in
            let region = try inside.federation.region("gorinchem")
            let endpoint = Endpoint(
                host: region.endpoints[0].host, port: try inside.node("gorinchem").federationPort, address: "127.0.0.1")
            let client = PeerClient(
                tls: try inside.federation.tls(TestFederation.processorName),
                group: MultiThreadedEventLoopGroup.singleton, accepting: [.source])
            await #expect(throws: PeerCallFailure.self) {
                try await client.call(
                    PeerCall(method: "GET", path: WirePath.health, headers: [], answerLimit: 1 << 20), to: [endpoint],
                    expecting: region.oin, deadline: .now + InsideFederation.patience)
            }
            await client.shutdown()
        }
    }
}
