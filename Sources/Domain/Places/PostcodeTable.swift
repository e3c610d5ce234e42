/// Where each four-digit postcode area lies and to which municipality most of it belongs. The same table in every
/// process, so that a distance is the same number wherever it is computed (I-6).
package struct PostcodeTable: Sendable {
    /// One area: its municipality, centre, and inhabitants (CBS, 2021; people are drawn by it).
    package struct Entry: Hashable, Sendable {
        package let area: PostcodeArea
        package let municipality: MunicipalityCode
        package let place: String
        package let centre: Coordinate
        package let inhabitants: Int

        package init(
            area: PostcodeArea, municipality: MunicipalityCode, place: String, centre: Coordinate, inhabitants: Int
        ) {
            self.area = area
            self.municipality = municipality
            self.place = place
            self.centre = centre
            self.inhabitants = inhabitants
        }
    }

    /// Ordered by area, each once.
    package let entries: [Entry]
    private let byArea: [PostcodeArea: Int]

    /// Of several entries with one area the first stays.
    package init(_ entries: [Entry]) {
        var seen: Set<PostcodeArea> = []
        self.entries = entries.filter { seen.insert($0.area).inserted }.sorted { $0.area < $1.area }
        byArea = Dictionary(uniqueKeysWithValues: self.entries.enumerated().map { ($0.element.area, $0.offset) })
    }

    package subscript(area: PostcodeArea) -> Entry? { byArea[area].map { entries[$0] } }
}
