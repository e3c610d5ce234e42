import Domain
package import Foundation
import SwiftASN1
import X509

/// The revocation lists that a party has, and what is made of them: the one place that says so.
///
/// | what there is | what becomes of a certificate |
/// |---|---|
/// | a list of its CA, before `nextUpdate` | refused when it is on it, else accepted |
/// | the same, up to `grace` after `nextUpdate` | as above; `remarks` says that the list is late |
/// | the same, later | refused: what was revoked since is unknown |
/// | no list of its CA, and lists of others | refused |
/// | no `crl.pem` at all | accepted; `remarks` says so |
///
/// Of several lists of one CA the latest counts. What a late list names stays refused however late it is. The reasons
/// are in DESIGN.md.
package struct RevocationLists: Sendable {
    /// How long after `nextUpdate` a list is used.
    package static let grace = Limits.revocationGrace

    /// A list, and the keys that are known to have signed it.
    private struct Held {
        let list: RevocationList
        let keys: Set<Certificate.PublicKey>
    }

    /// False when the party has no `crl.pem`.
    package let arePresent: Bool
    private let held: [NameKey: [Held]]

    /// What a party has that has no `crl.pem`.
    package static let none = RevocationLists()

    private init() {
        arePresent = false
        held = [:]
    }

    /// - Parameter issuers: CAs whose lists are checked here, once; those of other CAs are checked with the chain that
    ///   a peer shows.
    init(_ lists: [RevocationList], issuers: [Certificate]) {
        arePresent = true
        held = Dictionary(grouping: lists, by: { NameKey($0.issuer) }).mapValues { lists in
            lists.map { list in
                Held(list: list, keys: Set(issuers.filter { list.isSigned(by: $0) }.map(\.publicKey)))
            }
        }
    }

    /// All, by issuer.
    package var lists: [RevocationList] {
        held.values.flatMap { $0.map(\.list) }
            .sorted { ($0.issuer.description, $0.thisUpdate) < ($1.issuer.description, $1.thisUpdate) }
    }

    /// When the first of them is to be replaced: of each CA the latest counts; nil without lists.
    package var nextUpdate: Date? {
        held.values.compactMap { $0.map(\.list).max { $0.thisUpdate < $1.thisUpdate }?.nextUpdate }.min()
    }

    /// Why `certificate` is not to be trusted, or nil.
    ///
    /// - Parameter issuer: the certificate that follows it in a chain whose signatures have been checked.
    func refusal(of certificate: Certificate, issuedBy issuer: Certificate, at now: Date) -> PeerRefusal? {
        guard arePresent else { return nil }
        let lists = held[NameKey(certificate.issuer), default: []].filter { held in
            held.keys.contains(issuer.publicKey) || (held.keys.isEmpty && held.list.isSigned(by: issuer))
        }
        return refusal(of: certificate.serialNumber, by: lists, issuer: issuer.subject.description, at: now)
    }

    /// Why a certificate whose chain was accepted before is not to be trusted now, or nil. Cheap: for every request.
    func refusal(of reference: CertificateReference, at now: Date) -> PeerRefusal? {
        guard arePresent else { return nil }
        let lists = held[reference.issuer, default: []]
        return refusal(
            of: reference.serial, by: lists, issuer: lists.first?.list.issuer.description ?? "its issuer", at: now)
    }

    private func refusal(
        of serial: Certificate.SerialNumber, by lists: [Held], issuer: @autoclosure () -> String, at now: Date
    ) -> PeerRefusal? {
        let begun = lists.lazy.map(\.list).filter { $0.thisUpdate <= now }
        guard let latest = begun.max(by: { $0.thisUpdate < $1.thisUpdate }) else { return .noRevocationList(issuer()) }
        if let entry = latest.entries[serial] { return .revoked(serial: serial.hexadecimal, reason: entry.reason) }
        guard now < latest.nextUpdate.addingTimeInterval(Self.grace) else {
            return .revocationListEnded(issuer: issuer(), at: latest.nextUpdate)
        }
        return nil
    }

    /// What an operator should know: that there are none, or that one is late.
    package func remarks(at now: Date) -> [String] {
        guard arePresent else {
            return ["no revocation list (crl.pem): a revoked certificate is accepted until it ends"]
        }
        let latest = held.values.compactMap { $0.map(\.list).max { $0.thisUpdate < $1.thisUpdate } }
        return latest.filter { $0.nextUpdate <= now }.sorted { $0.nextUpdate < $1.nextUpdate }.map { list in
            let end = list.nextUpdate.addingTimeInterval(Self.grace)
            return "the revocation list of \(list.issuer) is late: it was to be replaced by "
                + "\(list.nextUpdate.ISO8601Format()), and is "
                + (now < end ? "used until \(end.ISO8601Format())" : "used no more: peers under that CA are refused")
        }
    }
}
