/// What one registry has otherwise than another: what an authority and an operator look at before they use it.
package enum RegistryChanges {
    /// One difference.
    package struct Change: Hashable, Sendable {
        /// A region's code, a gateway's name, or `registry`.
        package let party: String
        package let field: String
        /// Empty: it was not there.
        package let before: String
        /// Empty: it is not there any more.
        package let after: String
    }

    /// Every difference, regions by code, then gateways by name; keys as the first characters of their digest.
    ///
    /// - Parameter fingerprint: of a public key, for people to compare.
    package static func between(
        _ old: Registry, _ new: Registry, fingerprint: ([UInt8]) -> String
    ) -> [Change] {
        var changes = compare("registry", ["serial": "\(old.serial)"], ["serial": "\(new.serial)"])
        let codes = Set((old.members + new.members).map(\.region.code)).sorted()
        for code in codes {
            changes += compare(
                code.slug, old.member(code).map { facts(of: $0, fingerprint) },
                new.member(code).map { facts(of: $0, fingerprint) })
        }
        let names = Set((old.gateways + new.gateways).map(\.name)).sorted()
        for name in names {
            func facts(_ registry: Registry) -> [String: String]? {
                registry.gateways.first { $0.name == name }.map { gateway in
                    [
                        "OIN": gateway.oin.digits, "addresses": text(of: gateway.endpoints),
                        "signing key": gateway.signing.map(fingerprint) ?? "",
                    ]
                }
            }
            changes += compare(name, facts(old), facts(new))
        }
        for oin in Set((old.processors + new.processors).map(\.oin)).sorted(by: { $0.digits < $1.digits }) {
            changes += compare(
                "processor \(oin)", old.processor(oin: oin).map(facts(of:)), new.processor(oin: oin).map(facts(of:)))
        }
        return changes
    }

    private static func facts(of processor: Registry.Processor) -> [String: String] {
        [
            "OIN": processor.oin.digits, "name": processor.name,
            "agreements": processor.agreements.map {
                "\($0.region) \($0.from) to \($0.until): \($0.scope.map(\.rawValue).sorted().joined(separator: ", "))"
            }
            .joined(separator: ", "),
        ]
    }

    private static func facts(of member: Registry.Member, _ fingerprint: ([UInt8]) -> String) -> [String: String] {
        let region = member.region
        return [
            "OIN": region.oin.digits, "name": region.name, "status": region.status.rawValue,
            "roles": region.roles.map(\.rawValue).sorted().joined(separator: ", "),
            "addresses": text(of: region.endpoints),
            "municipalities": region.municipalities.map { "\($0.code.code) \($0.oin)" }.joined(separator: ", "),
            "signing key": fingerprint(member.keys.signing),
            "previous signing key": member.keys.previousSigning.map(fingerprint) ?? "",
            "sealing key": fingerprint(member.keys.sealing),
        ]
    }

    private static func text(of endpoints: [Endpoint]) -> String {
        endpoints.map { "\($0)" + ($0.address.map { " (\($0))" } ?? "") }.joined(separator: ", ")
    }

    private static func compare(_ party: String, _ old: [String: String]?, _ new: [String: String]?) -> [Change] {
        switch (old, new) {
        case (nil, nil): []
        case (nil, let new?): [Change(party: party, field: "party", before: "", after: new["OIN"] ?? "")]
        case (let old?, nil): [Change(party: party, field: "party", before: old["OIN"] ?? "", after: "")]
        case (let old?, let new?):
            Set(old.keys).union(new.keys).sorted().compactMap { field in
                let (before, after) = (old[field] ?? "", new[field] ?? "")
                return before == after ? nil : Change(party: party, field: field, before: before, after: after)
            }
        }
    }
}
