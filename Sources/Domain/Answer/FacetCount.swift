/// One value of a facet and how many people have it.
package struct FacetCount: Hashable, Sendable {
    package let value: String
    package let count: Int

    package init(value: String, count: Int) {
        self.value = value
        self.count = count
    }

    /// Most people first, then by value: one order everywhere.
    package static func ordered(_ counts: [FacetCount]) -> [FacetCount] {
        counts.sorted { $0.count != $1.count ? $0.count > $1.count : $0.value < $1.value }
    }

    /// As `ordered`, of how many have each value.
    package static func ordered(_ counts: [String: Int]) -> [FacetCount] {
        ordered(counts.map { FacetCount(value: $0.key, count: $0.value) })
    }

    /// The sums over all regions, of each facet that was asked.
    package static func sums(of all: [[Facet: [FacetCount]]], asked: [Facet]) -> [Facet: [FacetCount]] {
        var sums: [Facet: [FacetCount]] = [:]
        for facet in asked {
            var counts: [String: Int] = [:]
            for facets in all { for count in facets[facet] ?? [] { counts[count.value, default: 0] += count.count } }
            sums[facet] = ordered(counts)
        }
        return sums
    }
}
