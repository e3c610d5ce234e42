import ArgumentParser
import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import ServiceLifecycle
import UnixSignals
import Wire

/// The running demo: a gateway and one process per region, from start to Ctrl-C.
struct DemoFederation: Sendable {
    /// How long the processes may take to answer, and to end.
    private static let readyWithin = Duration.seconds(120)
    private static let endWithin = Duration.seconds(10)

    let folder: DemoFolder
    let json: Bool

    /// Starts every process, waits until the gateway sees all regions, prints where things are, and stays until a
    /// signal.
    ///
    /// - Throws: `OperatorError` with the end of its log when a process does not start.
    func run() async throws {
        // Before anything starts: from here on Ctrl-C never leaves a process behind, nor ends this one in the middle.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let children = try start()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in signals { return } }
                group.addTask {
                    try await waitUntilReady(children)
                    try await DemoReport(folder: folder).write(json: json)
                    try await watch(children)
                }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await stop(children)
            throw error
        }
        await stop(children)
    }

    /// The gateway first, then the regions in order.
    func start() throws -> [ChildProcess] {
        var children: [ChildProcess] = []
        let nodes = folder.regions.map { (name: $0.code.slug, command: "node") }
        for process in [(name: DemoFolder.gateway, command: "gateway")] + nodes {
            let data = folder.data(of: process.name)
            children.append(
                try ChildProcess.start(
                    process.name, arguments: [process.command, "run", "--data", data],
                    logFile: data + "/" + DataFile.log))
        }
        return children
    }

    /// Returns when the gateway sees every region answering.
    func waitUntilReady(_ children: [ChildProcess]) async throws {
        var bar = ProgressBar("Starting", total: folder.regions.count, unit: "regions", quiet: json)
        let deadline = ContinuousClock.now + Self.readyWithin
        let url = "http://\(folder.ports.gatewayOps)\(WirePath.standings)"
        var answering = -1
        while answering < folder.regions.count {
            if let dead = children.first(where: { !$0.isRunning }) { throw Self.didNotStart(dead) }
            guard ContinuousClock.now < deadline else {
                throw OperatorError(
                    "Only \(max(0, answering)) of \(folder.regions.count) regions answer after \(Self.readyWithin).",
                    remedy: "Look at \(folder.path)/*/\(DataFile.log).")
            }
            try await Task.sleep(for: .milliseconds(100))
            let now = try await answered(url)
            if now != answering { bar.update(max(0, now)) }
            answering = now
        }
    }

    /// How many regions the gateway sees answering; -1 while it does not answer itself.
    private func answered(_ url: String) async throws -> Int {
        guard let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(2)),
            let body = try? await response.body.collect(upTo: 1 << 20),
            let standings = try? StandingsJSON.decode(Array(body.readableBytesView))
        else { return -1 }
        return standings.count { $0.state == .answered }
    }

    /// Tells when a process ends that nobody asked to; the others go on, as regions do.
    private func watch(_ children: [ChildProcess]) async throws {
        var running = Set(children.map(\.name))
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(1))
            for child in children where running.contains(child.name) && !child.isRunning {
                running.remove(child.name)
                FileHandle.standardError.write(Data("\(child.name) ended; its log is \(child.logFile)\n".utf8))
            }
        }
    }

    func stop(_ children: [ChildProcess]) async {
        for child in children { child.askToStop() }
        let deadline = ContinuousClock.now + Self.endWithin
        while children.contains(where: \.isRunning), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(50))
        }
        for child in children where child.isRunning { child.end() }
    }

    private static func didNotStart(_ child: ChildProcess) -> OperatorError {
        OperatorError(
            "\(child.name) did not start. Its last lines:\n\(child.lastLines)",
            remedy: "The whole log is \(child.logFile).")
    }
}
