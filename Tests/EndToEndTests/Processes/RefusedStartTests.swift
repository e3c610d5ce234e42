import Crypto
import Domain
import Dossiers
import Foundation
import GRDB
import NIOCore
import NIOPosix
import SyntheticPeople
import Testing
import Trust

@testable import hallowerk

@Suite("A node that cannot start says why, and leaves everything as it was", .oneAtATime)
struct RefusedStartTests {
    /// What is wrong with a node's surroundings, and what the refusal must name.
    enum Fault: CaseIterable {
        case corruptDossiers, foreignFile, openKey, missingKey, alteredRegistry, expiredRegistry, otherRegion
        case unknownRegion, brokenRegions, unknownSetting, brokenSettings, listensEverywhere, brokenLocalKey
        case passwordsAlone, plainProvider

        var named: [String] {
            switch self {
            case .corruptDossiers: ["dossiers.sqlite"]
            case .foreignFile: ["accounts.sqlite"]
            case .openKey: ["signing.key"]
            case .missingKey: ["tls.key"]
            case .alteredRegistry: ["register.jws"]
            case .expiredRegistry: ["expired"]
            case .otherRegion: ["zeeland", "gorinchem"]
            case .unknownRegion: ["nergens"]
            case .brokenRegions: ["zeeland.yaml:"]
            case .unknownSetting: ["settings.yaml:", "wachtwoord"]
            case .brokenSettings: ["settings.yaml"]
            case .listensEverywhere: ["people", "TLS"]
            case .brokenLocalKey: ["handle-"]
            case .passwordsAlone: ["second-factor", "people"]
            case .plainProvider: ["identity-providers.gemeente.issuer", "http://id.example"]
            }
        }

        /// Brings it about in the data folder of `gorinchem`; more arguments of the command.
        func make(in folder: DemoFolder) async throws -> [String] {
            let data = folder.data(of: "gorinchem")
            let certificates = folder.certificates + "/gorinchem"
            switch self {
            case .corruptDossiers: try damage(data + "/dossiers.sqlite", from: 4_096, bytes: 8_192)
            case .foreignFile: try write("geen database", to: data + "/accounts.sqlite")
            case .openKey:
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: certificates + "/signing.key")
            case .missingKey: try FileManager.default.removeItem(atPath: certificates + "/tls.key")
            case .alteredRegistry:
                let file = folder.registryFile
                try write(try String(contentsOfFile: file, encoding: .utf8).replacing("e", with: "f"), to: file)
            case .expiredRegistry: try await folder.publishRegistry(now: .now.addingTimeInterval(-10 * 86_400))
            case .otherRegion: return ["--region", "zeeland"]
            case .unknownRegion: return ["--region", "nergens"]
            case .brokenRegions:
                let copy = folder.path + "/regions"
                try FileManager.default.copyItem(atPath: Executable.packageRoot.path + "/regions", toPath: copy)
                let text = try String(contentsOfFile: copy + "/zeeland.yaml", encoding: .utf8)
                try write(text.replacing("oin:", with: "oinn:"), to: copy + "/zeeland.yaml")
                return ["--regions-dir", copy]
            case .unknownSetting: try append("wachtwoord: geheim\n", to: data + "/settings.yaml")
            case .brokenSettings: try append("region: [\n", to: data + "/settings.yaml")
            case .listensEverywhere: return ["--people", "0.0.0.0:9999"]
            case .passwordsAlone:
                return ["--people", "0.0.0.0:9999", "--people-certificate", "keten.pem", "--people-key", "sleutel.pem"]
            case .plainProvider:
                let provider = """
                    identity-providers:
                      gemeente:
                        title: Gemeente
                        issuer: http://id.example
                        client-id: hallowerk
                        key: geheim.key
                        callback: https://portaal.example/inloggen/terug/gemeente
                        municipality: GM0512
                        claim: rollen
                        roles: {a: accountmanager}

                    """
                try append(provider, to: data + "/settings.yaml")
            case .brokenLocalKey:
                let names = try FileManager.default.contentsOfDirectory(atPath: data + "/keys")
                let key = try #require(names.first { $0.hasPrefix("handle-") })
                try append("x", to: data + "/keys/" + key)
            }
            return []
        }

        private func damage(_ path: String, from: Int, bytes: Int) throws {
            var all = try Data(contentsOf: URL(fileURLWithPath: path))
            try #require(all.count > from + bytes)
            for index in from..<from + bytes { all[index] = 0xA5 }
            try rewrite(all, path)
        }

        private func append(_ text: String, to path: String) throws {
            try rewrite(try Data(contentsOf: URL(fileURLWithPath: path)) + Data(text.utf8), path)
        }

        private func write(_ text: String, to path: String) throws { try rewrite(Data(text.utf8), path) }

        /// Writes into the file that is there, so that owner and rights stay.
        private func rewrite(_ data: Data, _ path: String) throws {
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: data)
            try file.close()
        }
    }

    @Test("with the file or setting by name, one remedy, and not a byte changed", arguments: Fault.allCases)
    func refuses(_ fault: Fault) async throws {
        let folder = try await DemoFolder.sample()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let more = try await fault.make(in: folder)
        let before = try Self.digests(of: folder.path)
        let outcome = try Executable.hallowerk(["node", "run", "--data", folder.data(of: "gorinchem")] + more)
        #expect(outcome.code == 1, "\(outcome.errors)")
        for name in fault.named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
        #expect(outcome.errors.contains("error: "))
        #expect(!outcome.errors.contains("geheim"))
        let after = try Self.digests(of: folder.path)
        let changed = Set(after.keys).union(before.keys).filter { after[$0] != before[$0] }.sorted()
        #expect(changed == [])
    }

    @Test("a port that is taken, and a folder that another node works in")
    func taken() async throws {
        let folder = try await DemoFolder.sample()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let data = folder.data(of: "gorinchem")
        let held = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(held.localAddress?.port)
        let outcome = try Executable.hallowerk(["node", "run", "--data", data, "--people", "127.0.0.1:\(port)"])
        #expect(outcome.code == 1 && outcome.errors.contains("127.0.0.1:\(port)"), "\(outcome.errors)")
        try await held.close().get()
        let lock = try StoreLock.take(data)
        let locked = try Executable.hallowerk(["node", "run", "--data", data])
        #expect(locked.code == 1 && locked.errors.contains("\(getpid())"), "\(locked.errors)")
        withExtendedLifetime(lock) {}
    }

    /// Rights and SHA-256 of every file below `folder`, by name; of a sound database, of what it holds.
    private static func digests(of folder: String) throws -> [String: String] {
        var digests: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            // Beside an open database, and empty afterwards; the lock says which process asked last.
            guard !name.hasSuffix("-shm"), !name.hasSuffix("-wal"), !name.hasSuffix("node.lock") else { continue }
            let path = folder + "/" + name
            let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] ?? 0
            let held = name.hasSuffix(".sqlite") ? try? content(of: path) : nil
            let bytes = held ?? FileManager.default.contents(atPath: path) ?? Data()
            digests[name] = "\(rights) \(SHA256.hash(data: bytes))"
        }
        return digests
    }

    /// Every table and row: opening a database for writing changes bytes of its file that mean nothing.
    private static func content(of path: String) throws -> Data {
        try DatabaseQueue(path: path).read { database in
            let tables = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master ORDER BY name")
            let rows = tables.filter { $0["sql"] != nil }.map { table in
                let name: String = table["name"]
                return (try? Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\"").description) ?? ""
            }
            return Data("\(tables) \(rows)".utf8)
        }
    }
}
