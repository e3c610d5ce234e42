import Access
import Crypto
import Domain
import Foundation
import Trust

/// Somebody who may look at the own region's hidden people, in one session.
struct HomeRegionHolder: Sendable {
    let asker: PortalAsker
    /// The session's token against forgery, which names it and opens nothing.
    let session: String

    /// What a handle or cursor is bound to.
    fileprivate var name: String { "\(asker.person)\n\(session)" }
}

extension HomeRegionHolder {
    init(_ visit: Visit, origin: String, keys: LocalKeys) {
        asker = PortalAsker(visit.account, origin: origin, keys: keys)
        session = visit.session.csrfToken
    }
}

/// Handles of hidden people, and cursors over lists of them: each good for one person in one session, at this node.
///
/// They are sealed under keys of their own, and have not the form of the federation's handles: no face of it opens one,
/// and the portal sends none out, nor a position among hidden people (I-3).
struct HomeRegionHandles: Sendable {
    /// What a handle stands for.
    struct Grant: Hashable, Sendable {
        let profile: ProfileID
        let generation: Int
        let purpose: Purpose
        /// In whole seconds.
        let expires: Date
    }

    /// Why a handle does not open; for the audit log. Altered, somebody else's and of another session look alike.
    enum Refusal: String, Error { case unreadable, expired, otherPurpose }

    private let sealer: CursorSealer
    private let cursors: PageCursor
    private let now: @Sendable () -> Date

    init(keys: LocalKeys, now: @escaping @Sendable () -> Date) {
        func key(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: keys.cursor, info: Data(use.utf8), outputByteCount: 32)
        }
        sealer = CursorSealer(key: key("eigen profiel"))
        cursors = PageCursor(key: key("eigen bladzijde"))
        self.now = now
    }

    /// A handle that opens for `Limits.handleSeconds` at most.
    func seal(_ profile: ProfileID, generation: Int, for purpose: Purpose, to holder: HomeRegionHolder) throws -> String
    {
        let expires = Int(now().timeIntervalSince1970) + Limits.handleSeconds
        let terms = [
            String(generation), String(expires), purpose.activity.rawValue, purpose.basis.rawValue,
            purpose.vacancy ?? "",
        ]
        return try sealer.seal(profile.bytes + Array(terms.joined(separator: ";").utf8), person: holder.name)
    }

    /// What `handle` grants to `holder` now, for the purpose of the search that gave it.
    func open(_ handle: String, for purpose: Purpose, by holder: HomeRegionHolder) throws(Refusal) -> Grant {
        guard let bytes = try? sealer.open(handle, person: holder.name), let grant = Self.read(bytes) else {
            throw .unreadable
        }
        guard grant.expires > now() else { throw .expired }
        guard grant.purpose == purpose else { throw .otherPurpose }
        return grant
    }

    func cursor(_ next: SearchPosition, of request: SearchRequest, for holder: HomeRegionHolder) throws -> String {
        try cursors.seal(next, of: request, person: holder.name)
    }

    func position(
        _ cursor: String, of request: SearchRequest, by holder: HomeRegionHolder
    ) throws(PageCursor.Refusal) -> SearchPosition {
        try cursors.open(cursor, of: request, person: holder.name)
    }

    private static func read(_ bytes: [UInt8]) -> Grant? {
        let terms = String(decoding: bytes.dropFirst(16), as: UTF8.self)
            .split(separator: ";", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        guard terms.count == 5, let profile = ProfileID(bytes: bytes.prefix(16)), let generation = Int(terms[0]),
            let expires = Int(terms[1]), let activity = Activity(rawValue: terms[2]),
            let basis = LegalBasis(rawValue: terms[3]),
            let purpose = try? Purpose(activity: activity, basis: basis, vacancy: terms[4].isEmpty ? nil : terms[4])
        else { return nil }
        return Grant(
            profile: profile, generation: generation, purpose: purpose,
            expires: Date(timeIntervalSince1970: TimeInterval(expires)))
    }
}
