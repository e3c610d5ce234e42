import Domain
import Foundation
import Trust

/// Registries as tables.
enum RegistryTable {
    static func text(of registry: Registry) -> String {
        let days = Int((registry.expires.timeIntervalSinceNow / 86_400).rounded(.down))
        var table = TextTable([
            ("party", .left), ("OIN", .left), ("status", .left), ("roles", .left), ("addresses", .left),
            ("municipalities", .right), ("signing key", .left), ("sealing key", .left),
        ])
        for member in registry.members {
            let region = member.region
            table.add([
                .init(region.code.slug), .init(region.oin.digits), status(region.status),
                .init(region.roles.map(\.rawValue).sorted().joined(separator: ",")), addresses(region.endpoints),
                .init("\(region.municipalities.count)"),
                .init(
                    UnsignedRegistry.fingerprint(of: member.keys.signing)
                        + (member.keys.previousSigning == nil ? "" : " (+1)")),
                .init(UnsignedRegistry.fingerprint(of: member.keys.sealing)),
            ])
        }
        for gateway in registry.gateways {
            table.add([
                .init(gateway.name), .init(gateway.oin.digits), .init("actief"), .init("gateway"),
                addresses(gateway.endpoints), .init("-"),
                .init(gateway.signing.map(UnsignedRegistry.fingerprint) ?? "-"), .init("-"),
            ])
        }
        for processor in registry.processors {
            let regions = processor.regions(at: .now, allowing: .health).count
            table.add([
                .init(processor.name), .init(processor.oin.digits),
                regions == 0 ? .init("verlopen", .red) : .init("actief", .green), .init("verwerker"), .init("-"),
                .init("-"), .init("-"), .init("-"),
            ])
        }
        return """
            Registry \(registry.serial), issued \(registry.issued.ISO8601Format()), \
            valid until \(registry.expires.ISO8601Format()) (\(days) days left)
            \(table.rendered())
            """
    }

    static func text(of changes: [RegistryChanges.Change]) -> String {
        var table = TextTable([("party", .left), ("field", .left), ("before", .left), ("after", .left)])
        for change in changes {
            table.add([
                .init(change.party), .init(change.field), .init(change.before.isEmpty ? "-" : change.before, .red),
                .init(change.after.isEmpty ? "-" : change.after, .green),
            ])
        }
        return table.rendered()
    }

    private static func status(_ status: RegionStatus) -> TextTable.Cell {
        switch status {
        case .active: .init(status.rawValue, .green)
        case .maintenance: .init(status.rawValue, .yellow)
        case .suspended: .init(status.rawValue, .red)
        }
    }

    private static func addresses(_ endpoints: [Endpoint]) -> TextTable.Cell {
        .init(endpoints.map { "\($0.host):\($0.port)" }.joined(separator: ","))
    }
}
