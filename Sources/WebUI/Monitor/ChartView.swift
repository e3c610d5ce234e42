import Domain
import Foundation

/// One chart of a node's history, as `chart.mustache` draws it: lines with gaps where nobody looked, pauses shaded, and
/// a table of the same.
struct ChartView {
    static let width = 720
    static let height = 180
    /// Units left of the lines, for the words of the axis.
    static let left = 64
    private static let bottom = 24

    /// One line, told from the others by its dashes too.
    struct Line {
        let name: String
        let kind: String
        let segments: [String]
        let legendX: Int
    }

    struct Tick {
        let place: Int
        let text: String
    }

    struct Shade {
        let x: Int
        let width: Int
    }

    let title: String
    let sentence: String
    let lines: [Line]
    let rows: [Tick]
    let columns: [Tick]
    let shades: [Shade]
    let width = ChartView.width
    let height = ChartView.height
    let axisY = ChartView.height - ChartView.bottom
    let left = ChartView.left
    let plotWidth = ChartView.width - ChartView.left

    /// - Parameters:
    ///   - series: lines with the value of each point; nil is a gap.
    ///   - top: the least that the axis reaches to.
    ///   - word: how a value is written.
    init(
        _ title: String, _ points: [HealthPoint], from: Date, to: Date, range: HealthRange, top least: Double,
        series: [(name: String, value: (HealthPoint) -> Double?)], word: (Double) -> String
    ) {
        self.title = title
        let values = points.flatMap { point in series.compactMap { $0.value(point) } }
        let top = max(Self.nice(values.max() ?? 0), least)
        let span = max(1, to.timeIntervalSince(from))
        func x(_ date: Date) -> Double {
            Double(Self.left) + date.timeIntervalSince(from) / span * Double(Self.width - Self.left)
        }
        let floor = Double(Self.height - Self.bottom)
        lines = series.enumerated().map { place, line in
            var run: [(x: Double, y: Double)?] = []
            var end: Date?
            for point in points {
                if let end, point.start.timeIntervalSince(end) > 1 { run.append(nil) }
                end = point.start.addingTimeInterval(TimeInterval(point.seconds))
                run.append(
                    line.value(point).map { value in
                        (x: x(point.start), y: floor - value / top * (floor - 12))
                    })
            }
            return Line(
                name: line.name, kind: "line-\(place)", segments: Polyline.segments(run),
                legendX: Self.left + 8 + place * 90)
        }
        rows = [0, 0.5, 1].map { share in
            Tick(place: Int(floor - share * (floor - 12)), text: word(top * share))
        }
        columns = (0...4).map { place in
            let date = from.addingTimeInterval(span * Double(place) / 4)
            return Tick(place: Int(x(date)), text: date.label(range))
        }
        shades = points.filter { $0.paused == $0.looks }.map { point in
            Shade(
                x: Int(x(point.start)),
                width: max(1, Int((TimeInterval(point.seconds) / span * Double(Self.width - Self.left)).rounded(.up))))
        }
        let last = points.last.flatMap { point in
            series.compactMap { line in line.value(point).map { "\(line.name) \(word($0))" } }.joined(separator: ", ")
        }
        sentence = "\(title): " + (last.flatMap { $0.isEmpty ? nil : "het laatst \($0)" } ?? "niets gemeten") + "."
    }

    /// 1, 2 or 5 times a power of ten, at least `value`.
    private static func nice(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        let power = pow(10, (log10(value)).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value } ?? value
    }
}

extension Date {
    /// How a chart of `range` writes it: `14.05`, or `24-11` for what is longer than a day.
    func label(_ range: HealthRange) -> String {
        let parts = CalendarDay.dutchCalendar.dateComponents([.month, .day, .hour, .minute], from: self)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return switch range {
        case .hour, .day: "\(two(parts.hour)).\(two(parts.minute))"
        case .week, .quarter: "\(parts.day ?? 0)-\(parts.month ?? 0)"
        }
    }
}
