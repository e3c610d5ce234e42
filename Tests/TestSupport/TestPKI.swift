package import Domain
package import Foundation
import Synchronization
package import Trust

/// A throw-away federation in a temporary folder: a PKI, one key folder for each region and the gateway, and a registry
/// that is in force. The folder goes with the last reference.
///
/// ```swift
/// let federation = try TestFederation(regions: ["alfa", "beta"])
/// let tls = try federation.tls("alfa")                       // or "gateway"
/// federation.place("beta", at: port)                         // once its server is bound on loopback
/// federation.change("beta", status: .suspended)
/// ```
///
/// Region number n (from 1) has OIN `00000099100000000n` + `000` (n in three digits), the municipality `GM9` + n with
/// OIN `00000099200000000n` + `000`, host `<code>.hallowerk.example`, and both roles.
package final class TestFederation: Sendable {
    /// The one region of which nobody else manages the node: no agreement names it.
    package static let unmanaged = "zeeland"
    package static let gatewayName = "gateway"
    /// The folder of the processor that has an agreement with every other region.
    package static let processorName = "verwerker"

    /// The folder of everything: `<folder>/<code>`, `<folder>/gateway`, `<folder>/authority`.
    package let folder: String
    /// The registry in force, shared by all parties of the test.
    package let registry: CurrentRegistry
    package let gatewayOIN: OIN
    private let ports = Mutex<[String: Int]>([:])

    /// - Parameter now: when the certificates begin; they are valid for 90 days, the registry for 7.
    package convenience init(regions: [String] = ["alfa", "beta"], now: Date = .now) throws {
        let codes = try regions.map { try RegionCode($0) }
        try self.init(of: codes.enumerated().map { try Self.region($0.element, number: $0.offset + 1) }, now: now)
    }

    /// A federation of just these regions.
    ///
    /// - Parameter gateways: how many; the others are named `gateway-2` and so on.
    package init(of regions: [Region], gateways count: Int = 1, now: Date = .now) throws {
        let gatewayOIN = try OIN("00000099300000001000")
        folder = NSTemporaryDirectory() + "hallowerk-test-" + UUID().uuidString
        self.gatewayOIN = gatewayOIN
        let gateways = try (1...count).map { number in
            let name = number == 1 ? Self.gatewayName : "\(Self.gatewayName)-\(number)"
            return Registry.Gateway(
                oin: try OIN("0000009930000000\(number)000"), name: name,
                endpoints: [Endpoint(host: "\(name).hallowerk.example", port: 1, address: "127.0.0.1")])
        }
        let processor = Registry.Processor(
            oin: try OIN("00000099400000001000"), name: "Regiobeheer",
            agreements: regions.map(\.code).filter { $0.slug != Self.unmanaged }.map { code in
                .init(
                    region: code, from: CalendarDay(of: now.addingTimeInterval(-86_400)),
                    until: CalendarDay(of: now.addingTimeInterval(86_400 * 365)), scope: [.health, .emergency])
            })
        try DevelopmentPKI.make(
            in: folder,
            parties: regions.map { DevelopmentPKI.PartyRequest($0) }
                + gateways.map { DevelopmentPKI.PartyRequest($0) }
                + [DevelopmentPKI.PartyRequest(processor, folder: Self.processorName)], now: now)
        let folder = folder
        let members = try regions.map { region in
            Registry.Member(region: region, keys: try KeyFolder.load(folder + "/" + region.code.slug).publicKeys)
        }
        registry = CurrentRegistry(
            Registry(
                serial: 1, issued: now, expires: now.addingTimeInterval(7 * 86_400), members: members,
                gateways: try gateways.map { gateway in
                    Registry.Gateway(
                        oin: gateway.oin, name: gateway.name, endpoints: gateway.endpoints,
                        signing: try KeyFolder.load(folder + "/" + gateway.name).publicKeys.signing)
                },
                processors: [processor]))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The keys of a region, or of `gatewayName`.
    package func keys(_ party: String) throws -> KeyFolder { try KeyFolder.load(folder + "/" + party) }

    /// TLS of a region, or of `gatewayName`.
    package func tls(_ party: String, now: @escaping @Sendable () -> Date = { .now }) throws -> PeerTLS {
        try PeerTLS(keys: CurrentKeys(keys(party)), registry: registry, now: now)
    }

    /// A region as the registry has it now.
    package func region(_ code: String) throws -> Region {
        try require(registry.value.member(RegionCode(code))).region
    }

    /// Says in the registry that `party`, a region or `gatewayName`, listens at 127.0.0.1 on `port`.
    package func place(_ party: String, at port: Int) {
        ports.withLock { $0[party] = port }
        publish { $0 }
    }

    /// Where `party` listens, as last said to `place`.
    package func endpoint(_ party: String) throws -> Endpoint {
        let port = try require(ports.withLock { $0[party] })
        return Endpoint(host: "\(party).hallowerk.example", port: port, address: "127.0.0.1")
    }

    /// Publishes a registry in which a region has another status, other roles, or is gone.
    package func change(
        _ code: String, status: RegionStatus? = nil, roles: Set<FederationRole>? = nil, removed: Bool = false
    ) {
        publish { region in
            guard region.code.slug == code else { return region }
            guard !removed else { return nil }
            return region.with(status ?? region.status, roles: roles)
        }
    }

    private func publish(_ change: (Region) -> Region?) {
        let held = registry.value
        let ports = ports.withLock { $0 }
        let members = held.members.compactMap { member in
            change(member.region).map { Registry.Member(region: placed($0, ports), keys: member.keys) }
        }
        let gateways = held.gateways.map { gateway in
            guard let port = ports[gateway.name] else { return gateway }
            let endpoint = Endpoint(host: gateway.endpoints[0].host, port: port, address: "127.0.0.1")
            return Registry.Gateway(
                oin: gateway.oin, name: gateway.name, endpoints: [endpoint], signing: gateway.signing)
        }
        registry.replace(
            with: Registry(
                serial: held.serial + 1, issued: held.issued, expires: held.expires, members: members,
                gateways: gateways, processors: held.processors))
    }

    private func placed(_ region: Region, _ ports: [String: Int]) -> Region {
        guard let port = ports[region.code.slug] else { return region }
        return Region(
            code: region.code, cbsCode: region.cbsCode, name: region.name, randstad: region.randstad, oin: region.oin,
            centreMunicipality: region.centreMunicipality, municipalities: region.municipalities,
            endpoints: [Endpoint(host: region.endpoints[0].host, port: port, address: "127.0.0.1")],
            roles: region.roles, status: region.status)
    }

    private static func region(_ code: RegionCode, number: Int) throws -> Region {
        let padded = String(repeating: "0", count: 3 - String(number).count) + String(number)
        let municipality = Municipality(
            code: try MunicipalityCode("GM9" + padded), name: "Gemeente \(number)",
            oin: try OIN("00000099200000" + padded + "000"), centre: try Coordinate(latitude: 52, longitude: 5))
        return Region(
            code: code, cbsCode: "AM\(number)", name: code.slug.capitalized, randstad: true,
            oin: try OIN("00000099100000" + padded + "000"), centreMunicipality: municipality.code,
            municipalities: [municipality],
            endpoints: [Endpoint(host: "\(code.slug).hallowerk.example", port: 1, address: "127.0.0.1")],
            roles: [.source, .asker], status: .active)
    }
}

extension Region {
    /// The region with another status, and other roles.
    package func with(_ status: RegionStatus, roles: Set<FederationRole>? = nil) -> Region {
        Region(
            code: code, cbsCode: cbsCode, name: name, randstad: randstad, oin: oin,
            centreMunicipality: centreMunicipality, municipalities: municipalities, endpoints: endpoints,
            roles: roles ?? self.roles, status: status)
    }
}

/// A value that a test counts on and that is not there.
package struct Missing: Error {
    package init() {}
}

/// `value`, unless there is none.
package func require<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}
