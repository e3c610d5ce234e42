import Domain

/// Where the people of one region live: its municipalities' postcode areas, drawn by inhabitants (CBS, 2021).
struct Whereabouts {
    struct Home {
        let municipality: Municipality
        let postcode: Postcode
    }

    private static let letters = Array("ABCDEGHJKLMNPRSTVWXZ".unicodeScalars)
    private let areas: [(area: PostcodeArea, municipality: Municipality)]
    private let choice: WeightedChoice

    init(region: Region, places: PostcodeTable) {
        let byCode = Dictionary(region.municipalities.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        let entries = places.entries.compactMap { entry in byCode[entry.municipality].map { (entry, $0) } }
        areas = entries.map { (area: $0.0.area, municipality: $0.1) }
        choice = WeightedChoice(entries.map(\.0.inhabitants))
    }

    /// A home, or nil when nobody lives in the region's areas.
    func home(_ draw: inout Draw) -> Home? {
        guard let index = choice.draw(&draw) else { return nil }
        let (area, municipality) = areas[index]
        for _ in 0..<8 {
            let first = Self.letters[draw.below(Self.letters.count)]
            let second = Self.letters[draw.below(Self.letters.count)]
            if let postcode = try? Postcode("\(area)\(first)\(second)") {
                return Home(municipality: municipality, postcode: postcode)
            }
        }
        return (try? Postcode("\(area)AA")).map { Home(municipality: municipality, postcode: $0) }
    }
}
