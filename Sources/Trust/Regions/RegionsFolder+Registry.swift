package import Domain
package import Foundation

extension RegionsFolder {
    /// The registry of those regions that `keys` has public keys for, with all gateways, valid for
    /// `days`, at most `Limits.registryDays`.
    ///
    /// - Parameter gatewayKeys: by the gateway's name; one without makes no epochs.
    package func registry(
        serial: Int, issued: Date, days: Int = Limits.registryDays, keys: [RegionCode: Registry.PartyKeys],
        gatewayKeys: [String: Registry.PartyKeys] = [:]
    ) -> Registry {
        Registry(
            serial: serial, issued: issued,
            expires: issued.addingTimeInterval(Double(days * 86_400)),
            members: regions.compactMap { region in keys[region.code].map { Registry.Member(region: region, keys: $0) }
            },
            gateways: gateways.map { gateway in
                Registry.Gateway(
                    oin: gateway.oin, name: gateway.name, endpoints: gateway.endpoints,
                    signing: gatewayKeys[gateway.name]?.signing ?? gateway.signing)
            },
            // Of regions that do not take part yet, nobody manages a node.
            processors: processors.map { processor in
                Registry.Processor(
                    oin: processor.oin, name: processor.name,
                    agreements: processor.agreements.filter { keys[$0.region] != nil })
            })
    }

    /// The same folder with other endpoints for those regions and gateways (by name) that are named.
    ///
    /// - Parameter suspended: regions whose status becomes that.
    package func listening(
        regions endpoints: [RegionCode: [Endpoint]], gateways gatewayEndpoints: [String: [Endpoint]],
        suspended: Set<RegionCode> = []
    ) -> RegionsFolder {
        RegionsFolder(
            regions: regions.map { region in
                region.listening(
                    at: endpoints[region.code] ?? region.endpoints,
                    suspended.contains(region.code) ? .suspended : region.status)
            },
            places: places,
            gateways: gateways.map { gateway in
                Registry.Gateway(
                    oin: gateway.oin, name: gateway.name,
                    endpoints: gatewayEndpoints[gateway.name] ?? gateway.endpoints, signing: gateway.signing)
            }, processors: processors)
    }
}

extension Region {
    /// The region with other endpoints and another status.
    fileprivate func listening(at endpoints: [Endpoint], _ status: RegionStatus) -> Region {
        Region(
            code: code, cbsCode: cbsCode, name: name, randstad: randstad, oin: oin,
            centreMunicipality: centreMunicipality, municipalities: municipalities, endpoints: endpoints, roles: roles,
            status: status)
    }
}
