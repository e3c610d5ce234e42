package import Foundation

/// Who belongs to the federation, as its authority signed it (design.md §5). Processes hold nobody else for a peer.
package struct Registry: Hashable, Sendable {
    /// A region with the keys that its node is known by.
    package struct Member: Hashable, Sendable {
        package let region: Region
        package let keys: PartyKeys

        package init(region: Region, keys: PartyKeys) {
            self.region = region
            self.keys = keys
        }
    }

    /// A gateway: no municipalities, no people.
    package struct Gateway: Hashable, Sendable {
        package let oin: OIN
        package let name: String
        package let endpoints: [Endpoint]
        /// The public key of its epochs' signatures, P-256 in X9.63 uncompressed form; nil: it makes none.
        package let signing: [UInt8]?

        package init(oin: OIN, name: String, endpoints: [Endpoint], signing: [UInt8]? = nil) {
            self.oin = oin
            self.name = name
            self.endpoints = endpoints
            self.signing = signing
        }
    }

    /// An organisation that manages nodes for regions, under an agreement with each (verwerkersovereenkomst, P-VIS-4).
    package struct Processor: Hashable, Sendable {
        /// One agreement: of a region's node, from the first day through the last.
        package struct Agreement: Hashable, Sendable {
            package let region: RegionCode
            package let from: CalendarDay
            package let until: CalendarDay
            package let scope: Set<Scope>

            package init(
                region: RegionCode, from: CalendarDay, until: CalendarDay, scope: Set<Scope> = [.health]
            ) {
                self.region = region
                self.from = from
                self.until = until
                self.scope = scope
            }
        }

        /// What an agreement lets a processor do. The raw value is what files and the signed registry say.
        package enum Scope: String, CaseIterable, Hashable, Sendable {
            /// See the health of the region's node.
            case health = "gezondheid"
            /// Ask a municipality of the region for exceptional access.
            case emergency = "noodtoegang"
        }

        package let oin: OIN
        package let name: String
        /// Ordered by region and first day.
        package let agreements: [Agreement]

        package init(oin: OIN, name: String, agreements: [Agreement]) {
            self.oin = oin
            self.name = name
            self.agreements = agreements
        }

        /// Regions with an agreement that allows `scope` on the day of `time` in the Netherlands.
        package func regions(at time: Date, allowing scope: Scope) -> Set<RegionCode> {
            let day = CalendarDay(of: time)
            return Set(
                agreements.filter { $0.from <= day && day <= $0.until && $0.scope.contains(scope) }.map(\.region))
        }
    }

    /// Public keys, raw: P-256 in X9.63 uncompressed form (65 bytes) for signatures, X25519 (32 bytes) for sealing.
    package struct PartyKeys: Hashable, Sendable {
        package let signing: [UInt8]
        package let sealing: [UInt8]
        /// The signing key before it, while both are in use: so a key is replaced with no moment at which what it
        /// signed is refused.
        package let previousSigning: [UInt8]?

        package init(signing: [UInt8], sealing: [UInt8], previousSigning: [UInt8]? = nil) {
            self.signing = signing
            self.sealing = sealing
            self.previousSigning = previousSigning
        }

        /// These keys as they are published after `old`: with the signing key of before beside a new one.
        package func following(_ old: PartyKeys?) -> PartyKeys {
            PartyKeys(
                signing: signing, sealing: sealing,
                previousSigning: old.flatMap { $0.signing == signing ? nil : $0.signing })
        }

        /// Whether a party with these keys is the one that `published` is of: it may still sign with the key before.
        package func isKnown(to published: PartyKeys) -> Bool {
            sealing == published.sealing && [published.signing, published.previousSigning].contains(signing)
        }
    }

    /// Grows with every publication; an older one is refused.
    package let serial: Int
    package let issued: Date
    /// At most `Limits.registryDays` after `issued`.
    package let expires: Date
    /// Ordered by code, each once.
    package let members: [Member]
    /// In the order of the registry; the first makes the epochs, and the others pass them on.
    package let gateways: [Gateway]
    /// In the order of the registry.
    package let processors: [Processor]

    private let byCode: [RegionCode: Int]
    private let byOIN: [OIN: Int]
    private let byMunicipality: [MunicipalityCode: Int]

    package init(
        serial: Int, issued: Date, expires: Date, members: [Member], gateways: [Gateway], processors: [Processor] = []
    ) {
        self.serial = serial
        self.issued = issued
        self.expires = expires
        self.members = members.sorted { $0.region.code < $1.region.code }
        self.gateways = gateways
        self.processors = processors
        let numbered = self.members.enumerated()
        byCode = Dictionary(numbered.map { ($0.element.region.code, $0.offset) }, uniquingKeysWith: { a, _ in a })
        byOIN = Dictionary(numbered.map { ($0.element.region.oin, $0.offset) }, uniquingKeysWith: { a, _ in a })
        byMunicipality = Dictionary(
            numbered.flatMap { item in item.element.region.municipalities.map { ($0.code, item.offset) } },
            uniquingKeysWith: { a, _ in a })
    }

    package func member(_ code: RegionCode) -> Member? { byCode[code].map { members[$0] } }
    package func member(oin: OIN) -> Member? { byOIN[oin].map { members[$0] } }
    package func member(of municipality: MunicipalityCode) -> Member? {
        byMunicipality[municipality].map { members[$0] }
    }
    package func processor(oin: OIN) -> Processor? { processors.first { $0.oin == oin } }
    package func gateway(oin: OIN) -> Gateway? { gateways.first { $0.oin == oin } }

    package func municipality(_ code: MunicipalityCode) -> Municipality? {
        member(of: code)?.region.municipalities.first { $0.code == code }
    }

    /// What `oin` may do: nothing for a stranger, and nothing for a suspended region.
    package func roles(of oin: OIN) -> Set<FederationRole> {
        if gateway(oin: oin) != nil { return [.gateway] }
        if processor(oin: oin) != nil { return [.processor] }
        guard let region = member(oin: oin)?.region, region.status != .suspended else { return [] }
        return region.roles
    }
}
