package import Foundation
import SwiftASN1
import X509

extension CertificateReport {
    /// Judges the certificates of others as the party in `folder` would: every `*.pem` of `peers`, a party's own
    /// certificate first and then its CAs', for both ends of a connection.
    ///
    /// - Returns: a row for each file, by name. The registry is not asked.
    /// - Throws: `KeyFolderInvalid` when `folder` is no party's; `DevelopmentPKI.Failure` when there is no such folder
    ///   of peers, or nothing in it.
    package static func readPeers(in peers: String, asSeenBy folder: String, now: Date) async throws -> [Row] {
        let keys = try KeyFolder.load(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: peers))?.sorted() ?? []
        var rows: [Row] = []
        for name in names where name.hasSuffix(".pem") {
            let text = try? String(contentsOfFile: "\(peers)/\(name)", encoding: .utf8)
            let chain = try? PEMDocument.parseMultiple(pemString: text ?? "").map { try Certificate(pemDocument: $0) }
            rows.append(await row(of: chain ?? [], named: name, asSeenBy: keys, now: now))
        }
        guard !rows.isEmpty else {
            throw DevelopmentPKI.Failure(
                subject: peers, reason: "it holds no .pem file",
                remedy: "put there a file for each peer: its certificate, then its CAs'")
        }
        return rows
    }

    private static func row(of chain: [Certificate], named name: String, asSeenBy keys: KeyFolder, now: Date) async
        -> Row
    {
        guard let leaf = chain.first else {
            return PartyInspection.row(named: name, of: nil, .refused(["it holds no certificate in PEM form"]), now)
        }
        let validation = PeerGate.validation(
            anchors: keys.anchors, knownIntermediates: Array(keys.certificateChain.dropFirst()),
            as: [.server, .client], at: now)
        var reasons: [String] = []
        do throws(CertificateSubject.Invalid) { _ = try CertificateSubject(of: leaf) } catch {
            reasons.append(error.description)
        }
        do throws(PathRefusal) {
            let path = try await validation.path(of: leaf, shown: Array(chain.dropFirst()))
            reasons += zip(path, path.dropFirst()).compactMap { certificate, issuer in
                keys.revocations.refusal(of: certificate, issuedBy: issuer, at: now)?.description
            }
        } catch {
            reasons.append(error.description)
        }
        guard reasons.isEmpty else { return PartyInspection.row(named: name, of: leaf, .refused(reasons), now) }
        var remarks = keys.revocations.remarks(at: now)
        let days = PartyInspection.daysLeft(of: leaf, at: now)
        if days <= attentionDays { remarks.append("expires in \(days) days") }
        return PartyInspection.row(named: name, of: leaf, remarks.isEmpty ? .good : .attention(remarks), now)
    }
}
