import Access
import Crypto
import Domain
import Dossiers
import Foundation
import Showcase
import SyntheticPeople
import Trust

/// Makes what a demo needs in one folder: keys, registry, and a data folder for each process; or completes what is
/// there.
struct DemoFolder: Sendable {
    /// The gateway's name: its folder, and its file of keys.
    static let gateway = "gateway"

    let path: String
    let plan: DemoPlan
    let ports: DemoPorts
    /// Those that the demo runs, of those that the folder of regions states.
    let regions: [Region]
    let loaded: RegionsFolder
    let regionsDir: String
    let gatewayEntry: Registry.Gateway

    var certificates: String { path + "/certs" }
    var registryFile: String { path + "/register.jws" }

    /// The folder with the certificate of the demo's processor.
    static let processor = "verwerker"

    func data(of name: String) -> String { path + "/" + name }

    /// Keys for every party; certificates that end within two days are renewed.
    func makeKeys(now: Date) throws {
        let parties =
            regions.map { DevelopmentPKI.PartyRequest($0) } + [DevelopmentPKI.PartyRequest(gatewayEntry)]
            + loaded.processors.prefix(1).map { DevelopmentPKI.PartyRequest($0, folder: Self.processor) }
        try DevelopmentPKI.make(in: certificates, parties: parties, now: now)
        _ = try DevelopmentPKI.renewExpiring(in: certificates, now: now, within: 2)
    }

    /// Signs a registry of just these regions, listening on this demo's ports.
    ///
    /// - Parameter serial: nil for that of the plan.
    func publishRegistry(now: Date, serial: Int? = nil, suspended: Set<RegionCode> = []) async throws {
        var endpoints: [RegionCode: [Endpoint]] = [:]
        var keys: [RegionCode: Registry.PartyKeys] = [:]
        for (index, region) in regions.enumerated() {
            endpoints[region.code] = [local(region.endpoints, ports.federation(index))]
            keys[region.code] = try KeyFolder.load(certificates + "/" + region.code.slug).publicKeys
        }
        let gateways = [gatewayEntry.name: [local(gatewayEntry.endpoints, ports.gatewayFederation)]]
        let gatewayKeys = try KeyFolder.load(certificates + "/" + gatewayEntry.name).publicKeys
        let registry = loaded.listening(regions: endpoints, gateways: gateways, suspended: suspended)
            .registry(
                serial: serial ?? plan.registrySerial, issued: now, keys: keys,
                gatewayKeys: [gatewayEntry.name: gatewayKeys])
        let signed = try await SignedRegistry.sign(
            registry, with: DevelopmentPKI.registryAuthorityKey(in: certificates))
        try OwnerOnlyFile.write(signed, to: registryFile, rights: .everyoneReads)
    }

    private func local(_ endpoints: [Endpoint], _ address: ListenAddress) -> Endpoint {
        Endpoint(host: endpoints[0].host, port: address.port, address: address.host)
    }

    /// The settings file that each process starts from.
    func writeSettings() throws {
        for (index, region) in regions.enumerated() {
            try writeSettings(
                region.code.slug, region: region.code.slug, people: ports.people(index),
                federation: ports.federation(index), ops: ports.ops(index))
        }
        try writeSettings(
            Self.gateway, region: nil, people: ports.gatewayPeople, federation: ports.gatewayFederation,
            ops: ports.gatewayOps)
    }

    private func writeSettings(
        _ name: String, region: String?, people: ListenAddress, federation: ListenAddress, ops: ListenAddress
    ) throws {
        try OwnerOnlyFile.makeFolder(data(of: name))
        let settings = ProcessSettings(
            region: region, certificates: certificates + "/" + name, registry: registryFile, regionsDir: regionsDir,
            people: "\(people)", federation: "\(federation)", ops: "\(ops)",
            secondFactor: SecondFactor.optional.rawValue)
        // What somebody set there besides stays.
        try ProcessSettings.load(from: data(of: name)).overridden(by: settings).save(to: data(of: name))
    }

    /// Accounts and people of every region that has not all of them yet, two regions at a time.
    ///
    /// - Parameters:
    ///   - onPeople: told how many people a region has, now and then.
    ///   - onRegion: told how many regions are done.
    func fill(
        onPeople: @escaping @Sendable (Int) async -> Void = { _ in }, onRegion: @Sendable (Int) async -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = regions[...]
            for region in waiting.prefix(2) { group.addTask { try await fill(region, onPeople) } }
            waiting = waiting.dropFirst(2)
            var done = 0
            while try await group.next() != nil {
                done += 1
                await onRegion(done)
                if let region = waiting.popFirst() { group.addTask { try await fill(region, onPeople) } }
            }
        }
        let monitor = try accounts(in: data(of: Self.gateway))
        for logIn in plan.logIns where logIn.regio == nil {
            let processor = logIn.rol == Role.processor.rawValue ? loaded.processors.first?.oin : nil
            try await add(logIn, to: monitor, municipality: nil, organisation: processor ?? gatewayEntry.oin)
        }
    }

    private func fill(_ region: Region, _ onPeople: @Sendable (Int) async -> Void) async throws {
        let folder = data(of: region.code.slug)
        let store = try DossierStore(path: folder + "/" + DataFile.dossiers)
        let total = try await store.counts().total
        if total < plan.people {
            // The seed says who they are and in which order they are added: a start that was ended goes on here.
            let generator = try PeopleGenerator(places: loaded.places, seed: plan.seed)
            let ledger = DossierLedger(store: store, showcase: Showcase(places: loaded.places))
            let people = generator.stream(in: region, count: plan.people)
            var batch: [Dossier] = []
            for (index, person) in people.enumerated() where index >= total {
                batch.append(person)
                guard batch.count == DossierLedger.batchDossiers || index == plan.people - 1 else { continue }
                try await ledger.add(batch)
                batch = []
                await onPeople(index + 1)
            }
        }
        let accounts = try accounts(in: folder)
        let centre = region.municipalities.first { $0.code == region.centreMunicipality } ?? region.municipalities[0]
        for logIn in plan.logIns where logIn.regio == region.code.slug {
            try await add(logIn, to: accounts, municipality: centre.code, organisation: centre.oin)
        }
    }

    private func accounts(in folder: String) throws -> AccountStore {
        try AccountStore(
            path: folder + "/" + DataFile.accounts, key: LocalKeys.entrance(in: folder + "/" + DataFile.keys),
            now: { Date() })
    }

    private func add(
        _ logIn: DemoPlan.LogIn, to store: AccountStore, municipality: MunicipalityCode?, organisation: OIN
    ) async throws {
        guard try await !store.accounts().contains(where: { $0.user == logIn.gebruiker }),
            let role = Role(rawValue: logIn.rol)
        else { return }
        let account = Account(
            user: logIn.gebruiker, displayName: DemoNames.displayName(of: role), role: role, municipality: municipality,
            organisation: organisation)
        try await store.add(account, password: logIn.wachtwoord)
        guard let secret = logIn.geheim.flatMap({ TOTPSecret(base32: $0) }) else { return }
        try await store.enrol(account.user, secret: secret)
    }
}

/// Names of the demo's people who log in, and how their passwords are made.
enum DemoNames {
    static func displayName(of role: Role) -> String {
        switch role {
        case .accountManager: "J. de Wit"
        case .caseManager: "S. Bakker"
        case .processor: "M. Visser"
        case .municipalAdministrator: "A. Jansen"
        case .regionalIT: "T. Smit"
        case .federationAdministrator: "R. Mulder"
        }
    }

    /// A password of four groups of four letters and digits: 77 bits.
    static func password() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return (0..<4).map { _ in String((0..<4).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }) }.joined(
            separator: "-")
    }
}

extension DemoFolder {
    /// Every address that a demo of `regions` regions listens on.
    static func addresses(_ ports: DemoPorts, regions: Int) -> [ListenAddress] {
        [ports.gatewayFederation, ports.gatewayPeople, ports.gatewayOps]
            + (0..<regions).flatMap { [ports.people($0), ports.federation($0), ports.ops($0)] }
    }
}
