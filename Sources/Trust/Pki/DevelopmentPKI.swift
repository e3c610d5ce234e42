package import Crypto
package import Domain
package import Foundation
import X509

/// The certificates and keys of a federation for development and demonstration, made in code: `<folder>/authority` and
/// one `KeyFolder` per party.
///
/// A folder appears whole or not at all, and what exists is kept: making the same again changes nothing.
/// `certs/README.md` says what production uses instead.
package enum DevelopmentPKI {
    /// A party to make a folder for.
    package struct PartyRequest: Hashable, Sendable {
        /// The folder's name: the region's slug or the gateway's name.
        package let folder: String
        package let oin: OIN
        /// 1 to 64 characters (X.520, ub-organization-name).
        package let organisation: String
        /// DNS names, at least one; the first is the certificate's common name.
        package let hosts: [String]

        package init(folder: String, oin: OIN, organisation: String, hosts: [String]) {
            self.folder = folder
            self.oin = oin
            self.organisation = organisation
            self.hosts = hosts
        }
    }

    /// Why no certificates were made or renewed.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        /// The file or folder, or what was asked.
        package let subject: String
        package let reason: String
        package let remedy: String
        package var description: String { "\(subject): \(reason); \(remedy)" }
    }

    /// What became of a request, by folder name.
    package struct Outcome: Hashable, Sendable {
        package var made: [String] = []
        /// Those with a new certificate for the same key: their host names or organisation had changed, or less than a
        /// third of the days was left.
        package var reissued: [String] = []
        package var kept: [String] = []
    }

    /// How long a party's certificate is valid.
    package static let leafDays = 90

    /// Makes the authority, unless `folder` has one, and a folder for each party that has none.
    ///
    /// - Throws: `Failure` for a request that no certificate can be made of (before anything is written), a folder
    ///   that holds another party or is damaged, an authority that is damaged or ends before the certificates would, a
    ///   disk that refuses.
    @discardableResult
    package static func make(
        in folder: String, parties: [PartyRequest], now: Date, leafDays: Int = leafDays
    ) throws -> Outcome {
        try check(parties)
        try attempt(folder) { () throws(OwnerOnlyFile.Fault) in try OwnerOnlyFile.makeFolder(folder) }
        let authority = try DevelopmentAuthority.open(in: folder, now: now)
        let lists = try AuthorityLists.renewed(in: folder, by: authority, now: now)
        var outcome = Outcome()
        for party in parties {
            let path = folder + "/" + party.folder
            guard FileManager.default.fileExists(atPath: path) else {
                try PartyFolder.make(at: path, for: party, by: authority, lists: lists, now: now, days: leafDays)
                outcome.made.append(party.folder)
                continue
            }
            let keys = try load(path)
            guard keys.oin == party.oin else {
                throw Failure(
                    subject: path, reason: "it holds the keys of OIN \(keys.oin), and OIN \(party.oin) was asked for",
                    remedy: "remove that folder if the keys are not needed, and type the command again")
            }
            guard keys.anchors.contains(authority.root), authority.isRegistryAuthority(of: keys) else {
                throw Failure(
                    subject: path, reason: "another authority than the one beside it made it",
                    remedy: "remove that folder, and type the command again")
            }
            let left = keys.expires.timeIntervalSince(now)
            let same = keys.organisation == party.organisation && keys.hosts == party.hosts
            if same && left > Double(leafDays * 86_400) / 3 {
                outcome.kept.append(party.folder)
            } else {
                try PartyFolder.reissue(at: path, for: party, by: authority, now: now, days: leafDays)
                outcome.reissued.append(party.folder)
            }
        }
        try AuthorityLists.give(lists, toPartiesIn: folder)
        return outcome
    }

    /// Gives each party whose certificate ends within `days` a new one for the same key.
    ///
    /// - Returns: The names of the folders with a new certificate, in order.
    /// - Throws: `Failure`, as `make`.
    @discardableResult
    package static func renewExpiring(
        in folder: String, now: Date, within days: Int, leafDays: Int = leafDays
    ) throws -> [String] {
        let authority = try DevelopmentAuthority.open(in: folder, now: now)
        var renewed: [String] = []
        for name in try partyNames(in: folder) {
            let path = folder + "/" + name
            let keys = try load(path)
            guard keys.expires.timeIntervalSince(now) < Double(days * 86_400) else { continue }
            let party = PartyRequest(folder: name, oin: keys.oin, organisation: keys.organisation, hosts: keys.hosts)
            try PartyFolder.reissue(at: path, for: party, by: authority, now: now, days: leafDays)
            renewed.append(name)
        }
        return renewed
    }

    /// The folders of the parties, in order: those in `folder` that hold any file of a key folder.
    ///
    /// - Throws: `Failure` when there is no such folder.
    package static func partyNames(in folder: String) throws -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw Failure(
                subject: folder, reason: "there is no such folder", remedy: "make it with 'hallowerk certs init'")
        }
        return names.sorted().filter { name in
            name != DevelopmentAuthority.name && !name.hasPrefix(".") && KeyFolder.isOne("\(folder)/\(name)")
        }
    }

    /// The key that signs the registry.
    ///
    /// - Throws: `Failure` when there is no authority in `folder` or others can read its key.
    package static func registryAuthorityKey(in folder: String) throws -> P256.Signing.PrivateKey {
        try DevelopmentAuthority.read(in: folder).registryKey
    }

    private static func load(_ path: String) throws -> KeyFolder {
        do throws(KeyFolderInvalid) { return try KeyFolder.load(path) } catch {
            guard let first = error.problems.first else { throw error }
            throw Failure(subject: first.file, reason: first.reason, remedy: first.remedy)
        }
    }

    static func check(_ parties: [PartyRequest]) throws {
        var folders: Set<String> = []
        var oins: Set<OIN> = []
        for party in parties {
            func refuse(_ reason: String, _ remedy: String) -> Failure {
                Failure(subject: "party '\(party.folder)'", reason: reason, remedy: remedy)
            }
            guard (try? RegionCode(party.folder)) != nil, party.folder != DevelopmentAuthority.name else {
                throw refuse("its name cannot be a folder's", "use lower-case letters, digits and single hyphens")
            }
            guard folders.insert(party.folder).inserted else { throw refuse("it is asked for twice", "name it once") }
            guard oins.insert(party.oin).inserted else {
                throw refuse("OIN \(party.oin) is another party's too", "give each party its own")
            }
            guard (1...64).contains(party.organisation.unicodeScalars.count) else {
                throw refuse("its organisation has no name or one over 64 characters", "give it a shorter one")
            }
            guard !party.hosts.isEmpty, party.hosts.allSatisfy(HostName.isValid), party.hosts[0].utf8.count <= 64 else {
                throw refuse(
                    "it has no host name, or one that is no DNS name or is over 64 characters: "
                        + party.hosts.joined(separator: ", "), "give it the name that its peers connect to")
            }
        }
    }

    /// What `body` does with the file at `path`, its fault told as a `Failure`.
    static func attempt<Value>(
        _ path: String, _ body: () throws(OwnerOnlyFile.Fault) -> Value
    ) throws(Failure) -> Value {
        do throws(OwnerOnlyFile.Fault) { return try body() } catch {
            let (reason, remedy) = error.explained(at: path)
            throw Failure(subject: path, reason: reason, remedy: remedy)
        }
    }
}
