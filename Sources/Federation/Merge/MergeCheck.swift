package import Domain

/// What the asking region checks of a merged answer, so that a gateway that drops order, repeats or invents is found
/// out.
package enum MergeCheck {
    /// A hit as the answer has it.
    package struct Hit: Sendable {
        let handle: String
        let region: RegionCode
        let key: Merge.Key

        package init(handle: String, region: RegionCode, score: Int, tie: UInt64) {
            self.handle = handle
            self.region = region
            key = Merge.Key(score: score, tie: tie)
        }
    }

    /// Something that does not add up.
    package enum Finding: Hashable, Sendable {
        case outOfOrder(position: Int)
        case twice(position: Int)
        case regionDidNotAnswer(RegionCode)
        case otherTotal(stated: Int, summed: Int)
        /// A registered region is not named exactly once (I-7).
        case regionNotOnce(RegionCode)
        case unknownRegion(RegionCode)
    }

    /// Everything that does not add up, in the order of the answer; empty when all does.
    package static func findings(
        hits: [Hit], total: Int, outcomes: [RegionOutcome], registry: Registry
    ) -> [Finding] {
        var findings: [Finding] = []
        var handles: Set<String> = []
        let answered = Set(outcomes.filter { $0.state == .answered }.map(\.region))
        for (position, hit) in hits.enumerated() {
            if position > 0, hit.key.precedes(hits[position - 1].key) {
                findings.append(.outOfOrder(position: position))
            }
            if !handles.insert(hit.handle).inserted { findings.append(.twice(position: position)) }
            if !answered.contains(hit.region) { findings.append(.regionDidNotAnswer(hit.region)) }
        }
        let summed = outcomes.reduce(0) { $0 + ($1.state == .answered ? $1.count ?? 0 : 0) }
        if summed != total { findings.append(.otherTotal(stated: total, summed: summed)) }
        let named = Dictionary(grouping: outcomes, by: \.region)
        for member in registry.members where named[member.region.code]?.count != 1 {
            findings.append(.regionNotOnce(member.region.code))
        }
        for region in named.keys.sorted() where registry.member(region) == nil {
            findings.append(.unknownRegion(region))
        }
        return findings
    }
}
