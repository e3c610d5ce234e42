import Crypto
package import Domain
package import Foundation

/// What a reference stands for: somebody in this region, for long, and for whom.
package struct ReferenceGrant: Hashable, Sendable {
    /// What it is kept for; one kind never opens as another.
    package enum Kind: UInt8, CaseIterable, Sendable {
        /// On an organisation's list for a vacancy.
        case candidate = 1
        /// A message about somebody, of the one who sent it.
        case message = 2
        /// Somebody hidden of the own region on such a list: it never leaves the node.
        case hidden = 3
    }

    package let kind: Kind
    package let profile: ProfileID
    /// The profile's generation of visibility: hide and show do not revive a reference (I-5).
    package let generation: Int
    package let region: OIN
    /// Who may use it in that region: `candidate(organisation:vacancy:)`, `message(of:)`.
    package let holder: String
    /// What else it names, such as a message; at most 255 bytes.
    package let item: String
    package let expires: Date

    package init(
        _ kind: Kind, profile: ProfileID, generation: Int, region: OIN, holder: String, item: String = "",
        expires: Date
    ) {
        self.kind = kind
        self.profile = profile
        self.generation = generation
        self.region = region
        self.holder = holder
        self.item = item
        self.expires = expires
    }

    /// The holder of a candidate: everybody of one organisation, for one vacancy.
    package static func candidate(organisation: OIN, vacancy: String) -> String {
        "\(organisation.digits);\(vacancy)"
    }

    /// The holder of a message: one person.
    package static func message(of person: String) -> String { person }
}

/// Why a reference does not open. For the audit log; the asker learns nothing of it.
package enum ReferenceRefusal: String, Error, Hashable, Sendable, CaseIterable {
    case malformed, otherRegion, altered, expired, otherHolder
}

/// Makes and opens references (verwijzingen): what must outlast a handle, such as somebody on a shortlist or a message
/// that was sent (design.md §5). `<region>.<base64url>`, sealed under a key of the region's own that stays
/// (AES-256-GCM). It holds no copy of a profile, and only this region can open it.
package struct ReferenceSealer: Sendable {
    /// Longest reference, in bytes.
    package static let limit = 1_024

    private let region: RegionCode
    private let key: SymmetricKey
    private let now: @Sendable () -> Date

    package init(region: RegionCode, keys: LocalKeys, now: @escaping @Sendable () -> Date) {
        self.region = region
        key = keys.references
        self.now = now
    }

    /// The region that `reference` says it is of; nil when it has not the form of one.
    package static func region(of reference: String) -> RegionCode? {
        reference.utf8.count <= limit ? HandleSealer.region(of: reference) : nil
    }

    /// - Throws: only when AES-GCM refuses, which it does not for a grant of any size here.
    package func seal(_ grant: ReferenceGrant) throws -> String {
        guard let combined = try AES.GCM.seal(encode(grant), using: key, authenticating: bound).combined else {
            throw ReferenceRefusal.malformed
        }
        return "\(region.slug).\(Base64URL.encode(combined))"
    }

    /// What `reference` grants now to `holder` of `region`.
    package func open(
        _ reference: String, as kind: ReferenceGrant.Kind, region asker: OIN, holder: String
    ) throws(ReferenceRefusal) -> ReferenceGrant {
        guard let code = Self.region(of: reference) else { throw .malformed }
        guard code == region else { throw .otherRegion }
        guard let sealed = Base64URL.decode(reference.dropFirst(region.slug.utf8.count + 1)) else { throw .malformed }
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: bound),
            let grant = Self.decode(Array(bytes)), grant.kind == kind
        else { throw .altered }
        guard grant.expires > now() else { throw .expired }
        guard grant.region == asker, grant.holder == holder else { throw .otherHolder }
        return grant
    }

    private var bound: [UInt8] { Array("verwijzing \(region.slug)".utf8) }

    private func encode(_ grant: ReferenceGrant) -> [UInt8] {
        PackedGrant(
            kind: grant.kind.rawValue, profile: grant.profile, generation: grant.generation, expires: grant.expires,
            texts: [grant.region.digits, grant.holder, grant.item]
        ).bytes
    }

    private static func decode(_ bytes: [UInt8]) -> ReferenceGrant? {
        guard let packed = PackedGrant(bytes, texts: 3), let kind = ReferenceGrant.Kind(rawValue: packed.kind),
            let region = try? OIN(packed.texts[0])
        else { return nil }
        return ReferenceGrant(
            kind, profile: packed.profile, generation: packed.generation, region: region, holder: packed.texts[1],
            item: packed.texts[2], expires: packed.expires)
    }
}
