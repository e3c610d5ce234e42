import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import NodePortal
import ServiceLifecycle
import Showcase
import Trust

/// A node's control socket without the node: for one command, while no node runs. The same routes, so the same log-in,
/// rules and audit lines; whoever runs holds the store's lock meanwhile.
struct StandIn: Sendable {
    let data: String

    /// Runs `body` beside the running node, or while the socket is served here.
    ///
    /// - Throws: as `serving`.
    func unlessRunning<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let isRunning = (try? await HTTPCall.send("GET", HTTPCall.control(data, "/v1/toestand")))?.status == 200
        return isRunning ? try await body() : try await serving(body)
    }

    /// Runs `body` while the socket is served.
    ///
    /// - Throws: `StoreLock.Refusal` when a process has the folder, though its socket does not answer; what a damaged
    ///   store throws.
    func serving<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let settings = try CheckedSettings(ProcessSettings.load(from: data), data: data)
        guard let region = settings.region else {
            throw OperatorError(
                "\(data) is no node's data folder: \(ProcessSettings.fileName) there names no region.",
                remedy: "Give --data the folder of a node.")
        }
        let lock = try StoreLock.take(data)
        defer { withExtendedLifetime(lock) {} }
        let stores = try NodeStores.open(in: data, secondFactor: settings.secondFactor, now: { Date() })
        // Nobody is shown: no face listens, and the next start builds the showcase anew.
        let showcase = Showcase(places: .init([]))
        let ledger = DossierLedger(store: stores.dossiers, showcase: showcase)
        let logger = Logger(label: "profile") { _ in SwiftLogNoOpLogHandler() }
        let imports = ImportService(ImportParts(stores, ledger, data: data, now: { Date() }, logger: logger))
        let routes = ControlRoutes(
            .init(
                region: region, accounts: stores.accounts, dossiers: stores.dossiers, ledger: ledger, imports: imports,
                maintenance: try .open(in: data), registry: nil, addresses: [:],
                now: { Date() }, logger: logger))
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let service = Face.service(
            routes.router(), onSocket: data + "/" + DataFile.control,
            logger: logger, onRunning: { started.yield() })
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask {
                try await imports.run()
                return nil
            }
            group.addTask {
                for await _ in running { break }
                return try await body()
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw OperatorError("The control socket in \(data) stopped.")
        }
    }
}
