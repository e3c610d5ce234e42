import Domain

/// Where the people are who were found, and how far and how soon, as `map.mustache` reads it. Drawn from the middles of
/// municipalities: no tiles, nothing from elsewhere.
struct MapView {
    /// Municipalities that get a circle and a row: those of most people.
    static let most = 40

    let width: Int
    let height: Int
    let regions: [MapRegion]
    let circles: [Circle]
    let around: Around?
    /// All of it in words.
    let sentence: String
    let absent: String?
    let rows: [Row]
    /// People in municipalities that have no row.
    let rest: String?
    let far: BarsView?
    let soon: BarsView?
    let canCount: Bool
    let isIncomplete: Bool
    /// Somebody asked for what stands in it.
    let isOpen: Bool

    /// People of one municipality.
    struct Circle {
        let x: Int
        let y: Int
        let radius: Int
        let title: String
    }

    /// The place that was searched around.
    struct Around {
        let x: Int
        let y: Int
        let radius: Int
    }

    /// The figures of a circle.
    struct Row {
        let name: String
        let count: String
        let away: String?
    }

    /// Nil before anybody is found, and where nothing is known of where municipalities lie.
    init?(_ results: SearchResults, _ page: SearchPage, _ labels: FilterLabels) {
        let centres = page.choices.centres
        guard results.total > 0, let plane = MapPlane(centres.map(\.point)) else { return nil }
        let counts = results.facets[.municipality] ?? [:]
        let filled = centres.compactMap { centre in
            counts[centre.municipality.code].map { (centre: centre, count: $0) }
        }.filter { $0.count > 0 }.sorted {
            $0.count != $1.count ? $0.count > $1.count : $0.centre.municipality.code < $1.centre.municipality.code
        }
        (width, height) = (plane.width, plane.height)
        regions = MapRegion.all(results, page.choices, on: plane)
        let greatest = filled.first?.count ?? 1
        let shown = filled.prefix(Self.most)
        circles = shown.map { place in
            let (x, y) = plane.point(place.centre.point)
            let share = (Double(place.count) / Double(greatest)).squareRoot()
            return Circle(
                x: x, y: y, radius: 5 + Int(20 * share),
                title: "\(labels.municipality(place.centre.municipality)): \(Figures.people(place.count))")
        }
        rows = shown.map { place in
            Row(
                name: labels.municipality(place.centre.municipality), count: Figures.count(place.count),
                away: results.area.map { "\(Int(place.centre.point.distanceKm(to: $0.centre).rounded())) km" })
        }
        let others = filled.dropFirst(Self.most)
        rest =
            others.isEmpty
            ? nil
            : "In \(others.count) andere gemeenten samen: \(Figures.people(others.reduce(0) { $0 + $1.count }))."
        around = results.area.map { area in
            let (x, y) = plane.point(area.centre)
            return Around(x: x, y: y, radius: plane.units(kilometres: area.distanceKm))
        }
        let silent = results.outcomes.filter { ![.answered, .notAsked].contains($0.state) }
        absent =
            silent.isEmpty
            ? nil : "Gestreept: geen antwoord van \(Figures.list(silent.map { labels.region($0.region) }))."
        sentence = Self.sentence(rows, absent)
        far = results.area.flatMap { BarsView(distancesFrom: $0.centre, of: filled) }
        soon = results.availability.flatMap { BarsView($0) }
        isIncomplete = results.availability == .incomplete
        canCount = results.availability == nil && results.shownBefore == 0
        isOpen = results.availability != nil
    }

    private static func sentence(_ rows: [Row], _ absent: String?) -> String {
        let first = rows.prefix(5).map { "\($0.name) \($0.count)" }
        let most = first.isEmpty ? [] : ["Kaart. De meeste mensen wonen in: \(Figures.list(Array(first)))."]
        return (most + [absent].compactMap(\.self) + ["Alle getallen staan in de tabel."]).joined(separator: " ")
    }
}
