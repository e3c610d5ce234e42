import Domain
import Foundation
import Trust

/// One folder of many regions; stages run some of them with a gateway, as the demo does.
struct BenchFederation: Sendable {
    /// The most regions that a stage may have.
    static let most = 35
    private static let firstPort = 21_000
    /// Where a node listens that has a `FaultyLine` before it: the fourth of a region's ten ports.
    private static let behindLine = 3

    /// Processes of a stage, and what they run on.
    struct Stage: Sendable {
        let folder: DemoFolder
        let processes: [ChildProcess]
        /// By the region's place; empty without lines.
        let lines: [FaultyLine]

        var regions: [Region] { folder.regions }
        /// The gateway is the first, the regions follow in order.
        var gateway: ChildProcess { processes[0] }
        func node(_ place: Int) -> ChildProcess { processes[place + 1] }

        /// Starts the node of the region at `place` again.
        func restart(_ place: Int) throws -> ChildProcess {
            let name = regions[place].code.slug
            let data = folder.data(of: name)
            return try ChildProcess.start(
                name, arguments: ["node", "run", "--data", data], logFile: data + "/" + DataFile.log)
        }
    }

    let path: String
    let people: Int
    let quiet: Bool
    private let ports: DemoPorts
    private let regions: [Region]
    private let loaded: RegionsFolder
    private let regionsDir: String
    private let gateway: Registry.Gateway

    var certificates: String { folder(regions: regions.count).certificates }

    /// Keys and people of the first `count` regions.
    ///
    /// - Throws: `OperatorError`, when regions, ports or disk refuse.
    static func make(
        in path: String, regions count: Int, people: Int, regionsDir: String?, quiet: Bool
    ) async throws -> BenchFederation {
        let location = try RegionsLocation.find(explicit: regionsDir)
        let loaded = try RegionsFolder.load(location)
        guard let gateway = loaded.gateways.first, loaded.regions.count >= count else {
            throw OperatorError("\(location) names no gateway, or fewer than \(count) regions.")
        }
        let federation = BenchFederation(
            path: path, people: people, quiet: quiet, ports: try freePorts(count),
            regions: Array(loaded.regions.prefix(count)), loaded: loaded,
            regionsDir: URL(fileURLWithPath: location).standardizedFileURL.path, gateway: gateway)
        let folder = federation.folder(regions: count)
        try folder.makeKeys(now: Date())
        try folder.writeSettings()
        let bar = SharedBar("Making \(people) people each", total: count, unit: "regions", quiet: quiet)
        try await folder.fill { await bar.update($0) }
        return federation
    }

    private static func freePorts(_ regions: Int) throws -> DemoPorts {
        for base in stride(from: firstPort, to: firstPort + 8_000, by: 400) {
            let ports = DemoPorts(base: base)
            if DemoFolder.addresses(ports, regions: regions).allSatisfy(Ports.isFree) { return ports }
        }
        throw OperatorError("No free ports from \(firstPort) on.", remedy: "Stop what listens there.")
    }

    private func folder(regions count: Int) -> DemoFolder {
        let plan = DemoPlan(
            seed: 1, people: people, regions: regions.prefix(count).map(\.code.slug), registrySerial: 1, logIns: [])
        return DemoFolder(
            path: path, plan: plan, ports: ports, regions: Array(regions.prefix(count)), loaded: loaded,
            regionsDir: regionsDir, gatewayEntry: gateway)
    }

    /// Runs the first `count` regions and a gateway while `body` runs; all are stopped afterwards, whatever happens.
    ///
    /// - Parameter hasLines: a `FaultyLine` stands before each node.
    func running<Value: Sendable>(
        regions count: Int, hasLines: Bool = false, _ body: @Sendable (Stage) async throws -> Value
    ) async throws -> Value {
        let folder = folder(regions: count)
        try await folder.publishRegistry(now: Date())
        try folder.writeSettings()
        let lines = hasLines ? try (0..<count).map { try line(before: $0, of: folder) } : []
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for line in lines { group.addTask { try await line.run() } }
            defer { group.cancelAll() }
            let demo = DemoFederation(folder: folder, json: quiet)
            let processes = try demo.start()
            do {
                try await demo.waitUntilReady(processes)
                let value = try await body(Stage(folder: folder, processes: processes, lines: lines))
                await demo.stop(processes)
                return value
            } catch {
                await demo.stop(processes)
                throw error
            }
        }
    }

    /// Where the registry says that the node is, in front of where it listens from now on.
    private func line(before place: Int, of folder: DemoFolder) throws -> FaultyLine {
        let front = ports.federation(place)
        let behind = ListenAddress(host: front.host, port: ports.people(place).port + Self.behindLine)
        let data = folder.data(of: folder.regions[place].code.slug)
        var settings = try ProcessSettings.load(from: data)
        settings.federation = "\(behind)"
        try settings.save(to: data)
        return FaultyLine(from: front, to: behind)
    }
}
