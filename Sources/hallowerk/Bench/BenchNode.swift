import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Trust

/// One region's data folder, made with the demo's means, and its process.
struct BenchNode: Sendable {
    private static let region = "rijnmond"
    private static let startWithin = Duration.seconds(120)
    /// The first port of the first folder; others are tried when those are taken.
    private static let firstPort = 20_400

    let folder: DemoFolder
    let region: Region
    let people: Int

    var data: String { folder.data(of: region.code.slug) }
    var store: String { data + "/" + DataFile.dossiers }

    /// The municipality of the accounts.
    var municipality: MunicipalityCode { region.centreMunicipality }

    /// - Throws: `OperatorError`, when regions, ports or disk refuse.
    static func make(in path: String, people: Int, regionsDir: String?, quiet: Bool) async throws -> BenchNode {
        let location = try RegionsLocation.find(explicit: regionsDir)
        let loaded = try RegionsFolder.load(location)
        guard let region = loaded.regions.first(where: { $0.code.slug == region }) ?? loaded.regions.first,
            let gateway = loaded.gateways.first
        else { throw OperatorError("\(location) names no region or no gateway.") }
        let ports = try freePorts()
        let slug = region.code.slug
        let roles = [Role.municipalAdministrator, .caseManager]
        let plan = DemoPlan(
            seed: 1, people: people, regions: [slug], registrySerial: 1,
            logIns: roles.map {
                .init(
                    regio: slug, rol: $0.rawValue, gebruiker: $0.rawValue.lowercased(),
                    wachtwoord: DemoNames.password())
            })
        let folder = DemoFolder(
            path: path, plan: plan, ports: ports, regions: [region], loaded: loaded,
            regionsDir: URL(fileURLWithPath: location).standardizedFileURL.path, gatewayEntry: gateway)
        try OwnerOnlyFile.makeFolder(path)
        let now = Date()
        try folder.makeKeys(now: now)
        try await folder.publishRegistry(now: now)
        try folder.writeSettings()
        let bar = SharedBar("Making \(people) people", total: people, unit: "people", quiet: quiet)
        try await folder.fill(onPeople: { await bar.update($0) }, onRegion: { _ in })
        return BenchNode(folder: folder, region: region, people: people)
    }

    private static func freePorts() throws -> DemoPorts {
        for base in stride(from: firstPort, to: firstPort + 2_000, by: 40) {
            let ports = DemoPorts(base: base)
            if DemoFolder.addresses(ports, regions: 1).allSatisfy(Ports.isFree) { return ports }
        }
        throw OperatorError("No free ports from \(firstPort) on.", remedy: "Stop what listens there.")
    }

    /// Starts the node and waits until its portal answers.
    ///
    /// - Returns: The process, and how long it took.
    /// - Throws: `OperatorError` with the end of its log when it does not start.
    func start() async throws -> (process: ChildProcess, took: Duration) {
        let clock = ContinuousClock()
        let began = clock.now
        let process = try ChildProcess.start(
            region.code.slug, arguments: ["node", "run", "--data", data], logFile: data + "/" + DataFile.log)
        let request = HTTPClientRequest(url: "http://\(folder.ports.people(0))/inloggen")
        while clock.now - began < Self.startWithin, process.isRunning {
            if (try? await HTTPClient.shared.execute(request, timeout: .seconds(1)))?.status == .ok {
                return (process, clock.now - began)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        process.end()
        throw OperatorError("The node did not start. Its last lines:\n\(process.lastLines)")
    }

    /// Runs `body` beside the running node, which is stopped afterwards whatever happens.
    func running<Value>(_ body: (ChildProcess, Duration) async throws -> Value) async throws -> Value {
        let (process, took) = try await start()
        do {
            let value = try await body(process, took)
            await Self.stop(process)
            return value
        } catch {
            await Self.stop(process)
            throw error
        }
    }

    /// The folder is free for another process when this returns.
    private static func stop(_ process: ChildProcess) async {
        process.end()
        // Not cancelled with the rest: the process is killed already.
        while process.isRunning { await Task.yield() }
    }
}
