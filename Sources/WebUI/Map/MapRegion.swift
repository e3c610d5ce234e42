import Domain

/// A region on the map: the shape around the middles of its municipalities, and its name.
struct MapRegion {
    /// Characters of a name on one line, if it can be broken.
    private static let lineLength = 13

    let path: String
    /// Its people are not in the list, though they were asked for.
    let isMissing: Bool
    /// It was not asked.
    let isLeftOut: Bool
    let lines: [Line]

    /// Where its name stands.
    let x: Int
    let y: Int

    /// A piece of the name.
    struct Line {
        let text: String
        /// How far it stands below the one before, or the first below the middle.
        let down: String
    }

    /// Every region that has municipalities, in the order of the page.
    static func all(_ results: SearchResults, _ choices: SearchChoices, on plane: MapPlane) -> [MapRegion] {
        let centres = Dictionary(grouping: choices.centres, by: \.region)
        let states = Dictionary(
            results.outcomes.map { ($0.region, $0.state) }, uniquingKeysWith: { first, _ in first })
        return choices.regions.compactMap { region in
            let points = (centres[region.code] ?? []).map { plane.point($0.point) }
            guard !points.isEmpty else { return nil }
            return MapRegion(region.name, points, states[region.code] ?? .notAsked)
        }
    }

    private init(_ name: String, _ points: [(x: Int, y: Int)], _ state: RegionOutcome.State) {
        x = points.reduce(0) { $0 + $1.x } / points.count
        y = points.reduce(0) { $0 + $1.y } / points.count
        let corners = Self.hull(of: points)
        path = "M" + corners.map { "\($0.x) \($0.y)" }.joined(separator: "L") + "z"
        isMissing = ![.answered, .notAsked].contains(state)
        isLeftOut = state == .notAsked
        let pieces = Self.pieces(of: name)
        lines = pieces.enumerated().map { place, text in
            // So that the middle of all lines stands where the middle of one would.
            Line(text: text, down: place > 0 ? "1.1em" : ["0.35em", "-0.2em", "-0.75em"][min(pieces.count, 3) - 1])
        }
    }

    /// The outermost of `points`, going round (Andrew's monotone chain).
    private static func hull(of points: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
        let sorted = points.sorted { $0.x != $1.x ? $0.x < $1.x : $0.y < $1.y }
        guard sorted.count > 2 else { return sorted }
        func chain(_ points: some Sequence<(x: Int, y: Int)>) -> [(x: Int, y: Int)] {
            var chain: [(x: Int, y: Int)] = []
            for point in points {
                while chain.count > 1, turn(chain[chain.count - 2], chain[chain.count - 1], point) <= 0 {
                    chain.removeLast()
                }
                chain.append(point)
            }
            return chain.dropLast()
        }
        return chain(sorted) + chain(sorted.reversed())
    }

    /// More than nothing for a turn to one side, less for one to the other.
    private static func turn(_ from: (x: Int, y: Int), _ over: (x: Int, y: Int), _ to: (x: Int, y: Int)) -> Int {
        (over.x - from.x) * (to.y - from.y) - (over.y - from.y) * (to.x - from.x)
    }

    private static func pieces(of name: String) -> [String] {
        var pieces: [String] = []
        for word in name.split(separator: " ") {
            if let last = pieces.last, last.count + word.count < lineLength {
                pieces[pieces.count - 1] = "\(last) \(word)"
            } else {
                pieces.append(String(word))
            }
        }
        return pieces
    }
}
