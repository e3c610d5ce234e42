import Domain
import Foundation
import Testing

@Suite("Registry: who belongs to the federation, and what each may do")
struct RegistryTests {
    private static let rijnmond = "00000099000000000001"
    private static let haaglanden = "00000099000000000002"
    private static let drechtsteden = "00000099000000000003"
    private static let gateway = "00000099000000000009"
    private static let rotterdam = "00000099000000000011"

    private static func region(
        _ code: String, _ oin: String, _ municipalities: [String], _ status: RegionStatus = .active,
        roles: Set<FederationRole> = [.source, .asker]
    ) throws -> Registry.Member {
        let centre = try Coordinate(latitude: 51.9, longitude: 4.4)
        let all = try municipalities.map {
            Municipality(code: try MunicipalityCode($0), name: $0, oin: try OIN(Self.rotterdam), centre: centre)
        }
        let first = try #require(all.first)
        return Registry.Member(
            region: Region(
                code: try RegionCode(code), cbsCode: "AM00", name: code, randstad: true, oin: try OIN(oin),
                centreMunicipality: first.code, municipalities: all,
                endpoints: [Endpoint(host: "\(code).example", port: 443)], roles: roles, status: status),
            keys: Registry.PartyKeys(signing: [4], sealing: [1]))
    }

    private static func registry(_ status: RegionStatus = .active) throws -> Registry {
        Registry(
            serial: 3, issued: Date(timeIntervalSince1970: 0), expires: Date(timeIntervalSince1970: 86_400),
            members: [
                try region("rijnmond", rijnmond, ["GM0599", "GM0606"], status),
                try region("haaglanden", haaglanden, ["GM0518"]),
                try region("drechtsteden", drechtsteden, ["GM0505"], roles: [.source]),
            ],
            gateways: [
                Registry.Gateway(
                    oin: try OIN(gateway), name: "Gateway", endpoints: [Endpoint(host: "gateway.example", port: 443)])
            ])
    }

    @Test("members are ordered by code")
    func ordered() throws {
        #expect(try Self.registry().members.map(\.region.code.slug) == ["drechtsteden", "haaglanden", "rijnmond"])
    }

    @Test(
        "a region is found by code, by OIN and by each of its municipalities",
        arguments: [
            ("rijnmond", rijnmond, ["GM0599", "GM0606"]), ("haaglanden", haaglanden, ["GM0518"]),
            ("drechtsteden", drechtsteden, ["GM0505"]),
        ])
    func finds(_ code: String, _ oin: String, _ municipalities: [String]) throws {
        let registry = try Self.registry()
        #expect(registry.member(try RegionCode(code))?.region.code.slug == code)
        #expect(registry.member(oin: try OIN(oin))?.region.code.slug == code)
        for text in municipalities {
            let municipality = try MunicipalityCode(text)
            #expect(registry.member(of: municipality)?.region.code.slug == code)
            #expect(registry.municipality(municipality)?.code == municipality)
        }
    }

    @Test("a stranger is not found, nor a municipality by its OIN, nor a gateway as a region")
    func strangers() throws {
        let registry = try Self.registry()
        #expect(registry.member(try RegionCode("friesland")) == nil)
        #expect(registry.member(oin: try OIN("00000099000000000004")) == nil)
        #expect(registry.member(oin: try OIN(Self.rotterdam)) == nil)
        #expect(registry.member(oin: try OIN(Self.gateway)) == nil)
        #expect(registry.member(of: try MunicipalityCode("GM0600")) == nil)
        #expect(registry.municipality(try MunicipalityCode("GM0600")) == nil)
        #expect(registry.gateway(oin: try OIN(Self.rijnmond)) == nil)
        #expect(registry.gateway(oin: try OIN(Self.gateway))?.name == "Gateway")
    }

    @Test(
        "what each OIN may do: a suspended region and a stranger nothing",
        arguments: [
            (RegionStatus.active, rijnmond, [FederationRole.source, .asker]),
            (.maintenance, rijnmond, [.source, .asker]), (.suspended, rijnmond, []),
            (.suspended, haaglanden, [.source, .asker]), (.active, drechtsteden, [.source]),
            (.active, gateway, [.gateway]), (.suspended, gateway, [.gateway]), (.active, rotterdam, []),
            (.active, "00000099000000000004", []),
        ])
    func roles(_ status: RegionStatus, _ oin: String, _ expected: [FederationRole]) throws {
        #expect(try Self.registry(status).roles(of: OIN(oin)) == Set(expected))
    }

    @Test("an empty registry knows nobody")
    func empty() throws {
        let registry = Registry(serial: 0, issued: .distantPast, expires: .distantPast, members: [], gateways: [])
        #expect(registry.member(try RegionCode("rijnmond")) == nil)
        #expect(registry.roles(of: try OIN(Self.rijnmond)) == [])
    }

    @Test("a suspended region stays findable, so that it can be named in an answer (I-7)")
    func suspended() throws {
        let registry = try Self.registry(.suspended)
        #expect(registry.member(try RegionCode("rijnmond"))?.region.status == .suspended)
        #expect(registry.members.count == 3)
    }
}
