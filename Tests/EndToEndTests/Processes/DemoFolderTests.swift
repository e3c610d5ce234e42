import Domain
import Dossiers
import Foundation
import Showcase
import SyntheticPeople
import Testing
import Trust

@testable import hallowerk

extension DemoFolder {
    /// What a demo of one region starts from.
    static func sample(people: Int = 40, filled: Bool = true) async throws -> DemoFolder {
        let path = DemoProcess.newFolder()
        try OwnerOnlyFile.makeFolder(path)
        let regions = [try InsideFederation.region("gorinchem")]
        let logIn = DemoPlan.LogIn(
            regio: "gorinchem", rol: Role.caseManager.rawValue, gebruiker: "klantmanager",
            wachtwoord: "een-lang-wachtwoord")
        let folder = DemoFolder(
            path: path,
            plan: DemoPlan(seed: 1, people: people, regions: ["gorinchem"], registrySerial: 1, logIns: [logIn]),
            ports: DemoPorts(base: await FreePorts.shared.base(count: 20)), regions: regions,
            loaded: InsideFederation.regions, regionsDir: Executable.packageRoot.path + "/regions",
            gatewayEntry: InsideFederation.regions.gateways[0])
        try folder.makeKeys(now: .now)
        try await folder.publishRegistry(now: .now)
        try folder.writeSettings()
        guard filled else { return folder }
        try await folder.fill { _ in }
        // As after a first start.
        _ = try NodeStores.open(in: folder.data(of: "gorinchem"), now: { .now })
        return folder
    }
}

@Suite("The demo's folder: made once, completed when a start was ended", .oneAtATime)
struct DemoFolderTests {
    @Test("people of whom some were added before are completed to the same as at one go", arguments: [0, 500, 700])
    func completes(_ before: Int) async throws {
        let folder = try await DemoFolder.sample(people: 700, filled: false)
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let region = folder.regions[0]
        let store = try DossierStore(path: folder.data(of: region.code.slug) + "/" + DataFile.dossiers)
        let people = try PeopleGenerator(places: folder.loaded.places, seed: 1).people(in: region, count: 700)
        let ledger = DossierLedger(store: store, showcase: Showcase(places: folder.loaded.places))
        try await ledger.add(Array(people.prefix(before)))
        for _ in 0..<2 { try await folder.fill { _ in } }
        #expect(try await store.counts().total == 700)
        for person in people { #expect(try await store.dossier(person.id) == person) }
    }
}
