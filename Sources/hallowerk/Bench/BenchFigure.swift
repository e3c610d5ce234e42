import ArgumentParser
import Foundation

/// One figure of a benchmark: what it is, what is asked, and what was measured.
struct BenchFigure: Sendable {
    let name: String
    let goal: String
    let measured: String
    /// nil when there is nothing to compare with.
    let isMet: Bool?

    /// How busy the machine was with other work when the benchmark began.
    static func load() -> BenchFigure {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return BenchFigure(
            name: "load of the machine before it began", goal: "",
            measured: "\(text.split(separator: " ").first ?? "unknown") on \(processors) processors", isMet: nil)
    }

    /// Prints the figures.
    ///
    /// - Throws: `ExitCode` 2 when a goal was missed.
    static func report(_ figures: [BenchFigure], json: Bool) throws {
        print(json ? try Self.json(figures) : table(figures))
        if figures.contains(where: { $0.isMet == false }) { throw ExitCode(2) }
    }

    /// Every figure in a table whose columns align.
    static func table(_ figures: [BenchFigure]) -> String {
        var table = TextTable([("figure", .left), ("goal", .left), ("measured", .left), ("", .left)])
        for figure in figures {
            let verdict = figure.isMet.map { TextTable.Cell($0 ? "met" : "MISSED", $0 ? .green : .red) }
            table.add([.init(figure.name), .init(figure.goal), .init(figure.measured), verdict ?? .init("")])
        }
        return table.rendered()
    }

    /// The same as a JSON document.
    static func json(_ figures: [BenchFigure]) throws -> String {
        struct Figure: Encodable {
            let figuur, doel, gemeten: String
            let gehaald: Bool?
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let rows = figures.map { Figure(figuur: $0.name, doel: $0.goal, gemeten: $0.measured, gehaald: $0.isMet) }
        return String(decoding: try encoder.encode(["cijfers": rows]), as: UTF8.self)
    }
}

/// Numbers as a table shows them.
enum BenchText {
    static func milliseconds(_ duration: Duration) -> String {
        decimals(duration / .milliseconds(1), duration < .milliseconds(10) ? 2 : 0) + " ms"
    }

    static func seconds(_ duration: Duration) -> String { decimals(duration / .seconds(1), 2) + " s" }

    static func perSecond(_ count: Int, in duration: Duration) -> String {
        "\(Int(Double(count) / (duration / .seconds(1)))) rows/s"
    }

    static func times(_ ratio: Double) -> String { decimals(ratio, 2) + " x" }

    static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }

    static func decimals(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = Int((value * scale).rounded())
        guard places > 0 else { return "\(whole)" }
        let digits = String(whole % Int(scale))
        return "\(whole / Int(scale))." + String(repeating: "0", count: places - digits.count) + digits
    }
}
