import Crypto
package import Domain
package import Foundation

/// Who may use a handle: one person of one region.
package struct Requester: Hashable, Sendable {
    package let region: OIN
    /// The pseudonym of the verklaring.
    package let person: String

    package init(region: OIN, person: String) {
        self.region = region
        self.person = person
    }
}

/// What a handle stands for.
package struct HandleGrant: Hashable, Sendable {
    package let profile: ProfileID
    /// The profile's generation of visibility: hide and show do not revive a handle (I-5).
    package let generation: Int
    package let requester: Requester
    /// The transaction id of the search that gave it.
    package let search: String
    package let purpose: Purpose
    package let expires: Date

    package init(
        profile: ProfileID, generation: Int, requester: Requester, search: String, purpose: Purpose, expires: Date
    ) {
        self.profile = profile
        self.generation = generation
        self.requester = requester
        self.search = search
        self.purpose = purpose
        self.expires = expires
    }
}

/// Why a handle does not open. For the audit log; the asker gets the one 404.
package enum HandleRefusal: String, Error, Hashable, Sendable, CaseIterable {
    case malformed, otherRegion, altered, expired, otherRequester
}

/// Makes and opens handles (handvatten): `<region>.<base64url>`, sealed under the region's own key of the day
/// (AES-256-GCM): the key's id, nonce, ciphertext and tag.
///
/// Nobody else can open, alter, share or enumerate one. Its length depends on requester and purpose only.
package struct HandleSealer: Sendable {
    private static let magic: UInt8 = 1
    private let region: RegionCode
    private let keys: HandleKeys
    private let now: @Sendable () -> Date

    package init(region: RegionCode, keys: HandleKeys, now: @escaping @Sendable () -> Date) {
        self.region = region
        self.keys = keys
        self.now = now
    }

    /// The region that `handle` says it is of; nil when it has not the form of a handle.
    package static func region(of handle: String) -> RegionCode? {
        let parts = handle.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count <= 1_024 else { return nil }
        return try? RegionCode(String(parts[0]))
    }

    /// - Throws: only when AES-GCM refuses, which it does not for a grant of any size here.
    package func seal(_ grant: HandleGrant) throws -> String {
        guard let key = keys.current else { throw HandleRefusal.malformed }
        let box = try AES.GCM.seal(encode(grant), using: key.key, authenticating: bound(to: key.id))
        guard let combined = box.combined else { throw HandleRefusal.malformed }
        return "\(region.slug).\(Base64URL.encode([UInt8](bigEndian: key.id) + combined))"
    }

    /// What `handle` grants to `requester` now.
    package func open(_ handle: String, requester: Requester) throws(HandleRefusal) -> HandleGrant {
        guard let region = Self.region(of: handle) else { throw .malformed }
        guard region == self.region else { throw .otherRegion }
        guard let sealed = Base64URL.decode(handle.dropFirst(region.slug.utf8.count + 1)) else { throw .malformed }
        let id = UInt32(sealed.prefix(4).bigEndianValue)
        guard let key = keys.key(id), let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst(4)),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: bound(to: id)),
            let grant = decode(Array(bytes))
        else { throw .altered }
        guard grant.expires > now() else { throw .expired }
        guard grant.requester == requester else { throw .otherRequester }
        return grant
    }

    private func bound(to id: UInt32) -> [UInt8] { Array(region.slug.utf8) + [UInt8](bigEndian: id) }

    private func encode(_ grant: HandleGrant) -> [UInt8] {
        let purpose = grant.purpose
        return PackedGrant(
            kind: Self.magic, profile: grant.profile, generation: grant.generation, expires: grant.expires,
            texts: [
                grant.requester.region.digits, grant.requester.person, grant.search, purpose.activity.rawValue,
                purpose.basis.rawValue, purpose.vacancy ?? "",
            ]
        ).bytes
    }

    private func decode(_ bytes: [UInt8]) -> HandleGrant? {
        guard let packed = PackedGrant(bytes, texts: 6), packed.kind == Self.magic,
            let region = try? OIN(packed.texts[0]), let activity = Activity(rawValue: packed.texts[3]),
            let basis = LegalBasis(rawValue: packed.texts[4]),
            let purpose = try? Purpose(
                activity: activity, basis: basis, vacancy: packed.texts[5].isEmpty ? nil : packed.texts[5])
        else { return nil }
        return HandleGrant(
            profile: packed.profile, generation: packed.generation,
            requester: Requester(region: region, person: packed.texts[1]), search: packed.texts[2], purpose: purpose,
            expires: packed.expires)
    }
}
