package import Domain

extension DevelopmentPKI.PartyRequest {
    /// What `region`'s node needs: its slug for a folder, the hosts of its endpoints.
    package init(_ region: Region) {
        self.init(
            folder: region.code.slug, oin: region.oin, organisation: "Arbeidsmarktregio \(region.name)",
            hosts: Self.hosts(of: region.endpoints))
    }

    /// What `gateway` needs: its name for a folder, the hosts of its endpoints.
    package init(_ gateway: Registry.Gateway) {
        self.init(
            folder: gateway.name, oin: gateway.oin, organisation: "HalloWerk \(gateway.name)",
            hosts: Self.hosts(of: gateway.endpoints))
    }

    /// Each once, in the order of the endpoints.
    private static func hosts(of endpoints: [Endpoint]) -> [String] {
        endpoints.map(\.host).reduce(into: []) { hosts, host in
            if !hosts.contains(host) { hosts.append(host) }
        }
    }

    /// A processor's: a client, which nobody calls.
    package init(_ processor: Registry.Processor, folder: String) {
        self.init(
            folder: folder, oin: processor.oin, organisation: String(processor.name.prefix(64)),
            hosts: ["\(folder).hallowerk.example"])
    }
}
