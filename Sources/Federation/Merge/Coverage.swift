package import Domain

/// The share of the federation's visible profiles that was searched (dekking).
package enum Coverage {
    /// 0 to 1. A region whose number nobody knows counts as the mean of the known ones; with none known, as one each.
    package static func share(answered: Set<RegionCode>, of all: [RegionCode], visible: [RegionCode: Int]) -> Double {
        guard !all.isEmpty else { return 0 }
        let known = all.compactMap { visible[$0] }
        let mean = known.isEmpty ? 1 : Double(known.reduce(0, +)) / Double(known.count)
        let weights = all.map { region in (region, visible[region].map(Double.init) ?? mean) }
        let total = weights.reduce(0) { $0 + $1.1 }
        guard total > 0 else { return Double(all.count { answered.contains($0) }) / Double(all.count) }
        return weights.reduce(0) { $0 + (answered.contains($1.0) ? $1.1 : 0) } / total
    }
}
