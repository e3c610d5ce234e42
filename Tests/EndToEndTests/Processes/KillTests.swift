import Accountability
import AsyncHTTPClient
import Domain
import Dossiers
import Foundation
import GRDB
import NIOCore
import TestSupport
import Testing
import Wire

@testable import hallowerk

/// `hallowerk node run` as a process of its own, which the test kills.
struct NodeProcess {
    private let process: Process
    private let input: Pipe

    /// Starts a node on a folder that a demo made, and waits until its portal answers.
    ///
    /// - Parameter window: the moment of the write order at which it is to end itself.
    static func start(_ region: DemoProcess.Ready.Regio, endingAt window: String? = nil) async throws -> NodeProcess {
        let complaints = region.data + "/complaints"
        let deadline = ContinuousClock.now + .seconds(30)
        let probe = HTTPClientRequest(url: region.portaal + "/inloggen")
        var node = try launch(region, window, complaints)
        while (try? await HTTPClient.shared.execute(probe, timeout: .seconds(1))) == nil {
            let said = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
            try #require(ContinuousClock.now < deadline, "the node does not start: \(said.suffix(2_000))")
            if !node.process.isRunning {
                // What ran on the folder before may still be ending.
                let mustWait = said.contains("In use already") || said.contains("is in use by")
                try #require(mustWait, "the node ended at its start: \(said.suffix(2_000))")
                node = try launch(region, window, complaints)
            }
            await Task.yield()
        }
        return node
    }

    private static func launch(
        _ region: DemoProcess.Ready.Regio, _ window: String?, _ complaints: String
    ) throws -> NodeProcess {
        let process = Process()
        process.executableURL = Executable.url
        process.currentDirectoryURL = Executable.packageRoot
        process.arguments = ["node", "run", "--data", region.data, "--until-stdin-closes"]
        if let window {
            process.environment = ProcessInfo.processInfo.environment.merging([WriteWindows.variable: window]) { $1 }
        }
        let input = Pipe()
        process.standardInput = input
        try Data().write(to: URL(fileURLWithPath: complaints))
        process.standardError = FileHandle(forWritingAtPath: complaints)
        try process.run()
        return NodeProcess(process: process, input: input)
    }

    /// Waits for its end, and says whether a signal was the reason.
    func wasKilled() -> Bool {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
    }

    func kill9() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

@Suite("I-11: what was acknowledged survives kill -9 at any instant", .oneAtATime)
struct KillTests {
    /// In full with `HALLOWERK_FULL=1`; otherwise a tenth.
    private static let rounds = FullRun.cases(20)

    @Test("shows and hides, while the node is killed again and again")
    func visibility() async throws {
        let demo = try await DemoProcess(regions: ["gorinchem"])
        let (region, password) = (try demo.region("gorinchem"), try demo.password("klantmanager", in: "gorinchem"))
        demo.stop(keepingFolder: true)
        defer { try? FileManager.default.removeItem(atPath: demo.folder) }
        var survivors = 0
        for round in 0..<Self.rounds {
            let node = try await NodeProcess.start(region)
            let people = try StoreLook.centre(region)
            try #require(people.count >= 6)
            let wanted = people.shuffled().prefix(6).map { ($0.id, $0.isVisible ? "hide" : "show") }
            let patience = Duration.milliseconds(Int.random(in: 200...2_500))
            // One after another: a log-in that the kill cuts off counts as a failed one, and five of those must wait.
            async let killed: Void = {
                try await Task.sleep(for: patience); node.kill9()
            }()
            var acknowledged: [String: Bool] = [:]
            for (id, act) in wanted {
                let arguments = [
                    "profile", act, id, "--data", region.data, "--gebruiker", "klantmanager", "--verzoek", "R-\(round)",
                    "--reden", "proef",
                ]
                guard try await Executable.inBackground(arguments, password: password) == 0 else { break }
                acknowledged[id] = act == "show"
            }
            try await killed
            let after = Dictionary(uniqueKeysWithValues: try StoreLook.centre(region).map { ($0.id, $0.isVisible) })
            for (id, isVisible) in acknowledged {
                #expect(after[id] == isVisible, "round \(round), killed after \(patience), \(id)")
            }
            survivors += acknowledged.count
            try await expectWhole(region, demo, round)
        }
        #expect(survivors > 0, "the node was killed before anything was acknowledged")
    }

    @Test(
        "a node that ends itself at a window: before the commit nothing is there, after it everything",
        arguments: FullRun.oneOf([
            ("hide.begun", false), ("hide.removed", false), ("hide.written", false), ("hide.committed", true),
            ("hide.settled", true), ("show.written", false), ("show.committed", true), ("show.shown", true),
        ]))
    func windows(_ window: String, _ isWritten: Bool) async throws {
        let demo = try await DemoProcess(regions: ["gorinchem"])
        let (region, password) = (try demo.region("gorinchem"), try demo.password("klantmanager", in: "gorinchem"))
        demo.stop(keepingFolder: true)
        defer { try? FileManager.default.removeItem(atPath: demo.folder) }
        let act = String(window.prefix { $0 != "." })
        let person = try #require(try StoreLook.centre(region).first { $0.isVisible == (act == "hide") })
        let node = try await NodeProcess.start(region, endingAt: window)
        let code = try await Executable.inBackground(
            [
                "profile", act, person.id, "--data", region.data, "--gebruiker", "klantmanager", "--verzoek", "R-1",
                "--reden", "proef",
            ], password: password)
        #expect(code != 0 && node.wasKilled())
        let after = try #require(try StoreLook.centre(region).first { $0.id == person.id })
        #expect((after.isVisible != person.isVisible) == isWritten)
        try await expectWhole(region, demo, 0)
    }

    /// The node starts again, shows just who is visible, and its audit log is whole.
    private func expectWhole(_ region: DemoProcess.Ready.Regio, _ demo: DemoProcess, _ round: Int) async throws {
        let node = try await NodeProcess.start(region)
        let portal = try await PortalClient.logIn(demo, region: region.regio)
        let answer = try #require(try await portal.search("", extra: ["aantal": 50]).answer)
        #expect(answer.total == (try StoreLook.visible(region)), "round \(round)")
        node.kill9()
        let logs = try AccountabilityStore(path: region.data + "/" + DataFile.accountability)
        #expect(try await logs.auditLog.verify() == .untouched(try await logs.auditLog.head()), "round \(round)")
    }
}

extension StoreLook {
    /// Everybody of Gorinchem, the centre of the region of that name.
    static func centre(_ region: DemoProcess.Ready.Regio) throws -> [(id: String, isVisible: Bool)] {
        try look(region) { database in
            let sql = "SELECT id, visibility FROM dossier WHERE municipality = 'GM0512'"
            return try Row.fetchAll(database, sql: sql).map { row in
                let id = try #require(ProfileID(bytes: row["id"] as Data))
                return (id.description, row["visibility"] == "zichtbaar")
            }
        }
    }

    static func visible(_ region: DemoProcess.Ready.Regio) throws -> Int? {
        try look(region) { try Int.fetchOne($0, sql: "SELECT count(*) FROM dossier WHERE visibility = 'zichtbaar'") }
    }

    static func look<Value>(
        _ region: DemoProcess.Ready.Regio, _ body: (Database) throws -> Value
    ) throws -> Value {
        var configuration = Configuration.patient
        configuration.readonly = true
        return try DatabaseQueue(path: region.data + "/dossiers.sqlite", configuration: configuration).read(body)
    }
}

extension Executable {
    /// Runs `hallowerk` without holding a thread of the cooperative pool; its exit code.
    static func inBackground(_ arguments: [String], password: String) async throws -> Int32 {
        let process = Process()
        process.executableURL = url
        process.currentDirectoryURL = packageRoot
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["HALLOWERK_WACHTWOORD": password]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
