import Domain
import Dossiers
import Foundation
import GRDB
import Testing
import Wire

@testable import hallowerk

@Suite("A municipality's export, on the command line, beside a running node and without one", .oneAtATime)
struct ImportTests {
    private static let header = "klantnummer;voornaam;achternaam;emailadres;telefoonnummer;postcode;geboortedatum\n"

    private static func rows(_ numbers: ClosedRange<Int>, name: String = "Noor") -> String {
        numbers.map { "Z\($0);\(name);Jansen;n\($0)@voorbeeld.nl;0612345678;4201AB;1981-02-03\n" }.joined()
    }

    private func file(_ text: String, in folder: String) throws -> String {
        let path = folder + "/export.csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("it is taken whole or not at all, by the municipality's administrator only; people are hidden")
    func imports() async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let region = try demo.region("gorinchem")
            let password = try demo.password("gemeentebeheerder", in: "gorinchem")
            func run(_ text: String, _ more: [String] = [], user: String = "gemeentebeheerder", _ password: String)
                throws
                -> (code: Int32, output: String, errors: String)
            {
                let arguments = [
                    "import", try file(text, in: demo.folder), "--gemeente", "GM0512", "--data", region.data,
                ]
                return try Executable.hallowerk(arguments + ["--gebruiker", user] + more, password: password)
            }
            let people = Self.header + Self.rows(1...600)
            let before = try StoreLook.people(region)
            let bad = try run(people + "Z1;;x;y;z;a;b\n", [], password)
            #expect(
                bad.code == 1 && bad.output.contains("regel 602, voornaam")
                    && bad.errors.contains("Nothing was imported"))
            for (user, secret, status) in [
                ("gemeentebeheerder", "verkeerd-wachtwoord", "401"),
                ("klantmanager", try demo.password("klantmanager", in: "gorinchem"), "403"),
            ] {
                let refused = try run(people, [], user: user, secret)
                #expect(refused.code == 1 && refused.errors.contains(status), "\(refused.errors)")
            }
            let dry = try run(people, ["--dry-run"], password)
            #expect(dry.code == 0 && dry.output.contains("600 rows can be taken"))
            #expect(try StoreLook.people(region) == before, "nothing was changed by any of these")
            let done = try run(people, [], password)
            #expect(done.code == 0 && done.output.contains("600 new, 0 changed"), "\(done.output)\(done.errors)")
            #expect(try StoreLook.people(region) == before + 600)
            #expect(try StoreLook.visible(region) == region.zichtbaar, "imported people are hidden")
            let again = try run(people, [], password)
            #expect(again.code == 0 && again.output.contains("0 new, 0 changed, 600 as they were"))
            let left = demo.folder + "/left.csv"
            let some = try run(
                Self.header + Self.rows(1...10, name: "Anders") + "Z99;;;;;;\n", ["--skip-bad", left], password)
            #expect(some.code == 2 && some.output.contains("0 new, 10 changed"), "\(some.output)\(some.errors)")
            #expect(try String(contentsOfFile: left, encoding: .utf8).contains("# regel 12, voornaam"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: region.data + "/import").isEmpty)
        }
    }

    @Test("who is missing is told, and only a full export without bad rows ends their service")
    func missing() async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let region = try demo.region("gorinchem")
            let password = try demo.password("gemeentebeheerder", in: "gorinchem")
            func run(_ text: String, _ more: [String]) throws -> (code: Int32, output: String, errors: String) {
                try Executable.hallowerk(
                    ["import", try file(text, in: demo.folder), "--gemeente", "GM0512", "--data", region.data] + more,
                    password: password)
            }
            let asAdministrator = ["--gebruiker", "gemeentebeheerder"]
            let served = try StoreLook.centre(region).count
            let list = demo.folder + "/missing.csv"
            let dry = try run(Self.header + Self.rows(1...5), ["--dry-run", "--missing", list] + asAdministrator)
            #expect(dry.code == 0 && dry.output.hasSuffix("Dry run: nothing was changed.\n"), "\(dry)")
            #expect(dry.output.contains("\(served) people are served and not in the file"))
            let numbers = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
            #expect(numbers.count == served + 1 && numbers.first == "klantnummer")
            #expect(
                try run(Self.header + Self.rows(1...5), ["--dry-run", "--missing", list]).errors.contains("--gebruiker")
            )
            let part = try run(Self.header + Self.rows(1...5), asAdministrator)
            #expect(part.code == 0 && part.output.contains(" 0 ended."), "\(part)")
            #expect(part.output.contains("\(served) people are served and were not in the file: "))
            #expect(part.output.contains(", ...\n") && part.output.components(separatedBy: ", ").count < 30)
            let mixed = Self.header + Self.rows(1...5) + "Z9;;;;;;\n"
            let refused = try run(mixed, ["--compleet", "--skip-bad", demo.folder + "/left.csv"] + asAdministrator)
            #expect(refused.code == 1 && refused.errors.contains("full export may have no bad rows"), "\(refused)")
            let full = try run(Self.header + Self.rows(1...5), ["--compleet"] + asAdministrator)
            #expect(full.code == 0 && full.output.contains(" \(served) ended."), "\(full)")
            let again = try run(Self.header + Self.rows(1...5), asAdministrator)
            #expect(again.output.hasSuffix("Everybody who is served is in the file.\n"), "\(again)")
            let strange = try run("{\"\\u001b[31m\(String(repeating: "x", count: 90))\": \"1\"}\n", ["--dry-run"])
            #expect(strange.code == 2 && !strange.output.contains("\u{1B}") && strange.output.contains("?[31mxxx"))
            #expect(!strange.output.contains(String(repeating: "x", count: 41)))
            #expect(try FileManager.default.contentsOfDirectory(atPath: region.data + "/import").isEmpty)
        }
    }

    @Test("a node that is killed during an import completes it when it starts again", arguments: [0, 1])
    func killed(_ round: Int) async throws {
        let demo = try await DemoProcess(regions: ["gorinchem"])
        let (region, password) = (try demo.region("gorinchem"), try demo.password("gemeentebeheerder", in: "gorinchem"))
        demo.stop(keepingFolder: true)
        defer { try? FileManager.default.removeItem(atPath: demo.folder) }
        let before = try StoreLook.people(region)
        let node = try await NodeProcess.start(region)
        let path = try file(Self.header + Self.rows(1...6_000), in: demo.folder)
        let arguments = [
            "import", path, "--gemeente", "GM0512", "--data", region.data, "--gebruiker", "gemeentebeheerder",
        ]
        async let imported = Executable.inBackground(arguments, password: password)
        let deadline = ContinuousClock.now + .seconds(60)
        // In the middle: some batches are applied, and not all.
        while try StoreLook.people(region) < before + 500 * (round + 1) {
            try #require(ContinuousClock.now < deadline)
            await Task.yield()
        }
        node.kill9()
        #expect(try await imported != 0)
        let cutOff = try StoreLook.people(region)
        #expect((cutOff - before) % 500 == 0 && cutOff < before + 6_000)
        let logged = try LogLook.imported(region)
        let second = try await NodeProcess.start(region)
        #expect(try StoreLook.people(region) == before + 6_000, "completed before any listener opens")
        second.kill9()
        let after = try LogLook.imported(region)
        #expect(logged >= cutOff - before, "whoever was written is in the processing log")
        #expect(after >= logged + before + 6_000 - cutOff, "also when the start completes it")
    }
    @Test("what goes out to the municipality can come in again and changes nothing; nobody else gets it")
    func exports() async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let region = try demo.region("gorinchem")
            let password = try demo.password("gemeentebeheerder", in: "gorinchem")
            func run(_ file: String, _ more: [String], user: String = "gemeentebeheerder", _ password: String) throws
                -> (code: Int32, output: String, errors: String)
            {
                let arguments = ["export", file, "--gemeente", "GM0512", "--data", region.data, "--gebruiker", user]
                return try Executable.hallowerk(arguments + more, password: password)
            }
            let own = try StoreLook.centre(region).count
            let (csv, json) = (demo.folder + "/out.csv", demo.folder + "/out.jsonl")
            let caseManager = try demo.password("klantmanager", in: "gorinchem")
            for (user, secret, status) in [
                ("klantmanager", caseManager, "403"), ("gemeentebeheerder", "verkeerd-wachtwoord", "401"),
            ] {
                let refused = try run(csv, [], user: user, secret)
                #expect(refused.code == 1 && refused.errors.contains(status), "\(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: csv))
            }
            let written = try run(csv, [], password)
            #expect(written.code == 0 && written.output.contains("\(own) people of GM0512"), "\(written.errors)")
            let rights = try FileManager.default.attributesOfItem(atPath: csv)[.posixPermissions] as? Int
            #expect(rights == 0o600)
            #expect(try run(csv, [], password).errors.contains("is there already"))
            let back = try Executable.hallowerk(
                ["import", csv, "--gemeente", "GM0512", "--data", region.data, "--gebruiker", "gemeentebeheerder"],
                password: password)
            #expect(back.code == 0 && back.output.contains("0 new, 0 changed, \(own) as they were"), "\(back.output)")
            #expect(try run(json, ["--json"], password).code == 0)
            let lines = try String(contentsOfFile: json, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == own && lines.allSatisfy { $0.contains(#""gemeente":"GM0512""#) })
            #expect(lines.contains { $0.contains(#""zichtbaarheid":"verborgen""#) && $0.contains("motivatie") })
        }
    }
}

extension StoreLook {
    static func people(_ region: DemoProcess.Ready.Regio) throws -> Int {
        try look(region) { try Int.fetchOne($0, sql: "SELECT count(*) FROM dossier") ?? 0 }
    }
}

/// What the processing log's file says, read beside the running node.
enum LogLook {
    /// People in the lines of imports.
    static func imported(_ region: DemoProcess.Ready.Regio) throws -> Int {
        var configuration = Configuration.patient
        configuration.readonly = true
        let queue = try DatabaseQueue(path: region.data + "/accountability.sqlite", configuration: configuration)
        return try queue.read { database in
            let sql = "SELECT subjects FROM processing WHERE activity LIKE '%/gegevensAanleveren'"
            return try String.fetchAll(database, sql: sql).map { $0.split(separator: " ").count }.reduce(0, +)
        }
    }
}
