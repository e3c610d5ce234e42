import Domain

/// Numbers of people side by side, as `bars.mustache` reads them: bars to look at, and the same as a sentence.
struct BarsView {
    /// Units of the longest bar, between the words before it and the number behind it.
    private static let longest = 200
    private static let rowHeight = 28
    private static let barStart = 128

    let title: String
    let bars: [Bar]
    let height: Int
    let sentence: String
    /// What is counted, and how.
    let note: String

    struct Bar {
        let label: String
        let count: String
        let width: Int
        let y: Int
        let textY: Int
        let countX: Int
    }

    private init(_ title: String, _ counts: [(label: String, count: Int)], note: String) {
        self.title = title
        self.note = note
        let greatest = max(1, counts.map(\.count).max() ?? 1)
        bars = counts.enumerated().map { place, entry in
            let width = Self.longest * entry.count / greatest
            return Bar(
                label: entry.label, count: Figures.count(entry.count), width: width, y: place * Self.rowHeight + 4,
                textY: place * Self.rowHeight + 19, countX: Self.barStart + width + 8)
        }
        height = counts.count * Self.rowHeight + 4
        let parts = counts.map { "\($0.label) \(Figures.count($0.count))" }
        sentence = "\(title): \(parts.joined(separator: ", "))."
    }

    /// By how far the municipality of each lies from `centre`; nil for nobody.
    init?(distancesFrom centre: Coordinate, of places: [(centre: SearchChoices.Centre, count: Int)]) {
        guard !places.isEmpty else { return nil }
        let limits = [5, 10, 15, 25, 50]
        var sums = [Int](repeating: 0, count: limits.count + 1)
        for place in places {
            let distance = Int(place.centre.point.distanceKm(to: centre).rounded())
            sums[limits.firstIndex { distance <= $0 } ?? limits.count] += place.count
        }
        let labels = zip([0] + limits, limits).map { from, to in "\(from == 0 ? 0 : from + 1)-\(to) km" }
        let last = sums.lastIndex { $0 > 0 } ?? 0
        self.init(
            "Afstand", Array(zip(labels + ["meer dan 50 km"], sums).prefix(last + 1).map { ($0, $1) }),
            note: "Gemeten van de postcode naar het midden van de gemeente waar iemand woont.")
    }

    /// Nil for what could not be counted.
    init?(_ availability: SearchResults.Availability) {
        guard case .counted(let today, let soon, let later, let all) = availability else { return nil }
        let days = SearchResults.Availability.days
        self.init(
            "Beschikbaar",
            [
                ("per direct", today), ("binnen \(days.soon) dagen", max(0, soon - today)),
                ("binnen \(days.later) dagen", max(0, later - soon)), ("later", max(0, all - later)),
            ],
            note:
                "Alle gevonden mensen, naar de dag vanaf wanneer iemand kan beginnen. Iedereen heeft een dag opgegeven."
        )
    }
}
