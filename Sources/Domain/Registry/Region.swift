/// A labour-market region (arbeidsmarktregio) as `regions/<slug>.yaml` states it.
package struct Region: Hashable, Sendable {
    package let code: RegionCode
    /// CBS code of the division's year (`AM22`).
    package let cbsCode: String
    package let name: String
    package let randstad: Bool
    package let oin: OIN
    package let centreMunicipality: MunicipalityCode
    /// At least one; ordered by code.
    package let municipalities: [Municipality]
    /// Where its node listens for the federation; at least one.
    package let endpoints: [Endpoint]
    package let roles: Set<FederationRole>
    package let status: RegionStatus

    package init(
        code: RegionCode, cbsCode: String, name: String, randstad: Bool, oin: OIN,
        centreMunicipality: MunicipalityCode, municipalities: [Municipality], endpoints: [Endpoint],
        roles: Set<FederationRole>, status: RegionStatus
    ) {
        self.code = code
        self.cbsCode = cbsCode
        self.name = name
        self.randstad = randstad
        self.oin = oin
        self.centreMunicipality = centreMunicipality
        self.municipalities = municipalities
        self.endpoints = endpoints
        self.roles = roles
        self.status = status
    }
}

/// A municipality (gemeente): tenant of its region's node and controller of its jobseekers' data (P-FED-1).
package struct Municipality: Hashable, Sendable {
    package let code: MunicipalityCode
    package let name: String
    package let oin: OIN
    /// Population-weighted centre.
    package let centre: Coordinate

    package init(code: MunicipalityCode, name: String, oin: OIN, centre: Coordinate) {
        self.code = code
        self.name = name
        self.oin = oin
        self.centre = centre
    }
}

/// Where a process listens for the federation.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// The name that the certificate must carry.
    package let host: String
    package let port: Int
    /// The address to connect to, when it is not what `host` resolves to (the demo listens on loopback).
    package let address: String?
    package var description: String { "https://\(host):\(port)" }

    package init(host: String, port: Int, address: String? = nil) {
        self.host = host
        self.port = port
        self.address = address
    }
}

/// What a member of the federation may do in it.
package enum FederationRole: String, CaseIterable, Hashable, Sendable {
    /// Answers searches: a node with a showcase.
    case source = "bron"
    /// Asks searches on behalf of its users.
    case asker = "bemiddelaar"
    /// Fans out and merges.
    case gateway = "gateway"
    /// Watches the health of nodes.
    case processor = "verwerker"

    /// Those that a region can have.
    package static let ofRegions: [FederationRole] = [.source, .asker]
    /// Those of whom others ask something.
    package static let answering: Set<FederationRole> = [.source, .asker, .gateway]
}

package enum RegionStatus: String, CaseIterable, Hashable, Sendable {
    case active = "actief"
    case maintenance = "onderhoud"
    case suspended = "geschorst"
}
