import ArgumentParser
import Domain
import Foundation
import Trust

/// `hallowerk certs`: the development PKI, the life of a party's certificates, and a look at them.
struct CertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certs",
        abstract: "Request, issue, renew, revoke, show, verify and reload certificates; make a development PKI.",
        subcommands: [
            Initialise.self, Request.self, Issue.self, Install.self, Renew.self, Revoke.self, Show.self, Verify.self,
            Watch.self, ReloadCommand.self,
        ])

    /// The folder that is looked at.
    struct Folder: ParsableArguments {
        @Argument(help: "Folder of the PKI: one folder for the authority and one for each party.")
        var folder = "certs/development"
    }

    struct Initialise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Make root, issuing CA, and keys with certificates for each region and gateway; sign a registry.",
            discussion:
                "What exists is kept. Revocation lists over a day old are signed anew. "
                + "For development and tests only: see certs/README.md for what production uses.")

        @OptionGroup var target: Folder

        @Option(
            name: .customLong("regions-dir"),
            help: "Folder with regions (default: regions, then /etc/hallowerk/regions).")
        var regionsDir: String?

        @Option(help: "Days that a party's certificate is valid, 1 to 397.")
        var days = DevelopmentPKI.leafDays

        @Option(name: .customLong("registry-serial"), help: "Serial of the registry that is signed along.")
        var serial = 1

        func validate() throws {
            guard (1...397).contains(days) else { throw ValidationError("--days must be 1 to 397.") }
            guard serial > 0 else { throw ValidationError("--registry-serial must be 1 or more.") }
        }

        func run() async throws {
            try await Failure.reported {
                let regions = try RegionsFolder.load(RegionsLocation.find(explicit: regionsDir))
                let now = Date()
                let outcome = try DevelopmentPKI.make(
                    in: target.folder, parties: PartyList.all(of: regions), now: now, leafDays: days)
                var keys: [RegionCode: Registry.PartyKeys] = [:]
                for region in regions.regions {
                    keys[region.code] = try KeyFolder.load(target.folder + "/" + region.code.slug).publicKeys
                }
                var gatewayKeys: [String: Registry.PartyKeys] = [:]
                for gateway in regions.gateways {
                    gatewayKeys[gateway.name] = try KeyFolder.load(target.folder + "/" + gateway.name).publicKeys
                }
                let signed = try await SignedRegistry.sign(
                    regions.registry(serial: serial, issued: now, keys: keys, gatewayKeys: gatewayKeys),
                    with: DevelopmentPKI.registryAuthorityKey(in: target.folder))
                try OwnerOnlyFile.write(signed, to: target.folder + "/register.jws", rights: .everyoneReads)
                print(
                    "\(target.folder): \(outcome.made.count) made, "
                        + "\(outcome.reissued.count) reissued, \(outcome.kept.count) kept."
                )
                print(
                    "Registry \(serial) is \(target.folder)/register.jws, valid \(Limits.registryDays) days."
                )
            }
        }
    }
}

/// Everybody in a folder of regions who needs keys.
enum PartyList {
    static func all(of folder: RegionsFolder) -> [DevelopmentPKI.PartyRequest] {
        folder.regions.map { .init($0) } + folder.gateways.map { .init($0) }
    }
}
