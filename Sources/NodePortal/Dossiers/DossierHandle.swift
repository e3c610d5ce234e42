import Domain
import Dossiers
import Foundation
import Crypto
import Trust

/// Opaque texts in place of what may stand in no page and no URL: a person's id, and where a page of people ended.
///
/// Sealed to one user and one municipality: another user's, another municipality's and an altered one do not open.
struct DossierHandle: Sendable {
    /// How long one opens: as long as a session.
    static let seconds = Limits.handleSeconds
    private static let digestBytes = 16

    private let sealer: CursorSealer
    private let now: @Sendable () -> Date

    init(keys: LocalKeys, now: @escaping @Sendable () -> Date) {
        sealer = CursorSealer(key: keys.cursor)
        self.now = now
    }

    /// - Throws: only when AES-GCM refuses, which it does not for so few bytes.
    func seal(_ id: ProfileID, for worker: CaseWorker) throws -> String {
        let end = UInt64(max(0, now().timeIntervalSince1970)) + UInt64(Self.seconds)
        return try sealer.seal(id.bytes + Self.bytes(of: end), person: "dossier " + worker.sealName)
    }

    /// Whom `handle` opens, or nil: malformed, altered, expired, or somebody else's.
    func open(_ handle: String, for worker: CaseWorker) -> ProfileID? {
        guard let bytes = try? sealer.open(handle, person: "dossier " + worker.sealName), bytes.count == 24,
            bytes[16...].reduce(UInt64(0), { $0 << 8 | UInt64($1) }) > UInt64(max(0, now().timeIntervalSince1970))
        else { return nil }
        return ProfileID(bytes: bytes[..<16])
    }

    /// What follows on a page of those found with `text`.
    func seal(_ position: NamePosition, of text: String, for worker: CaseWorker) throws -> String {
        try sealer.seal(
            Self.digest(of: text) + position.id.bytes + Array(position.name.utf8), person: "mensen " + worker.sealName)
    }

    /// Where to go on, if `cursor` is this user's and of the same text.
    func open(_ cursor: String, of text: String, for worker: CaseWorker) -> NamePosition? {
        guard let bytes = try? sealer.open(cursor, person: "mensen " + worker.sealName),
            bytes.starts(with: Self.digest(of: text)), bytes.count >= Self.digestBytes + 16,
            let id = ProfileID(bytes: bytes[Self.digestBytes..<Self.digestBytes + 16])
        else { return nil }
        return NamePosition(name: String(decoding: bytes[(Self.digestBytes + 16)...], as: UTF8.self), id: id)
    }

    private static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)).prefix(digestBytes))
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
    }
}

/// A case manager at work, for the people of one municipality (P-ROL); or somebody who looks at them by exceptional
/// access (P-VIS-4).
struct CaseWorker: Sendable {
    let asker: PortalAsker
    let municipality: MunicipalityCode
    var emergency: EmergencyAccess?

    /// In the register of processing activities: support in finding work (Participatiewet art. 7), or managing the
    /// system.
    var activity: String { emergency == nil ? "dienstverlening" : "beheer-noodtoegang" }

    /// `object` as the audit log names it, with the exceptional access by which it is looked at.
    func object(_ object: String) -> String {
        emergency.map { "\(object), emergency access \($0.id.uuidString.lowercased())" } ?? object
    }

    /// `name` as the log of processings has it.
    func processing(_ name: String) -> String { emergency == nil ? name : "noodtoegang: \(name)" }

    /// To whom handles are sealed.
    var sealName: String { "\(asker.person) \(municipality.code)" }
}
