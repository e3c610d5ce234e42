package import Domain
package import Foundation

/// The first line of a region's answer: what was searched and how many were found.
package struct NodeAnswerHeader: Hashable, Sendable {
    package let region: RegionCode
    /// The verklaring's `jti`.
    package let searchID: String
    /// Everybody found, shown or not.
    package let total: Int
    /// Everybody visible in the region; weighs `dekking`.
    package let visible: Int
    package let asOf: Date
    package let registrySerial: Int
    /// The number of the epoch that it was scored by.
    package let epoch: Int
    package let facets: [Facet: [FacetCount]]

    package init(
        region: RegionCode, searchID: String, total: Int, visible: Int, asOf: Date, registrySerial: Int,
        epoch: Int = Epoch.none.number, facets: [Facet: [FacetCount]]
    ) {
        self.region = region
        self.searchID = searchID
        self.total = total
        self.visible = visible
        self.asOf = asOf
        self.registrySerial = registrySerial
        self.epoch = epoch
        self.facets = facets
    }
}

/// A piece of a fragment: found words are marked.
package struct FragmentPart: Hashable, Sendable {
    package let text: String
    package let match: Bool

    package init(text: String, match: Bool) {
        self.text = text
        self.match = match
    }
}

/// One person in a list, as the home region sends it. Of `profile` only what a list may show is written: no id, no
/// name, no contact, no employer (design.md §6).
package struct WireHit: Sendable {
    package let handle: String
    package let region: RegionCode
    package let score: Int
    package let tie: UInt64
    package let profile: ShowcaseProfile
    package let fragment: [FragmentPart]
    package let reasons: [MatchReason]

    package init(
        handle: String, region: RegionCode, score: Int, tie: UInt64, profile: ShowcaseProfile,
        fragment: [FragmentPart], reasons: [MatchReason]
    ) {
        self.handle = handle
        self.region = region
        self.score = score
        self.tie = tie
        self.profile = profile
        self.fragment = fragment
        self.reasons = reasons
    }
}

/// Makes what proves a region's line to the region that asked.
package struct LineProof {
    /// A hit's score, tie-breaker and line.
    package typealias Listed = (score: Int, tie: UInt64, line: ArraySlice<UInt8>)

    let list: ([Listed]) -> String
    let seal: ([UInt8]) -> String

    /// - Parameters:
    ///   - list: the ordered hits as a text without escapes (`lijst`).
    ///   - seal: over all of the line before it (`zegel`); `RegionLine.sealCharacters` long.
    package init(list: @escaping ([Listed]) -> String, seal: @escaping ([UInt8]) -> String) {
        self.list = list
        self.seal = seal
    }
}
