import Foundation
import Testing

@testable import Dossiers

@Suite("Store lock: one process a data folder")
struct StoreLockTests {
    @Test("who comes second is told which process has it; when that is gone, the lock is free")
    func oneAtATime() throws {
        let folder = try TestFolder()
        do {
            let lock = try StoreLock.take(folder.path)
            let own = Int(ProcessInfo.processInfo.processIdentifier)
            #expect(throws: StoreLock.Refusal.held(folder: folder.path, by: own)) { try StoreLock.take(folder.path) }
            #expect(folder.bytes("node.lock") == Data("\(own)\n".utf8))
            #expect(try folder.mode("node.lock") == 0o600)
            withExtendedLifetime(lock) {}
        }
        _ = try StoreLock.take(folder.path)
    }

    @Test("a longer id of a process before leaves nothing behind")
    func overwrites() throws {
        let folder = try TestFolder()
        try Data("99999999999\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/node.lock"))
        let lock = try StoreLock.take(folder.path)
        #expect(folder.bytes("node.lock") == Data("\(ProcessInfo.processInfo.processIdentifier)\n".utf8))
        withExtendedLifetime(lock) {}
    }

    @Test("a folder that is not there, and a lock that is a link, are refused by name")
    func cannotOpen() throws {
        let folder = try TestFolder()
        #expect(throws: StoreLock.Refusal.self) { try StoreLock.take(folder.path + "/niet") }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/node.lock", withDestinationPath: folder.path + "/elders")
        let refusal = #expect(throws: StoreLock.Refusal.self) { try StoreLock.take(folder.path) }
        #expect(refusal?.description.contains("node.lock") == true)
    }
}
