import Domain
import Foundation
import GRDB
import Showcase
import Storage
import Testing

@testable import Dossiers

@Suite("Store files: what is not sound is refused with a remedy, and left as it was")
struct StoreFileTests {
    /// Something that can be wrong with a file.
    enum Fault: String, CaseIterable, Sendable {
        case text, emptyHeader, otherProgram, otherStore, newer, damagedPage, damagedIndex, cutOff, openToGroup, folder
    }

    @Test(arguments: Fault.allCases)
    func refuses(_ fault: Fault) async throws {
        let folder = try TestFolder()
        let expected = try await Self.make(fault, in: folder)
        let before = folder.bytes()
        let refusal = #expect(throws: StoreInvalid.self) { try DossierStore(path: folder.store) }
        let reason = try #require(refusal?.reason)
        #expect(expected(reason), "\(reason)")
        #expect(refusal?.file == folder.store)
        #expect(refusal?.description.contains(folder.store) == true && refusal?.remedy.isEmpty == false)
        #expect(throws: StoreInvalid.self) { try DossierStore.examine(path: folder.store) }
        #expect(folder.bytes() == before)
    }

    private static func make(_ fault: Fault, in folder: TestFolder) async throws -> (StoreInvalid.Reason) -> Bool {
        let path = folder.store
        switch fault {
        case .text:
            try write(Data("zomaar een bestand".utf8), path)
            return { $0 == .notSQLite }
        case .emptyHeader:
            try write(Data(count: 8_192), path)
            return { $0 == .notSQLite }
        case .otherProgram:
            try change(path, ["CREATE TABLE iets (a)"])
            return { $0 == .otherProgram }
        case .otherStore:
            try change(path, ["PRAGMA application_id = 12345"])
            return { $0 == .otherProgram }
        case .newer:
            _ = try DossierStore(path: path)
            try change(path, ["PRAGMA user_version = 99"])
            return { $0 == .newer(found: 99, known: DossierSchema.schema.version) }
        case .damagedPage, .cutOff:
            try await fill(path)
            var bytes = try #require(folder.bytes())
            if fault == .cutOff {
                bytes = bytes.prefix(bytes.count / 2)
            } else {
                bytes.replaceSubrange(40_960..<45_056, with: Data(repeating: 0xA5, count: 4_096))
            }
            try write(bytes, path)
            return { if case .damaged = $0 { true } else { false } }
        case .damagedIndex:
            try await fill(path)
            try loseTrack(of: "dossier_visibility", path)
            return { if case .damaged = $0 { true } else { false } }
        case .openToGroup:
            _ = try DossierStore(path: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            return { $0 == .openToOthers(mode: 0o640) }
        case .folder:
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            return { $0 == .notAFile }
        }
    }

    private static func write(_ bytes: Data, _ path: String) throws {
        try bytes.write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private static func change(_ path: String, _ statements: [String]) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in for sql in statements { try database.execute(sql: sql) } }
        try queue.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Lets an index stand while its table goes on without it.
    private static func loseTrack(of index: String, _ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        let sql = try queue.read {
            try String.fetchOne($0, sql: "SELECT sql FROM sqlite_master WHERE name = '\(index)'")
        }
        let root = try queue.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = '\(index)'")
        }
        try queue.close()
        try change(path, ["PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = '\(index)'"])
        try change(path, ["UPDATE dossier SET visibility = 'verborgen'"])
        let back = "INSERT INTO sqlite_master VALUES ('index', '\(index)', 'dossier', \(root ?? 0), '\(sql ?? "")')"
        try change(path, ["PRAGMA writable_schema = ON", back])
    }

    private static func fill(_ path: String) async throws {
        let store = try DossierStore(path: path)
        var people = People()
        try await DossierLedger(store: store, showcase: .init(places: People.places)).add(people.many(300))
        try store.pool.close()
    }

    @Test("a folder that others can open is refused; one that is not there is made")
    func folders() throws {
        let folder = try TestFolder()
        let inner = folder.path + "/node"
        _ = try DossierStore(path: inner + "/dossiers.sqlite")
        #expect(try folder.mode("node") == 0o700)
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: inner)
        let refusal = #expect(throws: StoreInvalid.self) { try DossierStore(path: inner + "/dossiers.sqlite") }
        #expect(refusal?.reason == .openToOthers(mode: 0o750))
        #expect(refusal?.remedy == "chmod 700 \(inner)")
    }

    @Test("a file that is not there can be made, not examined")
    func absent() throws {
        let folder = try TestFolder()
        #expect(throws: StoreInvalid.self) { try DossierStore.examine(path: folder.store) }
        #expect(folder.bytes() == nil)
    }

    @Test("files are their owner's only; WAL, full synchronisation and foreign keys are on")
    func settings() async throws {
        let region = try await Region()
        for name in ["dossiers.sqlite", "dossiers.sqlite-wal", "dossiers.sqlite-shm"] {
            #expect(try region.folder.mode(name) == 0o600, "\(name)")
        }
        let settings = try await region.store.pool.write { database in
            try ["journal_mode", "synchronous", "foreign_keys"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["wal", "2", "1"])
    }

    @Test("what was acknowledged is there when the file is opened again")
    func reopens() async throws {
        var people = People()
        let dossiers = try people.many(700)
        let folder = try TestFolder()
        do {
            let store = try DossierStore(path: folder.store)
            try await DossierLedger(store: store, showcase: .init(places: People.places)).add(dossiers)
        }
        let store = try DossierStore(path: folder.store)
        #expect(try await store.counts().total == 700)
        for dossier in dossiers { #expect(try await store.dossier(dossier.id) == dossier) }
        #expect(try DossierStore.examine(path: folder.store) == "sound, schema 6, 466 visible, 234 hidden")
        #expect(try await DossierStore.readCounts(path: folder.store) == .init(visible: 466, hidden: 234))
    }
}
