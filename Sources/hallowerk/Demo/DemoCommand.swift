import Access
import ArgumentParser
import Domain
import Foundation
import SyntheticPeople
import Trust

/// `hallowerk demo`: a whole federation on this machine, from nothing, until Ctrl-C.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make and run a federation of regions with synthetic people, until Ctrl-C.",
        discussion: """
            Keys, registry, people and logs are kept in DATA and reused by a second start. All listen on loopback;
            the federation's faces use mutual TLS as in production.
            """)

    @Option(help: "Which regions: randstad (14), all (35), or region codes with commas between.")
    var regions = "randstad"

    @Option(help: "Synthetic people per region, 10 to 200000.")
    var people = 2_000

    @Option(help: "The first port; the demo uses ten for each region and ten for the gateway.")
    var port = 8_400

    @Option(help: "The demo's folder.")
    var data = "demo-data"

    @Option(help: "The same seed makes the same people.")
    var seed: UInt64 = 1

    @Option(
        name: .customLong("regions-dir"),
        help: "Folder with regions and postcodes (default: regions, then /etc/hallowerk/regions).")
    var regionsDir: String?

    @Flag(help: "Print one line of JSON when ready, instead of the table.")
    var json = false

    func validate() throws {
        guard (10...200_000).contains(people) else { throw ValidationError("--people must be 10 to 200000.") }
        guard (1_024...65_000).contains(port) else { throw ValidationError("--port must be 1024 to 65000.") }
    }

    func run() async throws {
        try await Failure.reported {
            let folder = try prepare()
            try await make(folder)
            try await DemoFederation(folder: folder, json: json).run()
        }
    }

    /// Reads the regions, and the plan of the folder or a new one.
    private func prepare() throws -> DemoFolder {
        let location = try RegionsLocation.find(explicit: regionsDir)
        let loaded = try RegionsFolder.load(location)
        let chosen = try chosen(from: loaded.regions)
        let path = URL(fileURLWithPath: data).standardizedFileURL.path
        try OwnerOnlyFile.makeFolder(path)
        let plan = try plan(in: path, regions: chosen.map(\.code.slug))
        let ports = DemoPorts(base: port)
        try Ports.requireFree(DemoFolder.addresses(ports, regions: chosen.count))
        guard let gateway = loaded.gateways.first else {
            throw OperatorError(
                "\(location) names no gateway.", remedy: "Add one to its file of gateways; see regions/README.md.")
        }
        return DemoFolder(
            path: path, plan: plan, ports: ports, regions: chosen, loaded: loaded,
            regionsDir: URL(fileURLWithPath: location).standardizedFileURL.path, gatewayEntry: gateway)
    }

    private func chosen(from all: [Region]) throws -> [Region] {
        switch regions {
        case "all": return all
        case "randstad": return all.filter(\.randstad)
        default:
            let wanted = regions.split(separator: ",").map(String.init)
            let found = all.filter { wanted.contains($0.code.slug) }
            let unknown = Set(wanted).subtracting(found.map(\.code.slug)).sorted()
            guard unknown.isEmpty, !found.isEmpty else {
                throw OperatorError(
                    "--regions names no such region: \(unknown.joined(separator: ", ")).",
                    remedy: "Use randstad, all, or some of: \(all.map(\.code.slug).joined(separator: ", ")).")
            }
            return found
        }
    }

    private func plan(in path: String, regions: [String]) throws -> DemoPlan {
        guard var plan = try DemoPlan.load(from: path) else {
            let plan = DemoPlan(
                seed: seed, people: people, regions: regions, registrySerial: 1, logIns: Self.logIns(regions))
            try plan.save(to: path)
            return plan
        }
        guard plan.seed == seed, plan.people == people, plan.regions == regions else {
            throw OperatorError(
                "\(path) was made with --seed \(plan.seed) --people \(plan.people) "
                    + "--regions \(plan.regions.joined(separator: ",")).",
                remedy: "Give the same options, another --data, or remove the folder.")
        }
        plan.registrySerial += 1
        try plan.save(to: path)
        return plan
    }

    private static func logIns(_ regions: [String]) -> [DemoPlan.LogIn] {
        regions.flatMap { region in
            [Role.accountManager, .caseManager, .municipalAdministrator, .regionalIT].map { role in
                DemoPlan.LogIn(
                    regio: region, rol: role.rawValue, gebruiker: role.rawValue.lowercased(),
                    wachtwoord: DemoNames.password())
            } + [
                // With a second factor, as everybody has outside a demo.
                DemoPlan.LogIn(
                    regio: region, rol: Role.accountManager.rawValue, gebruiker: "totp-accountmanager",
                    wachtwoord: DemoNames.password(), geheim: TOTPSecret().base32)
            ]
        } + [
            DemoPlan.LogIn(
                regio: nil, rol: Role.processor.rawValue, gebruiker: "verwerker", wachtwoord: DemoNames.password()),
            DemoPlan.LogIn(
                regio: nil, rol: Role.federationAdministrator.rawValue, gebruiker: "federatiebeheerder",
                wachtwoord: DemoNames.password()),
        ]
    }

    private func make(_ folder: DemoFolder) async throws {
        let now = Date()
        try folder.makeKeys(now: now)
        try await folder.publishRegistry(now: now)
        try folder.writeSettings()
        let progress = SharedBar("Regions", total: folder.regions.count, unit: "regions", quiet: json)
        try await folder.fill { done in await progress.update(done) }
    }
}
