import Domain
import Foundation

/// Regions that do not exist, as a registry has them, and how many visible profiles each has.
struct SimulatedRegions: Sendable {
    /// Of the logarithm of the sizes: the largest of 35 is then some eight times the smallest, as in the Netherlands.
    private static let sigma = 0.5

    let registry: Registry
    /// By place, in the registry's order.
    let codes: [RegionCode]
    let places: [RegionCode: Int]
    let visible: [RegionCode: Int]

    /// - Throws: `Invalid` of a code or number when there are more regions than numbers.
    init(_ scenario: Scenario) throws {
        var chance = Chance(seed: scenario.seed, stream: 2)
        let weights = (0..<scenario.regions).map { _ in exp(Self.sigma * chance.normal()) }
        let all = weights.reduce(0, +)
        let members = try (0..<scenario.regions).map { number in
            let digits = String(String(10_000 + number).dropFirst())
            let oin = try OIN("0000009900000000" + digits)
            let municipality = try MunicipalityCode("GM" + digits)
            let region = Region(
                code: try RegionCode("regio-" + digits), cbsCode: "AM" + digits, name: "Regio " + digits,
                randstad: false, oin: oin, centreMunicipality: municipality,
                municipalities: [
                    Municipality(
                        code: municipality, name: "Gemeente " + digits, oin: oin,
                        centre: try Coordinate(latitude: 52, longitude: 5))
                ],
                endpoints: [Endpoint(host: "regio-\(digits).example", port: 8443)], roles: [.source, .asker],
                status: .active)
            return Registry.Member(region: region, keys: Registry.PartyKeys(signing: [], sealing: []))
        }
        registry = Registry(
            serial: 1, issued: Date(timeIntervalSince1970: 0), expires: Date(timeIntervalSince1970: 0),
            members: members, gateways: [])
        codes = registry.members.map(\.region.code)
        places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        visible = Dictionary(
            uniqueKeysWithValues: zip(codes, weights).map { ($0, Int(Double(scenario.profiles) * $1 / all)) })
    }
}
