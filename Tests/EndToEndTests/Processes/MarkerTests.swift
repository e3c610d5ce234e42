import Domain
import Dossiers
import Foundation
import GRDB
import Showcase
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("P-DAT-3: a mark in every internal field stands in no outward byte, log line, report or error", .oneAtATime)
struct MarkerTests {
    /// A demo in whose first region three marked people live: two visible, of two municipalities, and one hidden.
    private func run(_ body: (DemoProcess) async throws -> Void) async throws {
        let made = try await DemoProcess(regions: ["gorinchem", "zeeland"])
        defer { try? FileManager.default.removeItem(atPath: made.folder) }
        let region = try made.region("gorinchem")
        made.stop(keepingFolder: true)
        try await Self.add(to: region.data + "/" + DataFile.dossiers)
        let demo = try await DemoProcess(regions: ["gorinchem", "zeeland"], folder: made.folder)
        defer { demo.stop(keepingFolder: true) }
        try await body(demo)
        demo.stop(keepingFolder: true)
        for file in try Self.logs(below: demo.folder) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            for mark in Self.all { #expect(bytes.range(of: Data(mark.utf8)) == nil, "\(file) holds \(mark)") }
        }
    }

    private static let all =
        MarkedDossier.longMarks + MarkedDossier.contactMarks.map { $0.capitalized } + MarkedDossier.contactMarks

    private static func add(to path: String) async throws {
        let ledger = DossierLedger(store: try DossierStore(path: path), showcase: Showcase(places: PostcodeTable([])))
        try await ledger.add([
            marked(.visible, in: "GM0512", number: 1), marked(.visible, in: "GM1978", number: 2),
            marked(.hidden, in: "GM0512", number: 3),
        ])
    }

    private static func marked(
        _ visibility: Dossier.Visibility, in municipality: String, number: UInt8
    ) throws -> Dossier {
        var person = try MarkedDossier.make(visibility, in: municipality, number: number)
        person.work.skills.append("kruidenkennis")
        return person
    }

    /// Everything that the processes wrote but the people themselves: log lines, audit, processing, health, accounts.
    private static func logs(below folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let logs = names.filter { name in
            name.hasSuffix(".log") || (name.contains(".sqlite") && !name.contains("dossiers.sqlite"))
        }
        #expect(logs.contains { $0.hasSuffix("gorinchem/" + DataFile.log) })
        #expect(logs.contains { $0.hasSuffix("gorinchem/" + DataFile.accountability) })
        return logs.map { folder + "/" + $0 }
    }

    private func expectNone(_ marks: [String], in body: some Sequence<UInt8>, _ what: String) {
        let text = String(decoding: Array(body), as: UTF8.self).lowercased()
        for mark in marks { #expect(!text.contains(mark.lowercased()), "\(what) holds \(mark)") }
    }

    @Test(
        "lists, opened profiles, errors and health, asked from another region and from the own",
        arguments: ["zeeland", "gorinchem"])
    func answers(_ asking: String) async throws {
        try await run { demo in
            let portal = try await PortalClient.logIn(demo, region: asking)
            let filters: [String: Any] = ["filters": ["regios": ["gorinchem"]], "aantal": 50, "uitleg": true]
            for text in ["", "kok", "kruidenkennis"] + MarkedDossier.longMarks {
                let found = try await portal.search(text, extra: filters)
                let answer = try #require(found.answer)
                expectNone(MarkedDossier.longMarks + MarkedDossier.contactMarks, in: found.body, "a list for '\(text)'")
                #expect(!text.hasPrefix("merk") || answer.hits.isEmpty, "'\(text)' finds somebody")
            }
            let hits = try #require(try await portal.search("kruidenkennis", extra: filters).answer).hits
            var marked = 0
            for hit in hits {
                let opened = try await portal.open(hit.handle)
                #expect(opened.status == 200)
                expectNone(MarkedDossier.longMarks, in: opened.body, "an opened profile")
                marked += String(decoding: opened.body, as: UTF8.self).contains(MarkedDossier.contact.email) ? 1 : 0
            }
            #expect(marked == 2, "both are opened, with contact")
            let refused = [
                try await portal.open("gorinchem.merkklantnummer1"),
                try await PortalClient.send(
                    "POST", portal.url + WirePath.search, Array(#"{"tekst":"merkzaaknummer","aantal":9999}"#.utf8),
                    portal.token),
                try await PortalClient.send("GET", try demo.region("gorinchem").ops + "/healthz", nil, nil),
                try await PortalClient.send("GET", try demo.region("gorinchem").ops + "/metrics", nil, nil),
            ]
            for answer in refused { expectNone(Self.all, in: answer.body, "an answer \(answer.status)") }
        }
    }

    @Test("an import with marks for values: every row bad, and the first line no header")
    func imports() async throws {
        try await run { demo in
            let region = try demo.region("gorinchem")
            let password = try demo.password("gemeentebeheerder", in: "gorinchem")
            let header =
                "klantnummer;voornaam;achternaam;emailadres;telefoonnummer;postcode;geboortedatum;zaaknummer;"
                + "straat;geslacht;klantmanager;ondersteuning;tozo;doelgroepen;einddatum"
            let row =
                MarkedDossier.longMarks.prefix(1) + [
                    "Merkvoornaam", "Merkachternaam", "merkmail", "merktelefoon", "merkpostcode", "merkdag",
                    "merkzaaknummer" + String(repeating: "x", count: 40), "merkstraat 111222333", "merkgeslacht",
                    "merkklantmanager 111222333", "merksteun", "merktozo", "merkgroep", "merkeinde",
                ]
            let marks = Self.all + row + ["111222333", "merk"]
            let json = #"{"klantnummer":"merkklantnummer","voornaam":7,"achternaam":"merk","emailadres":"merk"}"#
            let files = [
                header + "\n" + row.joined(separator: ";") + "\n", row.joined(separator: ";") + "\n", json + "\n",
            ]
            for (number, text) in files.enumerated() {
                let path = demo.folder + "/export-\(number)"
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                let outcome = try Executable.hallowerk(
                    [
                        "import", path, "--gemeente", "GM0512", "--data", region.data, "--gebruiker",
                        "gemeentebeheerder",
                    ], password: password)
                #expect(outcome.code == 1)
                expectNone(marks, in: outcome.output.utf8, "the report of file \(number)")
                expectNone(marks, in: outcome.errors.utf8, "the complaint about file \(number)")
                try FileManager.default.removeItem(atPath: path)
            }
            let known = try Executable.hallowerk(
                [
                    "profile", "info", try MarkedDossier.make(.hidden, number: 3).id.description, "--data", region.data,
                    "--gebruiker", "klantmanager",
                ], password: try demo.password("klantmanager", in: "gorinchem"))
            #expect(known.code == 0, "\(known.errors)")
            expectNone(Self.all, in: (known.output + known.errors).utf8, "profile info")
        }
    }
}
