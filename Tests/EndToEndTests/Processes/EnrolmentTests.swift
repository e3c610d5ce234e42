import Domain
import Foundation
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("A region enrols in one sitting, with the commands that people type", .oneAtATime)
struct EnrolmentTests {
    /// Regions as the project has them, at addresses of this machine.
    private func regions(in folder: String, ports: [String: Int]) throws -> String {
        let path = folder + "/regions"
        try FileManager.default.copyItem(atPath: Executable.packageRoot.path + "/regions", toPath: path)
        for (name, port) in ports {
            let file = "\(path)/\(name).yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let pattern = try Regex(#"( *)- host: (\S+)\n *poort: \d+"#)
            let placed = text.replacing(pattern, maxReplacements: 1) { match in
                let indent = String(match.output[1].substring ?? "")
                let host = String(match.output[2].substring ?? "")
                return "\(indent)- host: \(host)\n\(indent)  poort: \(port)\n\(indent)  adres: \"127.0.0.1\""
            }
            try placed.write(toFile: file, atomically: true, encoding: .utf8)
        }
        return path
    }

    private func run(_ arguments: [String], expecting code: Int32 = 0) throws -> String {
        let outcome = try Executable.hallowerk(arguments)
        #expect(outcome.code == code, "\(arguments): \(outcome.output) \(outcome.errors)")
        return outcome.output + outcome.errors
    }

    @Test("questions answered, files sent, answer installed, green; found by the others without a restart")
    func enrol() async throws {
        try await DemoProcess.run(regions: ["gorinchem"]) { demo in
            let work = demo.folder + "/enrolment"
            try OwnerOnlyFile.makeFolder(work)
            let base = await FreePorts.shared.base(count: 10)
            func port(_ url: String) throws -> Int { try #require(URLComponents(string: url)?.port) }
            let regions = try regions(
                in: work,
                ports: [
                    "gorinchem": port(demo.region("gorinchem").federatie),
                    "gateways": port(demo.ready.gateway.federatie),
                    "zeeland": base + 1,
                ])
            let data = work + "/zeeland"
            let refused = try run(["node", "init", "--data", data], expecting: 1)
            #expect(refused.contains("--region"))
            let begun = try run([
                "node", "init", "--data", data, "--region", "zeeland", "--regions-dir", regions, "--people",
                "127.0.0.1:\(base)", "--federation", "127.0.0.1:\(base + 1)", "--ops", "127.0.0.1:\(base + 2)",
            ])
            #expect(begun.contains("request.pem") && begun.contains("Middelburg") && begun.contains("SHA-256"))
            let sent = try FileManager.default.contentsOfDirectory(atPath: data + "/to-the-federation")
            #expect(Set(sent) == ["request.pem", "public-keys.json"])
            // At the federation.
            let answer = work + "/answer"
            _ = try run([
                "certs", "issue", "--authority", demo.ready.certificaten, "--request",
                data + "/to-the-federation/request.pem", "--out", answer, "--expect-oin", "00000099100000024000",
            ])
            let keys = work + "/keys"
            try OwnerOnlyFile.makeFolder(keys)
            try OwnerOnlyFile.makeFolder(keys + "/zeeland")
            for party in ["gorinchem", "gateway"] {
                try FileManager.default.copyItem(
                    atPath: "\(demo.ready.certificaten)/\(party)", toPath: "\(keys)/\(party)")
            }
            try FileManager.default.copyItem(
                atPath: data + "/to-the-federation/public-keys.json", toPath: keys + "/zeeland/public-keys.json")
            let registry = demo.folder + "/register.jws"
            let signer = demo.ready.certificaten + "/authority/registry.key"
            _ = try run([
                "registry", "build", "--regions-dir", regions, "--keys", keys, "--serial", "2", "--previous", registry,
                "--out", work + "/register.json",
            ])
            let diff = try run(["registry", "diff", registry, work + "/register.json"], expecting: 1)
            #expect(diff.contains("zeeland") && !diff.contains("gorinchem"))
            _ = try run([
                "registry", "sign", work + "/register.json", "--key", signer, "--previous", registry, "--out",
                answer + "/register.jws",
            ])
            let old = try run(
                ["registry", "sign", registry, "--key", signer, "--previous", registry, "--out", work + "/old.jws"],
                expecting: 1)
            #expect(old.contains("--serial 2"))
            try OwnerOnlyFile.write(
                RegistryFile.plain(answer + "/register.jws"), to: registry, rights: .everyoneReads)
            // At the region again.
            try await answered(by: answer, data)
            let portal = try await PortalClient.logIn(demo, region: "gorinchem")
            let deadline = ContinuousClock.now + .seconds(60)
            while try await portal.search("").answer?.outcomes.contains(where: { $0.region.slug == "zeeland" }) != true
            {
                try #require(ContinuousClock.now < deadline, "the new region is not named")
            }
        }
    }

    /// The gateway takes the new registry within seconds; until then it hangs up on a stranger.
    private func answered(by answer: String, _ data: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let outcome = try Executable.hallowerk(["node", "init", "--data", data, "--answer", answer])
            if outcome.code == 0 {
                #expect(outcome.output.contains("Green"))
                return
            }
            try #require(ContinuousClock.now < deadline, "\(outcome.output) \(outcome.errors)")
            #expect(outcome.output.contains("gateway gateway"))
        }
    }
}
