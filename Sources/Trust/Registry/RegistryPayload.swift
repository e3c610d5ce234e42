import Domain
import Foundation
import JWTKit

/// The registry as it stands in the signed JSON: Dutch names, sorted keys, whole seconds.
struct RegistryPayload: Codable, JWTPayload {
    /// An endpoint.
    struct Address: Codable {
        var host: String
        var poort: Int
        var adres: String?
    }

    /// A municipality.
    struct Town: Codable {
        var code: String
        var naam: String
        var oin: String
        var breedtegraad: Double
        var lengtegraad: Double
    }

    /// A region's public keys, base64url.
    struct Keys: Codable {
        var ondertekening: String
        /// The signing key before it, while both are in use.
        var vorigeOndertekening: String?
        var verzegeling: String
    }

    /// A region with its keys.
    struct Area: Codable {
        var code: String
        var cbscode: String
        var naam: String
        var randstad: Bool
        var oin: String
        var centrumgemeente: String
        var gemeenten: [Town]
        var adressen: [Address]
        var rollen: [String]
        var status: String
        var sleutels: Keys
    }

    /// A gateway.
    struct Hub: Codable {
        var oin: String
        var naam: String
        var adressen: [Address]
        /// Its public key for signatures, base64url.
        var ondertekening: String?
    }

    /// An organisation that manages nodes.
    struct Firm: Codable {
        var oin: String
        var naam: String
        var overeenkomsten: [Agreement]
    }

    /// An agreement of one: a region, its first and its last day, and what it allows.
    struct Agreement: Codable {
        var regio: String
        var van: String
        var tot: String
        /// Nil in a registry of before there were others: health.
        var omvang: [String]?
    }

    var volgnummer: Int
    /// Seconds since 1970.
    var uitgegeven: Int
    var verloopt: Int
    var regios: [Area]
    var gateways: [Hub]
    /// Nil in a registry of before there were any.
    var verwerkers: [Firm]?

    /// What is checked of a registry stands in `SignedRegistry.verify`, where each refusal has its name.
    func verify(using algorithm: some JWTAlgorithm) {}
}

extension RegistryPayload {
    init(_ registry: Registry) {
        volgnummer = registry.serial
        uitgegeven = Int(registry.issued.timeIntervalSince1970.rounded(.down))
        verloopt = Int(registry.expires.timeIntervalSince1970.rounded(.down))
        regios = registry.members.map { Area($0) }
        gateways = registry.gateways.map { gateway in
            Hub(
                oin: gateway.oin.digits, naam: gateway.name, adressen: gateway.endpoints.map { Address($0) },
                ondertekening: gateway.signing.map { Base64URL.encode($0) })
        }
        verwerkers =
            registry.processors.isEmpty
            ? nil
            : registry.processors.map { processor in
                Firm(
                    oin: processor.oin.digits, naam: processor.name,
                    overeenkomsten: processor.agreements.map {
                        Agreement(
                            regio: $0.region.slug, van: $0.from.description, tot: $0.until.description,
                            omvang: $0.scope.map(\.rawValue).sorted())
                    })
            }
    }

    /// The registry that is meant.
    ///
    /// - Throws: `RegistryRefusal.malformed`, which names what is wrong.
    func registry() throws(RegistryRefusal) -> Registry {
        var members: [Registry.Member] = []
        for area in regios { members.append(try area.member()) }
        var hubs: [Registry.Gateway] = []
        for hub in gateways { hubs.append(try hub.gateway()) }
        var processors: [Registry.Processor] = []
        for firm in verwerkers ?? [] { processors.append(try firm.processor()) }
        let registry = Registry(
            serial: volgnummer, issued: Date(timeIntervalSince1970: Double(uitgegeven)),
            expires: Date(timeIntervalSince1970: Double(verloopt)), members: members, gateways: hubs,
            processors: processors)
        if let fault = Self.contradiction(in: registry) { throw .malformed(fault) }
        return registry
    }

    /// What makes one peer answer to two names, or nil.
    static func contradiction(in registry: Registry) -> String? {
        var codes: Set<RegionCode> = []
        var oins: Set<OIN> = []
        var towns: Set<MunicipalityCode> = []
        for gateway in registry.gateways where !oins.insert(gateway.oin).inserted {
            return "OIN \(gateway.oin) is given twice"
        }
        for processor in registry.processors where !oins.insert(processor.oin).inserted {
            return "OIN \(processor.oin) is given twice"
        }
        for region in registry.members.map(\.region) {
            guard codes.insert(region.code).inserted else { return "region \(region.code) is given twice" }
            guard oins.insert(region.oin).inserted else { return "OIN \(region.oin) is given twice" }
            for town in region.municipalities {
                guard towns.insert(town.code).inserted else { return "municipality \(town.code) is given twice" }
                guard oins.insert(town.oin).inserted else { return "OIN \(town.oin) is given twice" }
            }
        }
        return registry.issued < registry.expires ? nil : "it expires before it is issued"
    }

    fileprivate static func oin(_ text: String, of party: String) throws(RegistryRefusal) -> OIN {
        guard let oin = try? OIN(text) else { throw .malformed("'\(text)' of \(party) is not an OIN") }
        return oin
    }

    fileprivate static func endpoints(_ addresses: [Address], of party: String) throws(RegistryRefusal) -> [Endpoint] {
        guard !addresses.isEmpty else { throw .malformed("\(party) has no address") }
        for address in addresses where !HostName.isValid(address.host) || !(1...65_535).contains(address.poort) {
            throw .malformed("'\(address.host):\(address.poort)' of \(party) is not a host name and a port")
        }
        return addresses.map { Endpoint(host: $0.host, port: $0.poort, address: $0.adres) }
    }
}

extension RegistryPayload.Address {
    fileprivate init(_ endpoint: Endpoint) {
        self.init(host: endpoint.host, poort: endpoint.port, adres: endpoint.address)
    }
}

extension RegistryPayload.Hub {
    fileprivate func gateway() throws(RegistryRefusal) -> Registry.Gateway {
        var signing: [UInt8]?
        if let ondertekening {
            guard let key = Base64URL.decode(ondertekening), PublicKeys.isP256(key) else {
                throw .malformed("the signing key of \(naam) is not a P-256 public key")
            }
            signing = key
        }
        return Registry.Gateway(
            oin: try RegistryPayload.oin(oin, of: naam), name: naam,
            endpoints: try RegistryPayload.endpoints(adressen, of: naam), signing: signing)
    }
}

extension RegistryPayload.Firm {
    fileprivate func processor() throws(RegistryRefusal) -> Registry.Processor {
        var agreements: [Registry.Processor.Agreement] = []
        for agreement in overeenkomsten {
            guard let region = try? RegionCode(agreement.regio), let from = try? CalendarDay(agreement.van),
                let until = try? CalendarDay(agreement.tot), from <= until
            else { throw .malformed("an agreement of \(naam) names no region, or no days in order") }
            var scope: Set<Registry.Processor.Scope> = []
            for word in agreement.omvang ?? [Registry.Processor.Scope.health.rawValue] {
                guard let known = Registry.Processor.Scope(rawValue: word) else {
                    throw .malformed("'\(word)' is nothing that an agreement of \(naam) can allow")
                }
                scope.insert(known)
            }
            agreements.append(.init(region: region, from: from, until: until, scope: scope))
        }
        return Registry.Processor(
            oin: try RegistryPayload.oin(oin, of: naam), name: naam, agreements: agreements)
    }
}

extension RegistryPayload.Area {
    fileprivate init(_ member: Registry.Member) {
        let region = member.region
        self.init(
            code: region.code.slug, cbscode: region.cbsCode, naam: region.name, randstad: region.randstad,
            oin: region.oin.digits, centrumgemeente: region.centreMunicipality.code,
            gemeenten: region.municipalities.map { town in
                RegistryPayload.Town(
                    code: town.code.code, naam: town.name, oin: town.oin.digits, breedtegraad: town.centre.latitude,
                    lengtegraad: town.centre.longitude)
            },
            adressen: region.endpoints.map { RegistryPayload.Address($0) },
            rollen: region.roles.map(\.rawValue).sorted(),
            status: region.status.rawValue,
            sleutels: RegistryPayload.Keys(
                ondertekening: Base64URL.encode(member.keys.signing),
                vorigeOndertekening: member.keys.previousSigning.map { Base64URL.encode($0) },
                verzegeling: Base64URL.encode(member.keys.sealing)))
    }

    fileprivate func member() throws(RegistryRefusal) -> Registry.Member {
        guard let slug = try? RegionCode(code) else { throw .malformed("'\(code)' is not a region's code") }
        guard let centre = try? MunicipalityCode(centrumgemeente), let status = RegionStatus(rawValue: status) else {
            throw .malformed("the centre municipality or status of \(code) is not known")
        }
        var towns: [Municipality] = []
        for town in gemeenten { towns.append(try town.municipality()) }
        guard !towns.isEmpty else { throw .malformed("\(code) has no municipality") }
        var roles: Set<FederationRole> = []
        for name in rollen {
            guard let role = FederationRole(rawValue: name), FederationRole.ofRegions.contains(role) else {
                throw .malformed("'\(name)' of \(code) is not a region's role")
            }
            roles.insert(role)
        }
        guard let signing = Base64URL.decode(sleutels.ondertekening), PublicKeys.isP256(signing) else {
            throw .malformed("the signing key of \(code) is not a P-256 public key")
        }
        let previous = sleutels.vorigeOndertekening.map { Base64URL.decode($0) ?? [] }
        guard previous.map(PublicKeys.isP256) ?? true else {
            throw .malformed("the previous signing key of \(code) is not a P-256 public key")
        }
        guard let sealing = Base64URL.decode(sleutels.verzegeling), sealing.count == 32 else {
            throw .malformed("the sealing key of \(code) is not an X25519 public key")
        }
        return Registry.Member(
            region: Region(
                code: slug, cbsCode: cbscode, name: naam, randstad: randstad,
                oin: try RegistryPayload.oin(oin, of: code), centreMunicipality: centre, municipalities: towns,
                endpoints: try RegistryPayload.endpoints(adressen, of: code), roles: roles, status: status),
            keys: Registry.PartyKeys(signing: signing, sealing: sealing, previousSigning: previous))
    }
}

extension RegistryPayload.Town {
    fileprivate func municipality() throws(RegistryRefusal) -> Municipality {
        guard let number = try? MunicipalityCode(code) else {
            throw .malformed("'\(code)' is not a municipality's code")
        }
        guard let centre = try? Coordinate(latitude: breedtegraad, longitude: lengtegraad) else {
            throw .malformed("\(code) does not lie in the Netherlands")
        }
        return Municipality(code: number, name: naam, oin: try RegistryPayload.oin(oin, of: code), centre: centre)
    }
}
