import ArgumentParser
import Domain
import Foundation
import Trust

extension CertsCommand {
    /// A party's own folder.
    struct PartyFolder: ParsableArguments {
        @Argument(help: "The party's key folder, such as DATA/certs.")
        var folder: String
    }

    struct Request: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request",
            abstract: "Make a party's keys where they are used; write what goes to the authority.",
            discussion: """
                Makes tls.key, signing.key and sealing.key in the folder; those that are there are kept. Writes \
                request.pem, a request for a certificate (PKCS #10), and public-keys.json, for the registry. Only \
                these two files leave the machine; read the fingerprints that are printed to the authority over \
                another channel.

                With --new-key the request is for a new TLS key, tls.key.new. The one in use stays in use until \
                'certs install' puts the new certificate in.
                """)

        @OptionGroup var target: PartyFolder

        @Option(help: "OIN of the party, 20 digits (default: what tls.pem says; the same for the next two).")
        var oin: String?

        @Option(help: "Name of the organisation, at most 64 characters.")
        var organisation: String?

        @Option(help: "DNS name that peers connect to. May be repeated; the first is the common name.")
        var host: [String] = []

        @Flag(name: .customLong("new-key"), help: "Ask for a certificate for a new TLS key.")
        var newKey = false

        func validate() throws {
            let given = [oin != nil, organisation != nil, !host.isEmpty]
            guard Set(given).count == 1 else {
                throw ValidationError("Give --oin, --organisation and --host, or none of them.")
            }
        }

        func run() async throws {
            try await Failure.reported {
                var party: DevelopmentPKI.PartyRequest?
                if let oin, let organisation {
                    guard let number = try? OIN(oin) else {
                        throw OperatorError(
                            "--oin '\(oin)' is not an OIN.", remedy: "Type the 20 digits that Logius gave.")
                    }
                    party = .init(folder: "party", oin: number, organisation: organisation, hosts: host)
                }
                let outcome = try KeyRequest.make(in: target.folder, for: party, newKey: newKey)
                let made = outcome.made.isEmpty ? "none made" : outcome.made.joined(separator: ", ") + " made"
                print(
                    "\(target.folder): \(made); "
                        + "\(outcome.kept.isEmpty ? "none" : outcome.kept.joined(separator: ", ")) kept."
                )
                for name in [KeyRequest.requestFile, KeyRequest.publicKeysFile] {
                    let path = "\(target.folder)/\(name)"
                    print("\(path)  SHA-256 \(try KeyRequest.fingerprint(ofFile: path))")
                }
                print(
                    "Send these two files to the authority. When it answers: "
                        + "hallowerk certs install \(target.folder) --from DIR"
                )
            }
        }
    }

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "install",
            abstract: "Put an issued certificate in its party's folder.",
            discussion: """
                DIR holds tls.pem (the certificate, then its CAs'), and may hold anchors.pem, \
                registry-authority.pub and crl.pem. The folder as it will be is judged first; nothing changes when \
                peers would refuse it. A new key (tls.key.new) comes in use together with its certificate. Doing \
                it again mends what was interrupted.
                """)

        @OptionGroup var target: PartyFolder

        @Option(help: "Folder with what the authority issued.")
        var from: String

        @Flag(
            name: .customLong("replace-anchors"),
            help: "Take other anchors or another registry authority than are there.")
        var replaceAnchors = false

        func run() async throws {
            try await Failure.reported {
                let (subject, newKey) = try await CertificateInstall.install(
                    from: from, into: target.folder, replacingAnchors: replaceAnchors, now: Date())
                print(
                    "\(target.folder): certificate of OIN \(subject.oin) is in, "
                        + "\(newKey ? "with its new key" : "for the key in use")."
                )
            }
        }
    }
}
