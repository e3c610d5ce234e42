import ArgumentParser
import Crypto
import Domain
import Foundation
import Trust

/// `hallowerk registry`: who belongs to the federation: composed, signed by the authority, looked at, compared.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Build, sign, verify, compare and show the federation's registry.",
        discussion: """
            The way of a new registry: build it of the region files, show or diff it, sign it with the authority's key,
            put the signed file in the place of the gateway's (setting 'registry'). Gateways take it within 5 seconds,
            nodes within 30, without a restart.
            """, subcommands: [Build.self, Sign.self, Verify.self, Diff.self, Show.self])

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: "Compose a registry of the region files and the parties' public keys.")

        @Option(name: .customLong("regions-dir"), help: "Folder with regions (default: regions).")
        var regionsDir: String?

        @Option(
            help: "Folder with a folder for each party: its public-keys.json (of `certs request`), or its key folder.")
        var keys: String

        @Option(help: "Serial; higher than that of every registry before.")
        var serial: Int

        @Option(
            help: "The registry in force. A party whose signing key differs from it keeps both until the next registry."
        )
        var previous: String?

        @Option(help: "Days that it is valid, 1 to 7.")
        var days = Limits.registryDays

        @Option(help: "Where the unsigned registry goes.")
        var out = "register.json"

        func validate() throws {
            guard serial > 0 else { throw ValidationError("--serial must be 1 or more.") }
            guard (1...Limits.registryDays).contains(days) else {
                throw ValidationError("--days must be 1 to \(Limits.registryDays).")
            }
        }

        func run() async throws {
            try await Failure.reported {
                let regions = try RegionsFolder.load(RegionsLocation.find(explicit: regionsDir))
                let published = PublishedKeys(folder: keys)
                let old = try previous.map { try RegistryFile.read($0) }
                if let old, serial <= old.serial {
                    throw OperatorError(
                        "--serial \(serial) is not higher than \(old.serial) of \(previous ?? "").",
                        remedy: "Give \(old.serial + 1).")
                }
                var members: [RegionCode: Registry.PartyKeys] = [:]
                for region in regions.regions {
                    members[region.code] = try published.keys(of: region.code.slug, region.oin)?
                        .following(old?.member(region.code)?.keys)
                }
                var gateways: [String: Registry.PartyKeys] = [:]
                for gateway in regions.gateways {
                    gateways[gateway.name] = try published.keys(of: gateway.name, gateway.oin)
                }
                let registry = regions.registry(
                    serial: serial, issued: Date(), days: days, keys: members, gatewayKeys: gateways)
                try OwnerOnlyFile.write(UnsignedRegistry.encode(registry), to: out, rights: .everyoneReads)
                let left = regions.regions.map(\.code).filter { members[$0] == nil }
                print("\(out): registry \(serial), \(members.count) regions, \(regions.gateways.count) gateways.")
                if !left.isEmpty {
                    print("Left out, no keys in \(keys): \(left.map(\.slug).joined(separator: ", ")).")
                }
                print("Next: hallowerk registry sign \(out) --key AUTHORITY/registry.key")
            }
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign", abstract: "Sign an unsigned registry with the authority's key.")

        @Argument(help: "The unsigned registry.")
        var file: String

        @Option(help: "The authority's private key, P-256 in PEM, mode 0600.")
        var key: String

        @Option(help: "The registry in force: the new one must have a higher serial.")
        var previous: String?

        @Option(help: "Where the signed registry goes.")
        var out = "register.jws"

        func run() async throws {
            try await Failure.reported {
                let registry = try RegistryFile.read(file)
                if let previous {
                    let old = try RegistryFile.read(previous)
                    guard registry.serial > old.serial else {
                        throw OperatorError(
                            "\(file) has serial \(registry.serial), and \(previous) has \(old.serial).",
                            remedy: "Build it with --serial \(old.serial + 1) or higher.")
                    }
                }
                let signed = try await SignedRegistry.sign(registry, with: RegistryFile.key(key))
                try OwnerOnlyFile.write(signed, to: out, rights: .everyoneReads)
                print("\(out): registry \(registry.serial), valid until \(registry.expires.ISO8601Format()).")
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check signature, dates and content as nodes and gateways do.",
            discussion: "Exit code 3 when it would be refused.")

        @Argument(help: "The signed registry.")
        var file: String

        @Option(help: "The authority's public key, P-256 in PEM (registry-authority.pub).")
        var authority: String

        @Option(name: .customLong("not-older-than"), help: "The serial in use.")
        var serial: Int?

        func run() async throws {
            try await Failure.reported {
                let pem = String(decoding: try RegistryFile.bytes(authority), as: UTF8.self)
                guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else {
                    throw OperatorError("\(authority) is not a P-256 public key in PEM form.")
                }
                do throws(RegistryRefusal) {
                    let registry = try await SignedRegistry.verify(
                        RegistryFile.plain(file), authority: key, now: Date(), notOlderThan: serial)
                    print("✓ \(file): registry \(registry.serial), valid until \(registry.expires.ISO8601Format()).")
                } catch {
                    print("✕ \(file): \(error)")
                    throw ExitCode(3)
                }
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff", abstract: "Show what one registry has otherwise than another.",
            discussion: "Exit code 1 when they differ, 0 when only their dates do. Signatures are not checked.")

        @Argument var old: String
        @Argument var new: String

        func run() async throws {
            try await Failure.reported {
                let changes = RegistryChanges.between(
                    try RegistryFile.read(old), try RegistryFile.read(new), fingerprint: UnsignedRegistry.fingerprint)
                guard !changes.isEmpty else { return print("No difference but in dates.") }
                print(RegistryTable.text(of: changes))
                throw ExitCode(1)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a registry, signed or not.",
            discussion: "Its signature is not checked: that is what `registry verify` does.")

        @Argument var file: String

        func run() async throws {
            try await Failure.reported { print(RegistryTable.text(of: try RegistryFile.read(file))) }
        }
    }
}
