import ArgumentParser
import Domain
import Foundation
import Trust

extension CertsCommand {
    /// Where the authority's keys are.
    struct AuthorityFolder: ParsableArguments {
        @Option(help: "Folder of the PKI, or its authority folder.")
        var authority = "certs/development"
    }

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue",
            abstract: "Answer a request for a certificate.",
            discussion: """
                Checks the request: signature, key, OIN, organisation, DNS names. Whether its sender is that party \
                is for whoever types this command: compare the fingerprint over another channel. Records the \
                certificate in authority/issued.jsonl, and writes tls.pem, anchors.pem, registry-authority.pub and \
                crl.pem for the party.
                """)

        @OptionGroup var target: AuthorityFolder

        @Option(help: "The request, as 'certs request' or 'openssl req' writes it.")
        var request: String

        @Option(help: "Folder for what the party installs.")
        var out: String

        @Option(name: .customLong("expect-oin"), help: "Refuse a request of another OIN.")
        var expected: String?

        @Option(name: .customLong("public-keys"), help: "Check this public-keys.json along: form, OIN, proof.")
        var publicKeys: String?

        @Option(help: "Days that the certificate is valid, 1 to 397.")
        var days = DevelopmentPKI.leafDays

        func validate() throws {
            guard (1...397).contains(days) else { throw ValidationError("--days must be 1 to 397.") }
            if let expected, (try? OIN(expected)) == nil { throw ValidationError("--expect-oin is not an OIN.") }
        }

        func run() async throws {
            try await Failure.reported {
                let pem = try String(contentsOfFile: request, encoding: .utf8)
                let asked: CertificateRequest
                do throws(CertificateRequest.Invalid) {
                    asked = try CertificateRequest(pem: pem, expecting: try? expected.map { try OIN($0) })
                } catch {
                    throw OperatorError("\(request): \(error).", remedy: "Have its sender make it anew.")
                }
                if let publicKeys {
                    let file = try Data(contentsOf: URL(filePath: publicKeys))
                    let keys = try PublicKeysFile(file)
                    guard keys.oin == asked.subject.oin else {
                        throw OperatorError(
                            "\(publicKeys) is of OIN \(keys.oin), and the request of \(asked.subject.oin).",
                            remedy: "Have its sender make both anew in one folder.")
                    }
                }
                let (serial, subject) = try DevelopmentPKI.issue(
                    pem, expecting: asked.subject.oin, authority: target.authority, to: out, now: Date(), days: days)
                print(
                    "\(out): certificate \(serial) for OIN \(subject.oin), \(subject.organisation), "
                        + "\(subject.hosts.joined(separator: ", "))."
                )
            }
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew",
            abstract: "A new certificate for a new key: at once with the authority at hand, else a request.",
            discussion: "What is in use stays in use until the new certificate has taken its place.")

        @OptionGroup var target: PartyFolder

        @Option(help: "Folder of the PKI; without it only a request is made.")
        var authority: String?

        @Option(help: "Days that the certificate is valid, 1 to 397.")
        var days = DevelopmentPKI.leafDays

        func validate() throws {
            guard (1...397).contains(days) else { throw ValidationError("--days must be 1 to 397.") }
        }

        func run() async throws {
            try await Failure.reported {
                if let authority {
                    let serial = try await DevelopmentPKI.renew(
                        target.folder, authority: authority, now: Date(), days: days)
                    print("\(target.folder): certificate \(serial) is in, with its new key.")
                } else {
                    _ = try KeyRequest.make(in: target.folder, for: nil, newKey: true)
                    let path = "\(target.folder)/\(KeyRequest.requestFile)"
                    print("\(path)  SHA-256 \(try KeyRequest.fingerprint(ofFile: path))")
                    print(
                        "Send it to the authority. When it answers: hallowerk certs install \(target.folder) --from DIR"
                    )
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Revoke certificates for good, and sign a new revocation list.",
            discussion: """
                Give one of --serial, --party and --certificate. The new list is authority/crl.pem, and crl.pem of \
                every party beside the authority; bring it to the others. Whoever may know a key: revoke, then \
                'certs renew' for the party.
                """)

        @OptionGroup var target: AuthorityFolder

        @Option(help: "Serial number in hexadecimal, as in issued.jsonl.")
        var serial: String?

        @Option(help: "A party's folder beside the authority, or its OIN: all its certificates that are still valid.")
        var party: String?

        @Option(help: "File with the certificate.")
        var certificate: String?

        @Option(help: "\(RevocationReason.allCases.map(\.name).joined(separator: ", ")).")
        var reason: RevocationReason

        func validate() throws {
            guard [serial, party, certificate].compactMap({ $0 }).count == 1 else {
                throw ValidationError("Give one of --serial, --party and --certificate.")
            }
        }

        func run() async throws {
            try await Failure.reported {
                let which: DevelopmentPKI.Which =
                    if let serial { .serial(serial) } else if let party { .party(party) } else {
                        .certificate(certificate ?? "")
                    }
                let (serials, number, file) = try DevelopmentPKI.revoke(
                    which, reason: reason, authority: target.authority, now: Date())
                print("Revoked (\(reason)): \(serials.joined(separator: ", ")). List \(number) is \(file).")
            }
        }
    }
}

extension RevocationReason: ExpressibleByArgument {
    package init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.name.lowercased() == argument.lowercased() }) else {
            return nil
        }
        self = found
    }
}
