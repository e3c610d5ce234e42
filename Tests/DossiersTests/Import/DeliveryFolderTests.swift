import Domain
import Foundation
import Testing

@testable import Dossiers

@Suite("What is kept of a delivery: for its owner only, and nothing once it is given up")
struct DeliveryFolderTests {
    private let folder: TestFolder
    private let deliveries: DeliveryFolder

    init() throws {
        folder = try TestFolder()
        deliveries = DeliveryFolder(data: folder.path)
    }

    private var names: Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/import")) ?? [])
    }

    private func upload(_ text: String, _ id: String) throws {
        let file = try deliveries.make(id, .upload)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    private static let good = "W1;Noor;Jansen;n@voorbeeld.nl;0612345678;3011AB;1981-02-03\n"
    private static let bad = "W2;;Jansen;geen adres;06;0000;1981-02-30\n"

    private func delivery(_ id: String, _ state: Delivery.State) -> Delivery {
        Delivery(
            id: id, municipality: People.rotterdam, account: "beheer", received: Date(timeIntervalSince1970: 1_000),
            state: state)
    }

    @Test("checked: a stage, a report that is read back, and the bad rows with why not; the file itself is gone")
    func checked() async throws {
        let id = UUID().uuidString.lowercased()
        try upload(ImportReadingTests.header + "\n" + Self.good + Self.bad, id)
        let state = try await deliveries.check(id) { _ in }
        guard case .checked(let report) = state else {
            Issue.record("\(state)")
            return
        }
        #expect(report.good == 1 && report.bad == 1 && report.faultCount == 5 && report.faults.count == 5)
        var found = delivery(id, state)
        found.isDecided = true
        try deliveries.save(found)
        try deliveries.save(found)
        #expect(deliveries.all() == [found])
        #expect(names == ["\(id).sqlite", "\(id).verslag", "\(id).afgekeurd"])
        for part in [DeliveryFolder.Part.report, .badRows] {
            #expect(try folder.mode("import/\(id).\(part.rawValue)") == 0o600)
        }
        #expect(try folder.mode("import") == 0o700)
        let rows = String(decoding: try #require(folder.bytes("import/\(id).afgekeurd")), as: UTF8.self)
        #expect(rows.hasPrefix("# regel 3, voornaam: is leeg") && rows.hasSuffix("\n" + Self.bad))
        deliveries.remove(id, withStage: false)
        #expect(names == ["\(id).sqlite"])
        deliveries.remove(id, withStage: true)
        #expect(names.isEmpty)
    }

    private struct Stopped: Error {}

    @Test("a file that cannot be read, and a check that is cut off, leave nothing")
    func refused() async throws {
        let id = UUID().uuidString.lowercased()
        try upload("Noor;Jansen;0612345678\n" + Self.good, id)
        guard case .refused(let fault) = try await deliveries.check(id, progress: { _ in }) else {
            Issue.record("it was taken")
            return
        }
        #expect(fault.line == 1 && !fault.description.contains("Jansen"), "a row without header is not repeated")
        #expect(names.isEmpty)
        try upload(ImportReadingTests.header + "\n" + Self.good, id)
        await #expect(throws: Stopped.self) { _ = try await deliveries.check(id) { _ in throw Stopped() } }
        #expect(names.isEmpty)
    }

    @Test("what a process left that stopped while a file came in is removed; what waits for a decision stays")
    func leftOver() throws {
        let (kept, lost) = (UUID().uuidString.lowercased(), UUID().uuidString.lowercased())
        try deliveries.save(delivery(kept, .failed))
        for part in [DeliveryFolder.Part.upload, .badRows] { try deliveries.make(kept, part).close() }
        for part in DeliveryFolder.Part.allCases { try deliveries.make(lost, part).close() }
        try Data().write(to: URL(fileURLWithPath: folder.path + "/import/\(lost).sqlite"))
        deliveries.removeUnreported()
        #expect(names == ["\(kept).verslag", "\(kept).afgekeurd", "\(lost).sqlite"], "a command's stage is not ours")
    }

    @Test(
        "names out of a file are fit to be shown",
        arguments: [
            ("bsn", "bsn"), ("\u{1B}[31mrood", "?[31mrood"), ("a\u{202E}b\u{200B}c", "a?b?c"), ("a\nb\u{85}", "a?b?"),
            (String(repeating: "é", count: 40), String(repeating: "é", count: 40)),
            (String(repeating: "x", count: 41), String(repeating: "x", count: 40) + "..."),
        ])
    func shown(_ name: String, _ shown: String) throws {
        #expect(ImportFault(line: 1, column: name, reason: "", remedy: "").column == shown)
    }
}
