import Domain
import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing
import Trust

@testable import hallowerk

@Suite("The doctor names each problem of a node, and what to do about it", .oneAtATime)
struct DoctorTests {
    /// A node's data folder as an operator has it, and a gateway that runs.
    private struct Patient: Sendable {
        let federation: TestFederation
        let clock: StillClock
        let data: String
        var certificates: String { data + "/certs" }

        func write(_ text: String, to name: String, mode: Int = 0o644) throws {
            let path = data + "/" + name
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }

        func settings(_ change: (inout ProcessSettings) -> Void = { _ in }) async throws {
            let base = await FreePorts.shared.base(count: 10)
            var settings = ProcessSettings(
                region: "gorinchem", certificates: "certs", registry: "register.jws",
                regionsDir: Executable.packageRoot.path + "/regions", people: "127.0.0.1:\(base)",
                federation: "127.0.0.1:\(base + 1)", ops: "127.0.0.1:\(base + 2)")
            change(&settings)
            try settings.save(to: data)
        }

        /// Signs a registry as the federation has it now, changed.
        func registry(
            serial: Int = 1_000, issued: Date = .now, _ change: (Region) -> Region? = { $0 },
            gateway: (Endpoint) -> Endpoint = { $0 }
        ) async throws {
            let held = federation.registry.value
            let members = held.members.compactMap { member in
                change(member.region).map { Registry.Member(region: $0, keys: member.keys) }
            }
            let gateways = held.gateways.map { hub in
                Registry.Gateway(
                    oin: hub.oin, name: hub.name, endpoints: hub.endpoints.map(gateway), signing: hub.signing)
            }
            let registry = Registry(
                serial: serial, issued: issued, expires: issued.addingTimeInterval(6 * 86_400), members: members,
                gateways: gateways)
            let key = try DevelopmentPKI.registryAuthorityKey(in: federation.folder)
            let jws = try await SignedRegistry.sign(registry, with: key)
            try OwnerOnlyFile.write(jws, to: data + "/register.jws", rights: .everyoneReads)
        }

        func checks() async -> [Check] { await Examination(data: data).checks() }
    }

    private func run(_ body: @escaping @Sendable (Patient) async throws -> Void) async throws {
        let regions = try ["gorinchem", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { _ in [] }, unplaced: ["gorinchem", "zeeland"]
        ) { inside in
            inside.federation.place("gorinchem", at: 9)
            let data = inside.federation.folder + "/patient"
            try OwnerOnlyFile.makeFolder(data)
            try FileManager.default.copyItem(
                atPath: inside.federation.folder + "/gorinchem", toPath: data + "/certs")
            let patient = Patient(federation: inside.federation, clock: inside.clock, data: data)
            try await patient.settings()
            try await patient.registry()
            try await body(patient)
        }
    }

    /// The clock of the test's gateway stands still; what that makes of `clock` is no other test's business.
    private func isGreen(_ checks: [Check]) -> Bool {
        checks.allSatisfy {
            $0.mark == .ok || $0.subject == "clock" || $0.subject == "registry" && $0.mark != .critical
        }
    }

    @Test("a node that is well is green, its gateway called")
    func well() async throws {
        try await run { patient in
            let checks = await patient.checks()
            #expect(isGreen(checks), "\(checks.filter { $0.mark != .ok })")
            #expect(checks.contains { $0.subject == "gateway gateway" && $0.mark == .ok })
        }
    }

    /// One thing that is wrong, and where the doctor finds it.
    private struct Illness: Sendable {
        let name: String
        let subject: String
        /// Part of what is found, or of what to do.
        let says: String
        var mark = NodeHealth.Mark.critical
        let make: @Sendable (Patient) async throws -> Void
    }

    private static let illnesses = [
        Illness(name: "an open data folder", subject: "data folder", says: "chmod 700") {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: $0.data)
        },
        Illness(name: "a setting that strict mode refuses", subject: "configuration", says: "ops") { patient in
            try await patient.settings { $0.ops = "0.0.0.0:9090" }
        },
        Illness(name: "a setting that is none", subject: "configuration", says: "region") { patient in
            try patient.write("regio: gorinchem\n", to: ProcessSettings.fileName)
        },
        Illness(name: "a key that others can read", subject: "keys", says: "chmod 600") { patient in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: patient.certificates + "/signing.key")
        },
        Illness(name: "a file of keys that is gone", subject: "keys", says: "sealing.key") { patient in
            try FileManager.default.removeItem(atPath: patient.certificates + "/sealing.key")
        },
        Illness(name: "another key than the certificate's", subject: "keys", says: "tls.key") { patient in
            let other = try String(contentsOfFile: patient.federation.folder + "/zeeland/tls.key", encoding: .utf8)
            try patient.write(other, to: "certs/tls.key", mode: 0o600)
        },
        Illness(name: "another authority's anchors", subject: "chain", says: "issuer's key") { patient in
            let other = try TestFederation()
            let text = try String(contentsOfFile: other.folder + "/alfa/anchors.pem", encoding: .utf8)
            try patient.write(text, to: "certs/anchors.pem")
            try FileManager.default.removeItem(atPath: patient.certificates + "/" + KeyFolder.revocationFile)
        },
        Illness(
            name: "no revocation lists", subject: "revocation lists", says: KeyFolder.revocationFile, mark: .attention
        ) { patient in
            try FileManager.default.removeItem(atPath: patient.certificates + "/" + KeyFolder.revocationFile)
        },
        Illness(name: "a region that is not these keys'", subject: "OIN", says: "zeeland") { patient in
            try await patient.settings { $0.region = "zeeland" }
        },
        Illness(name: "a registry of another authority", subject: "registry", says: "registry-authority.pub") {
            patient in
            let other = try TestFederation()
            let text = try String(contentsOfFile: other.folder + "/alfa/registry-authority.pub", encoding: .utf8)
            try patient.write(text, to: "certs/registry-authority.pub")
        },
        Illness(name: "a registry that expired", subject: "registry", says: "expired") { patient in
            try await patient.registry(issued: Date.now.addingTimeInterval(-7 * 86_400))
        },
        Illness(name: "a suspended region", subject: "registry", says: "suspends") { patient in
            try await patient.registry { $0.code.slug == "gorinchem" ? $0.with(.suspended) : $0 }
        },
        Illness(name: "a gateway that is behind", subject: "registry", says: "older than 1000", mark: .attention) { _ in
        },
        Illness(name: "a gateway without a name in the DNS", subject: "DNS", says: "getent hosts") { patient in
            try await patient.registry(gateway: { Endpoint(host: "gateway.invalid", port: $0.port) })
        },
        Illness(name: "a gateway that does not run", subject: "gateway gateway", says: "firewall") { patient in
            try await patient.registry(gateway: { Endpoint(host: $0.host, port: 9, address: "127.0.0.1") })
        },
        Illness(name: "a gateway that knows this region no more", subject: "gateway gateway", says: "registry has this")
        {
            patient in
            patient.federation.change("gorinchem", removed: true)
        },
        Illness(name: "clocks that differ", subject: "clock", says: "NTP") { $0.clock.pass(seconds: 600) },
        Illness(name: "a store that is damaged", subject: DataFile.dossiers, says: "backup") { patient in
            try patient.write(String(repeating: "no database ", count: 500), to: DataFile.dossiers, mode: 0o600)
        },
    ]

    @Test("each illness by its name", arguments: illnesses.indices)
    func illness(_ number: Int) async throws {
        let illness = Self.illnesses[number]
        try await run { patient in
            try await illness.make(patient)
            let checks = await patient.checks()
            let found = checks.filter { $0.subject == illness.subject && $0.mark == illness.mark }
            let said = found.contains { ($0.finding + " " + ($0.remedy ?? "")).contains(illness.says) }
            #expect(said, "\(illness.name): \(checks.filter { $0.mark != .ok })")
            #expect(checks.allSatisfy { $0.mark == .ok || $0.remedy?.isEmpty == false })
        }
    }

    @Test("a port that another process has")
    func port() async throws {
        try await run { patient in
            let other = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
            let port = try #require(other.localAddress?.port)
            try await patient.settings { $0.people = "127.0.0.1:\(port)" }
            let checks = await patient.checks()
            #expect(checks.contains { $0.subject == "port people" && $0.mark == .critical })
            try await other.close().get()
        }
    }
}
