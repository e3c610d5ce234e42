import ArgumentParser
import Crypto
import Domain
import Foundation
import Trust

/// The two halves of a node's enrolment: what is made and sent, and what is done with the answer.
struct Enrolment {
    /// What the operator chose.
    struct Choice {
        let region: Region
        let organisation: String
        /// How gateways reach the node.
        let endpoint: Endpoint
        let settings: ProcessSettings
    }

    /// What goes to the authority, below the data folder.
    private static let outgoing = "to-the-federation"

    let data: String
    private var certificates: String { data + "/certs" }

    /// Makes data folder, settings, keys and what is to be sent; what exists is kept.
    ///
    /// - Throws: `OperatorError` naming the setting that strict mode refuses; what `KeyRequest` refuses. Then no keys
    ///   are made.
    func begin(_ choice: Choice) throws {
        _ = try CheckedSettings(choice.settings, data: data)
        if let held = try ProcessSettings.load(from: data).region, held != choice.settings.region {
            throw OperatorError(
                "\(data) is the data folder of \(held).", remedy: "Give each node a data folder of its own.")
        }
        try makeFolder(data)
        try choice.settings.save(to: data)
        let outcome = try KeyRequest.make(
            in: certificates,
            for: .init(
                folder: choice.region.code.slug, oin: choice.region.oin, organisation: choice.organisation,
                hosts: [choice.endpoint.host]), newKey: false)
        try makeFolder("\(data)/\(Self.outgoing)")
        var files: [(name: String, print: String)] = []
        for name in [KeyRequest.requestFile, KeyRequest.publicKeysFile] {
            try send(FileManager.default.contents(atPath: "\(certificates)/\(name)") ?? Data(), as: name)
            files.append((name, try KeyRequest.fingerprint(ofFile: "\(certificates)/\(name)")))
        }
        let isMoved = !choice.region.endpoints.contains {
            $0.host == choice.endpoint.host && $0.port == choice.endpoint.port
        }
        if isMoved {
            let name = choice.region.code.slug + ".adressen.yaml"
            let text = "adressen:\n  - host: \(choice.endpoint.host)\n    poort: \(choice.endpoint.port)\n"
            try send(Data(text.utf8), as: name)
            files.append((name, try KeyRequest.fingerprint(ofFile: "\(data)/\(Self.outgoing)/\(name)")))
        }
        print(
            "\n\(data): settings.yaml written; keys: \(Self.list(outcome.made)) made, \(Self.list(outcome.kept)) kept.")
        print("\nSend these files, by any channel, to the federation's authority:")
        for file in files { print("  \(data)/\(Self.outgoing)/\(file.name)\n    SHA-256 \(file.print)") }
        print(
            """

            Then call the authority, on a number that you have from elsewhere, and read them the SHA-256 of each file.
            It answers with tls.pem, anchors.pem, registry-authority.pub, crl.pem, and with register.jws once the region
            is in the registry. Put them in one folder, and type:

              hallowerk node init --data \(data) --answer FOLDER
            """)
    }

    /// Installs the answer. Nothing changes when peers would refuse the certificate, or the registry is not the
    /// authority's.
    func take(_ answer: String) async throws {
        guard FileManager.default.fileExists(atPath: answer + "/tls.pem") else {
            throw OperatorError(
                "\(answer) holds no tls.pem.",
                remedy: "Put what the authority sent in it, under the names that it gave.")
        }
        let (subject, _) = try await CertificateInstall.install(from: answer, into: certificates, now: Date())
        print("Certificate of OIN \(subject.oin) (\(subject.organisation)) installed in \(certificates).")
        let registry = answer + "/register.jws"
        guard FileManager.default.fileExists(atPath: registry) else {
            return print("No register.jws in \(answer): the node cannot start before it has one.")
        }
        let keys = try KeyFolder.load(certificates)
        let jws = RegistryFile.plain(registry)
        do throws(RegistryRefusal) {
            let read = try await SignedRegistry.verify(
                jws, authority: keys.registryAuthority, now: Date(), notOlderThan: nil)
            print("Registry \(read.serial) with \(read.members.count) regions installed.")
        } catch {
            throw OperatorError("\(registry): \(error)")
        }
        let settings = try CheckedSettings(ProcessSettings.load(from: data), data: data)
        try OwnerOnlyFile.write(jws, to: settings.registry, rights: .everyoneReads)
    }

    /// Looks at everything, again as long as the operator wants and it is not green.
    ///
    /// - Throws: `ExitCode` 2 or 3, as `hallowerk doctor`.
    func check(_ questions: Questions) async throws {
        while true {
            let checks = await Examination(data: data).checks()
            print(DoctorCommand.table(of: checks))
            let worst = checks.map(\.mark).max()
            guard let worst, worst != .ok else {
                return print("Green. Start it with: hallowerk node run --data \(data)")
            }
            guard questions.looksAgain() else { throw ExitCode(worst == .critical ? 3 : 2) }
        }
    }

    private func send(_ content: Data, as name: String) throws {
        let path = "\(data)/\(Self.outgoing)/\(name)"
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.write(Array(content), to: path, rights: .everyoneReads)
        } catch {
            throw Self.refused(path, error)
        }
    }

    private func makeFolder(_ path: String) throws {
        do throws(OwnerOnlyFile.Fault) { try OwnerOnlyFile.makeFolder(path) } catch { throw Self.refused(path, error) }
    }

    private static func refused(_ path: String, _ fault: OwnerOnlyFile.Fault) -> OperatorError {
        let (reason, remedy) = fault.explained(at: path)
        return OperatorError("\(path): \(reason).", remedy: remedy)
    }

    private static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
