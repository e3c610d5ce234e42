import Domain

/// How somebody was over a time, as `band.mustache` draws it: a bar for each part, higher and of another colour as it
/// was worse, none where nobody looked; and the same as a sentence.
struct BandView {
    /// Units of one part, and of the whole height.
    private static let step = 3
    private static let tallest = 16

    /// All bars of one colour, as one path: a page has hundreds of bands.
    struct Shape {
        let tone: String
        let path: String
    }

    let width: Int
    let shapes: [Shape]
    /// `99,9 %`, or `-` when nobody looked.
    let share: String
    let sentence: String

    /// - Parameter time: what it is of, such as "Laatste 24 uur".
    init(_ cells: [BandCell?], time: String) {
        width = cells.count * Self.step
        shapes = NodeHealth.Mark.allCases.compactMap { mark in
            let height = mark == .ok ? 6 : mark == .attention ? 11 : Self.tallest
            var path = ""
            for (place, cell) in cells.enumerated() where cell?.worst == mark {
                path += "M\(place * Self.step) \(Self.tallest)v-\(height)h2v\(height)z"
            }
            return path.isEmpty ? nil : Shape(tone: mark.wording.tone, path: path)
        }
        let sum = cells.compactMap(\.self).reduce(Availability()) { $0 + $1.availability }
        share = Figures.share(sum.share)
        let bad = cells.count { $0?.worst == .critical }
        let middling = cells.count { $0?.worst == .attention }
        let parts = cells.count == 48 ? "halve uren" : "dagen"
        sentence =
            "\(time): \(share) bereikbaar; storing in \(bad) en let op in \(middling) van \(cells.count) \(parts)."
    }
}

/// The last hour's times of answering in a small chart: half of the answers were quicker than the lower line, all but
/// one in twenty than the upper.
struct SparkView {
    private static let width = 120
    private static let height = 24

    let median: [String]
    let slow: [String]
    let sentence: String
    let text: String

    /// - Parameter minutes: oldest first.
    init(_ minutes: [LatencyFigures?]) {
        let known = minutes.compactMap(\.self)
        let top = max(known.map { $0.p99 / .milliseconds(1) }.max() ?? 1, 1)
        func lines(_ value: (LatencyFigures) -> Duration) -> [String] {
            Polyline.segments(
                minutes.enumerated().map { place, figures in
                    figures.map { figures in
                        (
                            x: Double(place * Self.width) / Double(max(minutes.count - 1, 1)),
                            y: Double(Self.height - 1) - value(figures) / .milliseconds(1) / top
                                * Double(Self.height - 2)
                        )
                    }
                })
        }
        median = lines(\.p50)
        slow = lines(\.p99)
        guard let last = known.last else {
            sentence = "Geen antwoorden in het laatste uur."
            text = "-"
            return
        }
        text = Figures.milliseconds(last.p50)
        sentence =
            "Antwoordtijd nu: p50 \(Figures.milliseconds(last.p50)), p95 \(Figures.milliseconds(last.p95)), "
            + "p99 \(Figures.milliseconds(last.p99))."
    }
}

/// Points as SVG writes them.
enum Polyline {
    /// A line for each run of points without a gap: `x,y x,y`.
    static func segments(_ points: [(x: Double, y: Double)?]) -> [String] {
        points.split(whereSeparator: { $0 == nil }).map { run in
            let texts = run.compactMap { $0.map { "\(rounded($0.x)),\(rounded($0.y))" } }
            // One point alone is a dot of a line.
            return (texts.count == 1 ? texts + texts : texts).joined(separator: " ")
        }
    }

    private static func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}

extension Figures {
    /// `99,98 %`, rounded down, so that only all is 100 %; `-` for nil.
    static func share(_ share: Double?) -> String {
        share.map { "\(percent($0)) %" } ?? "-"
    }

    /// `99,96`; what is not wholly 100 is never rounded to it.
    static func percent(_ share: Double) -> String {
        let hundredths = Int((share * 10_000).rounded(.down))
        guard hundredths < 10_000 else { return "100" }
        let rest = hundredths % 100
        return "\(hundredths / 100),\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Days until `date`, as `12 dagen`, `1 dag`, `verlopen`.
    static func daysLeft(_ seconds: Double) -> String {
        let days = Int(seconds / 86_400)
        return seconds <= 0 ? "verlopen" : days == 1 ? "1 dag" : "\(days) dagen"
    }
}
