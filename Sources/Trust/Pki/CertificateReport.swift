package import Domain
package import Foundation

/// What `certs show` and `certs verify` tell of a folder: each certificate in it and whether it would be accepted.
package enum CertificateReport {
    /// Whether a certificate and what lies beside it will do.
    package enum Verdict: Hashable, Sendable {
        case good
        /// Works now; each sentence says what will go wrong or could be better.
        case attention([String])
        /// Peers or our own processes refuse it; each sentence says why and what to do.
        case refused([String])

        package var reasons: [String] {
            switch self {
            case .good: []
            case .attention(let reasons), .refused(let reasons): reasons
            }
        }
    }

    /// One certificate; what could not be read is nil or empty, and the verdict says why.
    package struct Row: Hashable, Sendable {
        /// The folder's name; `authority/root` and `authority/issuing` for the authority's.
        package let folder: String
        /// RFC 4514 form.
        package let subject: String
        package let oin: OIN?
        package let hosts: [String]
        /// `server`, `client`; other usages by their OID.
        package let usages: [String]
        package let notBefore: Date?
        package let notAfter: Date?
        /// Whole days until `notAfter`; negative when it is past.
        package let daysLeft: Int?
        /// `P-256`.
        package let keyAlgorithm: String
        package let verdict: Verdict

        /// Whether it is not refused.
        package var isGood: Bool {
            if case .refused = verdict { false } else { true }
        }
    }

    /// Days before its end that a certificate asks for attention.
    package static let attentionDays = 30

    /// Looks at `folder`: a development PKI, or one party's key folder.
    ///
    /// - Parameter now: The moment that the certificates must be valid at.
    /// - Returns: The authority's rows first, then the parties' by name; at least one.
    /// - Throws: `DevelopmentPKI.Failure` when there is no such folder, or nothing in it.
    package static func read(_ folder: String, now: Date) async throws -> [Row] {
        if KeyFolder.isOne(folder) {
            let name = (folder as NSString).lastPathComponent
            let inspection = PartyInspection(path: folder, name: name, authority: nil, now: now)
            return [await inspection.row()]
        }
        var rows: [Row] = []
        var authority: DevelopmentAuthority?
        let names = try DevelopmentPKI.partyNames(in: folder)
        if FileManager.default.fileExists(atPath: "\(folder)/\(DevelopmentAuthority.name)") {
            do {
                let found = try DevelopmentAuthority.read(in: folder)
                authority = found
                rows += AuthorityInspection(authority: found, now: now).rows()
            } catch let failure as DevelopmentPKI.Failure {
                rows.append(AuthorityInspection.refused(failure))
            }
        }
        for name in names {
            let inspection = PartyInspection(path: "\(folder)/\(name)", name: name, authority: authority, now: now)
            rows.append(await inspection.row())
        }
        guard !rows.isEmpty else {
            throw DevelopmentPKI.Failure(
                subject: folder, reason: "it holds no certificates", remedy: "make them with 'hallowerk certs init'")
        }
        return rows
    }
}
