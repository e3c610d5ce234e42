import Foundation
import SwiftASN1
import X509

/// The revocation lists of a development PKI's root and issuing CA: `authority/crl.pem`, which is also what the
/// authority remembers of what it revoked.
///
/// One file, replaced whole: the lists and the memory cannot disagree, and a crash leaves the old ones or the new.
struct AuthorityLists {
    /// How long a list may be used.
    static let days = 7
    /// A list that has been out for longer is replaced when the authority's folder is made again.
    static let renewalAge = 86_400.0

    let root: RevocationList
    let issuing: RevocationList

    var pem: String { root.pem + issuing.pem }

    static func path(in folder: String) -> String {
        "\(folder)/\(DevelopmentAuthority.name)/\(KeyFolderReader.revocationFile)"
    }

    /// The lists in `folder`; nil when it has none yet.
    ///
    /// - Throws: `DevelopmentPKI.Failure` for a file that is damaged or another authority's: never made anew, for then
    ///   what was revoked would be forgotten.
    static func read(in folder: String, by authority: DevelopmentAuthority) throws -> AuthorityLists? {
        let path = path(in: folder)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let bytes = try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.read(path, rights: .everyoneReads, limit: 2 * RevocationList.limit)
        }
        let lists = try? PEMDocument.parseMultiple(pemString: String(decoding: bytes, as: UTF8.self))
            .map { try RevocationList(der: $0.derBytes) }
        guard let root = lists?.first(where: { $0.isSigned(by: authority.root) }),
            let issuing = lists?.first(where: { $0.isSigned(by: authority.issuing) })
        else {
            throw DevelopmentPKI.Failure(
                subject: path, reason: "it does not hold the revocation lists of this authority's two CAs",
                remedy: "put the right file back; without it the authority does not know what it revoked")
        }
        return AuthorityLists(root: root, issuing: issuing)
    }

    /// The lists in `folder`, made when there are none, and signed anew when they have been out for a day.
    ///
    /// - Throws: `DevelopmentPKI.Failure`.
    static func renewed(in folder: String, by authority: DevelopmentAuthority, now: Date) throws -> AuthorityLists {
        try FolderLock.held(on: folder + "/" + DevelopmentAuthority.name) {
            guard let held = try read(in: folder, by: authority) else {
                let made = AuthorityLists(
                    root: try sign([:], number: 1, by: authority, asRoot: true, now: now),
                    issuing: try sign([:], number: 1, by: authority, asRoot: false, now: now))
                try made.write(in: folder)
                return made
            }
            let age = now.timeIntervalSince(min(held.root.thisUpdate, held.issuing.thisUpdate))
            guard age > renewalAge else { return held }
            return try held.replaced(in: folder, by: authority, adding: [:], now: now)
        }
    }

    /// Puts certificates of the issuing CA on its list, for good, and signs both lists anew.
    ///
    /// - Returns: the lists; unchanged entries keep their first date and reason.
    /// - Throws: `DevelopmentPKI.Failure`.
    static func revoke(
        _ serials: [Certificate.SerialNumber], reason: RevocationReason, in folder: String,
        by authority: DevelopmentAuthority, now: Date
    ) throws -> AuthorityLists {
        _ = try renewed(in: folder, by: authority, now: now)
        return try FolderLock.held(on: folder + "/" + DevelopmentAuthority.name) {
            guard let held = try read(in: folder, by: authority) else { throw gone(in: folder) }
            let entry = RevocationList.Entry(at: now, reason: reason)
            let added = Dictionary(serials.map { ($0, entry) }, uniquingKeysWith: { first, _ in first })
            return try held.replaced(in: folder, by: authority, adding: added, now: now)
        }
    }

    /// Writes them into each party's folder that has others.
    ///
    /// - Throws: `DevelopmentPKI.Failure`.
    static func give(_ lists: AuthorityLists, toPartiesIn folder: String) throws {
        let pem = lists.pem
        for name in try DevelopmentPKI.partyNames(in: folder) {
            let path = "\(folder)/\(name)/\(KeyFolderReader.revocationFile)"
            if let held = try? OwnerOnlyFile.read(path, rights: .everyoneReads), held.elementsEqual(pem.utf8) {
                continue
            }
            try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
                try OwnerOnlyFile.write(pem.utf8, to: path, rights: .everyoneReads)
            }
        }
    }

    private func replaced(
        in folder: String, by authority: DevelopmentAuthority,
        adding entries: [Certificate.SerialNumber: RevocationList.Entry], now: Date
    ) throws -> AuthorityLists {
        let next = AuthorityLists(
            root: try Self.sign(
                root.entries, number: Self.following(root, in: folder), by: authority, asRoot: true, now: now),
            issuing: try Self.sign(
                issuing.entries.merging(entries) { held, _ in held }, number: Self.following(issuing, in: folder),
                by: authority, asRoot: false, now: now))
        try next.write(in: folder)
        return next
    }

    private static func sign(
        _ entries: [Certificate.SerialNumber: RevocationList.Entry], number: UInt64,
        by authority: DevelopmentAuthority, asRoot: Bool, now: Date
    ) throws -> RevocationList {
        try RevocationList.sign(
            entries, number: number, from: now.addingTimeInterval(-DevelopmentAuthority.leeway),
            until: now.addingTimeInterval(Double(days * 86_400)), issuer: asRoot ? authority.root : authority.issuing,
            key: Certificate.PrivateKey(asRoot ? authority.rootKey : authority.issuingKey))
    }

    private static func following(_ list: RevocationList, in folder: String) throws -> UInt64 {
        guard list.number.count < 8 else { throw gone(in: folder) }
        return list.number.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } + 1
    }

    private static func gone(in folder: String) -> DevelopmentPKI.Failure {
        DevelopmentPKI.Failure(
            subject: path(in: folder), reason: "it is gone, or its number has no successor",
            remedy: "put the authority's last file back")
    }

    private func write(in folder: String) throws {
        let path = Self.path(in: folder)
        let text = pem
        try DevelopmentPKI.attempt(path) { () throws(OwnerOnlyFile.Fault) in
            try OwnerOnlyFile.write(text.utf8, to: path, rights: .everyoneReads)
        }
    }
}
