import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Testing
import Wire

@testable import hallowerk

/// `hallowerk demo --json` as a process of its own, with real nodes and a real gateway, in a folder that goes with it.
final class DemoProcess: Sendable {
    struct Ready: Decodable, Sendable {
        struct Gateway: Decodable, Sendable { let federatie, monitor, ops, data: String }
        struct Regio: Decodable, Sendable {
            let regio, naam, oin, portaal, federatie, ops, data: String
            let zichtbaar, verborgen: Int
        }
        struct Aanmelding: Decodable, Sendable {
            let regio: String?
            let rol, gebruiker, wachtwoord: String
            let geheim: String?
        }
        let gateway: Gateway
        let regios: [Regio]
        let certificaten: String
        let aanmeldingen: [Aanmelding]
        let zoekvoorbeelden: [String]
    }

    let ready: Ready
    let folder: String
    private let process: Process
    private let lifeline: Pipe

    /// A folder that nobody else uses.
    static func newFolder() -> String {
        FileManager.default.temporaryDirectory.path + "/hallowerk-e2e-" + UUID().uuidString
    }

    /// Starts a demo in `folder` and waits for its line of JSON.
    init(regions: [String], people: Int = 60, folder: String = newFolder()) async throws {
        self.folder = folder
        process = Process()
        process.executableURL = Executable.url
        process.currentDirectoryURL = Executable.packageRoot
        process.arguments = [
            "demo", "--json", "--regions", regions.joined(separator: ","), "--people", "\(people)", "--data", folder,
            "--port", "\(await FreePorts.shared.base(count: 10 * (regions.count + 1)))",
        ]
        let output = Pipe()
        lifeline = output
        process.standardOutput = output
        let complaints = folder + ".err"
        try Data().write(to: URL(fileURLWithPath: complaints))
        defer { try? FileManager.default.removeItem(atPath: complaints) }
        process.standardError = FileHandle(forWritingAtPath: complaints)
        try process.run()
        let handle = output.fileHandleForReading
        let line = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
            DispatchQueue.global().async {
                var line = Data()
                while line.last != UInt8(ascii: "\n") {
                    guard let more = try? handle.read(upToCount: 1), !more.isEmpty else { break }
                    line.append(more)
                }
                continuation.resume(returning: line)
            }
        }
        let said = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
        try #require(!line.isEmpty, "the demo did not start: \(said)")
        ready = try JSONDecoder().decode(Ready.self, from: line)
    }

    /// Ends the demo as Ctrl-C does, waits for it, and removes its folder unless that is kept.
    ///
    /// - Returns: The demo's exit code.
    @discardableResult
    func stop(keepingFolder: Bool = false) -> Int32 {
        process.interrupt()
        process.waitUntilExit()
        if !keepingFolder { try? FileManager.default.removeItem(atPath: folder) }
        return process.terminationStatus
    }

    /// Runs `body` with a demo that is stopped afterwards, whatever happens.
    ///
    /// - Parameter budgets: of every region, when many profiles are opened.
    static func run(
        regions: [String], people: Int = 60, budgets: BudgetSettings? = nil,
        _ body: (DemoProcess) async throws -> Void
    ) async throws {
        let folder = newFolder()
        if let budgets {
            let made = try await DemoProcess(regions: regions, people: people, folder: folder)
            made.stop(keepingFolder: true)
            for region in regions {
                var settings = try ProcessSettings.load(from: folder + "/" + region)
                settings.budgets = budgets
                try settings.save(to: folder + "/" + region)
            }
        }
        let demo = try await DemoProcess(regions: regions, people: people, folder: folder)
        defer { demo.stop() }
        try await body(demo)
    }

    func region(_ code: String) throws -> Ready.Regio { try #require(ready.regios.first { $0.regio == code }) }

    func password(_ role: String, in region: String?) throws -> String {
        try #require(ready.aanmeldingen.first { $0.rol == role && $0.regio == region }).wachtwoord
    }

    /// The process that runs the node of `region`, or the gateway.
    func processID(of name: String) throws -> Int32 {
        let found = try Executable.output("/usr/bin/pgrep", ["-f", "run --data \(folder)/\(name) "])
        return try #require(Int32(found.split(separator: "\n").first ?? ""))
    }
}

/// The built `hallowerk`, beside the tests.
enum Executable {
    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var url: URL {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appendingPathComponent("hallowerk")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return packageRoot.appendingPathComponent(".build/debug/hallowerk")
    }

    /// What a program printed on standard output.
    static func output(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws -> String {
        try run(path, arguments, environment: environment).output
    }

    /// Runs a program to its end.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> (code: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = packageRoot
        process.environment = ProcessInfo.processInfo.environment.merging(environment, uniquingKeysWith: { $1 })
        let output = Pipe()
        let errors = Pipe()
        let standardInput = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: printed, as: UTF8.self),
            String(decoding: complained, as: UTF8.self)
        )
    }

    static func hallowerk(_ arguments: [String], password: String? = nil, code: String? = nil) throws -> (
        code: Int32, output: String, errors: String
    ) {
        var environment: [String: String] = [:]
        environment["HALLOWERK_WACHTWOORD"] = password
        environment["HALLOWERK_CODE"] = code
        return try run(url.path, arguments, environment: environment)
    }
}

/// Ranges of ports that no other test of this run uses, below those that the system gives to outgoing connections.
actor FreePorts {
    static let shared = FreePorts()
    private static let all = 10_000..<32_000
    private var next = all.lowerBound + Int(ProcessInfo.processInfo.processIdentifier % 20) * 1_000

    /// The first of `count` ports on which nobody listens now.
    func base(count: Int) -> Int {
        while true {
            if next + count > Self.all.upperBound { next = Self.all.lowerBound }
            let base = next
            next += (count + 9) / 10 * 10
            let ports = base..<base + count
            if ports.allSatisfy({ Ports.isFree(ListenAddress(host: "127.0.0.1", port: $0)) }) { return base }
        }
    }
}

/// A portal as a program uses it.
struct PortalClient: Sendable {
    let url: String
    let token: String

    static func logIn(_ demo: DemoProcess, region: String, role: String = "accountmanager") async throws -> PortalClient
    {
        let portal = try demo.region(region).portaal
        let body = try JSONEncoder().encode(["gebruiker": role, "wachtwoord": demo.password(role, in: region)])
        let answer = try await send("POST", portal + WirePath.sessions, Array(body), nil)
        #expect(answer.status == 201)
        struct Session: Decodable { let token: String }
        return PortalClient(url: portal, token: try JSONDecoder().decode(Session.self, from: Data(answer.body)).token)
    }

    func search(_ text: String, extra: [String: Any] = [:]) async throws -> (
        status: Int, answer: FederatedAnswer?, body: [UInt8]
    ) {
        var request: [String: Any] = [
            "tekst": text, "doel": ["activiteit": "vacatureVervullen", "grondslag": "wetSuwi"],
            "tijdslimietMs": Int(Limits.longestDeadline / .milliseconds(1)),
        ]
        request.merge(extra) { $1 }
        let body = Array(try JSONSerialization.data(withJSONObject: request))
        let answer = try await Self.send("POST", url + WirePath.search, body, token)
        return (
            answer.status, answer.status == 200 ? try FederatedAnswerJSON.readDocument(answer.body) : nil, answer.body
        )
    }

    func open(_ handle: String) async throws -> (status: Int, body: [UInt8]) {
        try await Self.send("GET", url + WirePath.profiles + "/" + handle, nil, token)
    }

    static func send(
        _ method: String, _ url: String, _ body: [UInt8]?, _ token: String?
    ) async throws -> (status: Int, body: [UInt8]) {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.headers.add(name: "Accept", value: "application/json")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return (Int(response.status.code), Array(bytes.readableBytesView))
    }
}
