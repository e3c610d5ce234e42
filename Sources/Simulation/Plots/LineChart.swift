import Foundation

/// Lines over two axes, as one SVG document that stands alone: readable without colour, with a title for whoever does
/// not see it.
package struct LineChart: Sendable {
    /// One line, named in the legend.
    package struct Series: Sendable {
        let name: String
        let points: [(x: Double, y: Double)]
        let isStepped: Bool
        /// Whether each point has a dot: the line between says nothing.
        let isMarked: Bool

        package init(
            _ name: String, _ points: [(x: Double, y: Double)], isStepped: Bool = false, isMarked: Bool = false
        ) {
            self.name = name
            self.points = points
            self.isStepped = isStepped
            self.isMarked = isMarked
        }
    }

    /// A stretch of the x axis that is shaded.
    package struct Band: Sendable {
        let from: Double
        let until: Double

        package init(from: Double, until: Double) {
            self.from = from
            self.until = until
        }
    }

    /// An axis from `least` to `most`, with its ticks.
    package struct Axis: Sendable {
        let label: String
        let ticks: [(value: Double, text: String)]
        let least: Double
        let most: Double
        let isLogarithmic: Bool

        package init(
            _ label: String, from least: Double, to most: Double, ticks: [(Double, String)],
            isLogarithmic: Bool = false
        ) {
            self.label = label
            self.least = least
            self.most = most
            self.ticks = ticks.map { (value: $0.0, text: $0.1) }
            self.isLogarithmic = isLogarithmic
        }

        /// 0 at the beginning, 1 at the end; what lies outside is put on the edge.
        func share(_ value: Double) -> Double {
            let share =
                isLogarithmic
                ? log(max(value, least) / least) / log(most / least) : (value - least) / (most - least)
            return min(1, max(0, share))
        }
    }

    static let width = 860.0
    static let height = 460.0
    private static let left = 78.0
    private static let right = 24.0
    private static let top = 92.0
    private static let bottom = 62.0
    private static let ink = "#1f2933"
    private static let faint = "#d3d9e0"
    private static let dashes = ["", "7 4", "2 3", "10 3 2 3"]
    /// Told apart by those who see few colours too (Okabe and Ito).
    private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"]

    package let title: String
    package let subtitle: String
    package let x: Axis
    package let y: Axis
    package let series: [Series]
    package let bands: [Band]
    /// What a shaded stretch means.
    package let bandMeaning: String

    package init(
        title: String, subtitle: String, x: Axis, y: Axis, series: [Series], bands: [Band] = [],
        bandMeaning: String = ""
    ) {
        self.title = title
        self.subtitle = subtitle
        self.x = x
        self.y = y
        self.series = series
        self.bands = bands
        self.bandMeaning = bandMeaning
    }

    /// The whole document.
    package var svg: String {
        var text = SVGText()
        text.label(title, [], name: "title")
        text.label(subtitle, [], name: "desc")
        text.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "white")])
        text.label(title, [("x", "24"), ("y", "32"), ("font-size", "19"), ("font-weight", "bold"), ("fill", Self.ink)])
        text.label(subtitle, [("x", "24"), ("y", "54"), ("font-size", "13"), ("fill", Self.ink)])
        drawBands(&text)
        drawAxes(&text)
        drawSeries(&text)
        drawLegend(&text)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
            font-family="Helvetica, Arial, sans-serif">
            \(text.text)</svg>

            """
    }

    private func across(_ value: Double) -> Double {
        Self.left + x.share(value) * (Self.width - Self.left - Self.right)
    }

    private func down(_ value: Double) -> Double {
        Self.height - Self.bottom - y.share(value) * (Self.height - Self.top - Self.bottom)
    }

    private func drawBands(_ text: inout SVGText) {
        for band in bands where band.until > x.least && band.from < x.most {
            let (from, until) = (across(band.from), across(band.until))
            text.element(
                "rect",
                [
                    ("x", Self.number(from)), ("y", Self.number(Self.top)),
                    ("width", Self.number(max(1.5, until - from))),
                    ("height", Self.number(Self.height - Self.top - Self.bottom)), ("fill", "#f0b429"),
                    ("fill-opacity", "0.28"),
                ])
        }
    }

    private func drawAxes(_ text: inout SVGText) {
        let (floor, end) = (Self.height - Self.bottom, Self.width - Self.right)
        for tick in y.ticks {
            let height = down(tick.value)
            text.element("line", line(Self.left, height, end, height, Self.faint))
            text.label(
                tick.text,
                [
                    ("x", Self.number(Self.left - 8)), ("y", Self.number(height + 4)), ("text-anchor", "end"),
                    ("font-size", "12"), ("fill", Self.ink),
                ])
        }
        for tick in x.ticks {
            let place = across(tick.value)
            text.element("line", line(place, floor, place, floor + 5, Self.ink))
            text.label(
                tick.text,
                [
                    ("x", Self.number(place)), ("y", Self.number(floor + 19)), ("text-anchor", "middle"),
                    ("font-size", "12"), ("fill", Self.ink),
                ])
        }
        text.element("line", line(Self.left, floor, end, floor, Self.ink))
        text.label(
            x.label,
            [
                ("x", Self.number((Self.left + end) / 2)), ("y", Self.number(Self.height - 14)),
                ("text-anchor", "middle"), ("font-size", "13"), ("fill", Self.ink),
            ])
        let middle = (Self.top + floor) / 2
        text.label(
            y.label,
            [
                ("x", "20"), ("y", Self.number(middle)), ("text-anchor", "middle"), ("font-size", "13"),
                ("fill", Self.ink), ("transform", "rotate(-90 20 \(Self.number(middle)))"),
            ])
    }

    private func drawSeries(_ text: inout SVGText) {
        for (place, series) in series.enumerated() {
            var points: [String] = []
            var previous: Double?
            for point in series.points {
                if series.isStepped, let previous {
                    points.append("\(Self.number(across(point.x))),\(Self.number(previous))")
                }
                points.append("\(Self.number(across(point.x))),\(Self.number(down(point.y)))")
                previous = down(point.y)
            }
            text.element("polyline", [("points", points.joined(separator: " ")), ("fill", "none")] + stroke(place))
            for point in series.points where series.isMarked {
                text.element(
                    "circle",
                    [
                        ("cx", Self.number(across(point.x))), ("cy", Self.number(down(point.y))), ("r", "4"),
                        ("fill", Self.colours[place % Self.colours.count]),
                    ])
            }
        }
    }

    private func drawLegend(_ text: inout SVGText) {
        var left = Self.left
        for (place, series) in series.enumerated() {
            text.element(
                "polyline",
                [("points", "\(Self.number(left)),76 \(Self.number(left + 26)),76"), ("fill", "none")] + stroke(place))
            text.label(
                series.name, [("x", Self.number(left + 32)), ("y", "80"), ("font-size", "12"), ("fill", Self.ink)])
            left += 54 + 6.6 * Double(series.name.count)
        }
        guard !bands.isEmpty else { return }
        text.element(
            "rect",
            [
                ("x", Self.number(left)), ("y", "70"), ("width", "22"), ("height", "12"), ("fill", "#f0b429"),
                ("fill-opacity", "0.28"),
            ])
        text.label(bandMeaning, [("x", Self.number(left + 28)), ("y", "80"), ("font-size", "12"), ("fill", Self.ink)])
    }

    private func stroke(_ place: Int) -> [(String, String)] {
        [
            ("stroke", Self.colours[place % Self.colours.count]), ("stroke-width", "2.2"),
            ("stroke-dasharray", Self.dashes[place % Self.dashes.count]), ("stroke-linejoin", "round"),
        ]
    }

    private func line(
        _ fromX: Double, _ fromY: Double, _ toX: Double, _ toY: Double, _ colour: String
    ) -> [(String, String)] {
        [
            ("x1", Self.number(fromX)), ("y1", Self.number(fromY)), ("x2", Self.number(toX)), ("y2", Self.number(toY)),
            ("stroke", colour), ("stroke-width", "1"),
        ]
    }

    /// One decimal.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
