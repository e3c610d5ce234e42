import Domain
import Foundation
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("A running process takes replaced certificates: by SIGHUP, by the command, and by itself", .oneAtATime)
struct CertificateReloadTests {
    @Test
    func takes() async throws {
        try await DemoProcess.run(regions: ["gorinchem"], people: 20) { demo in
            let region = try demo.region("gorinchem")
            let portal = try await PortalClient.logIn(demo, region: "gorinchem")
            try await complete(portal)
            // SIGHUP: the node.
            let first = try TestLeaf.replace(in: demo.ready.certificaten, of: "gorinchem")
            kill(try demo.processID(of: "gorinchem"), SIGHUP)
            try await shows(first.serial, region.data)
            try await complete(portal)
            // The command: the gateway; it waits and says what is in use.
            let name = try gatewayName(demo)
            let second = try TestLeaf.replace(in: demo.ready.certificaten, of: name) {
                $0.ends = .now.addingTimeInterval(10.5 * 86_400)
            }
            let run = try Executable.hallowerk(["certs", "reload", "--data", demo.ready.gateway.data])
            #expect(run.code == 0 && run.output.contains("serial \(second.serial)"), "\(run)")
            try await complete(portal)
            // Ten days: an operator who looks is told, and so is whoever reads exit codes.
            let status = try Executable.hallowerk(["status", "--gateway", demo.ready.gateway.ops])
            #expect(status.code == 2 && status.output.contains("own certificate ends in 10 days"), "\(status)")
            // A bad folder: refused with the reason, and nothing is lost.
            try FileManager.default.moveItem(
                atPath: "\(demo.ready.certificaten)/gorinchem/tls.key", toPath: demo.folder + "/tls.key")
            let refused = try Executable.hallowerk(["certs", "reload", "--data", region.data])
            #expect(refused.code == 1 && refused.output.contains("tls.key: the file is missing"), "\(refused)")
            try await shows(first.serial, region.data)
            try await complete(portal)
            // By itself, within seconds.
            try FileManager.default.moveItem(
                atPath: demo.folder + "/tls.key", toPath: "\(demo.ready.certificaten)/gorinchem/tls.key")
            let third = try TestLeaf.replace(in: demo.ready.certificaten, of: "gorinchem")
            try await shows(third.serial, region.data)
            try await complete(portal)
        }
    }

    @Test
    func saysThatNothingRuns() throws {
        let run = try Executable.hallowerk(["certs", "reload", "--data", DemoProcess.newFolder()])
        #expect(run.code == 1 && run.errors.contains("Nothing answers"), "\(run)")
    }

    private func gatewayName(_ demo: DemoProcess) throws -> String {
        let settings = try ProcessSettings.load(from: demo.ready.gateway.data)
        return URL(filePath: try #require(settings.certificates)).lastPathComponent
    }

    private func shows(_ serial: String, _ data: String) async throws {
        let end = ContinuousClock.now + InsideFederation.patience
        while true {
            let answer = try await HTTPCall.send("GET", HTTPCall.control(data, CertificateRoutes.path))
            if try CertificateRoutes.read(answer.body).first?.serienummer == serial { return }
            try #require(ContinuousClock.now < end, "\(String(decoding: answer.body, as: UTF8.self))")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A search that every region answers.
    private func complete(_ portal: PortalClient) async throws {
        let found = try await portal.search("", extra: ["aantal": 3])
        #expect(found.status == 200 && found.answer?.outcomes.allSatisfy { $0.state == .answered } == true)
    }
}
