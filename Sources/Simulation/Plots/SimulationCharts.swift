import Foundation

/// The charts of a simulation.
package enum SimulationCharts {
    /// Points of a drawn distribution.
    private static let points = 400

    /// The share of queries answered within a time, of the run with faults and of the same without.
    package static func latency(_ faulty: RunFigures, healthy: RunFigures) -> LineChart {
        func curve(_ figures: RunFigures) -> [(x: Double, y: Double)] {
            let sorted = figures.latencies
            return (1...points).compactMap { step in
                let share = Double(step) / Double(points)
                return Quantile.of(sorted, share).map { (x: $0 / .milliseconds(1), y: share * 100) }
            }
        }
        let times: [Double] = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000]
        return LineChart(
            title: "How long a query takes", subtitle: described(faulty.scenario),
            x: .init(
                "milliseconds, as the asking region sees it (logarithmic)", from: 5, to: 2_000,
                ticks: times.map { ($0, "\(Int($0))") }, isLogarithmic: true),
            y: .init(
                "queries answered within, %", from: 0, to: 100,
                ticks: [0, 25, 50, 75, 90, 99].map { ($0, "\(Int($0))") }),
            series: [
                .init("with faults: " + quantiles(faulty), curve(faulty)),
                .init("without: " + quantiles(healthy), curve(healthy)),
            ])
    }

    private static func quantiles(_ figures: RunFigures) -> String {
        let sorted = figures.latencies
        return [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)].map { name, share in
            "\(name) \(Quantile.of(sorted, share).map { "\(Int(($0 / .milliseconds(1)).rounded()))" } ?? "-")"
        }.joined(separator: ", ") + " ms"
    }

    /// Completeness over time, with the faults shaded.
    package static func completeness(_ figures: RunFigures) -> LineChart {
        let points = figures.timeline.compactMap { moment in
            moment.mean.map { (x: moment.from / .seconds(1), y: $0 * 100) }
        }
        let lowest = points.map(\.y).min() ?? 100
        let floor = lowest > 91 ? 90.0 : lowest > 76 ? 75 : lowest > 51 ? 50 : 0
        let length = figures.scenario.length / .seconds(1)
        return LineChart(
            title: "How much of the federation an answer covers (dekking)",
            subtitle: described(figures.scenario),
            x: .init("seconds", from: 0, to: length, ticks: ticks(to: length)),
            y: .init(
                "visible profiles searched, %", from: floor, to: 100,
                ticks: (0...4).map { step in
                    let value = floor + (100 - floor) * Double(step) / 4
                    return (value, decimals(value))
                }),
            series: [.init("mean of the queries asked then", points, isStepped: true)],
            bands: figures.scenario.faults.map { fault in
                LineChart.Band(from: fault.from / .seconds(1), until: fault.until / .seconds(1))
            }, bandMeaning: "a region is down, cut off or slow")
    }

    /// How busy gateways are, by their number.
    package static func gateways(_ runs: [RunFigures]) -> LineChart {
        let loads = runs.map { figures in
            (x: Double(figures.scenario.gateways), y: 100 * (figures.gatewayLoads.max() ?? 0))
        }
        let most = max(1, (loads.map(\.y).max() ?? 0) * 1.15)
        let step = [0.2, 0.5, 1, 2, 5, 10, 20].first { most / $0 <= 8 } ?? 50
        let counts = runs.map(\.scenario.gateways)
        let processors = runs.first?.scenario.gatewayProcessors ?? 0
        return LineChart(
            title: "How busy the busiest gateway is", subtitle: runs.first.map { described($0.scenario) } ?? "",
            x: .init(
                "gateways", from: Double(counts.min() ?? 1), to: Double(max(2, counts.max() ?? 2)),
                ticks: counts.map { (Double($0), "\($0)") }),
            y: .init(
                "of its processors' time, %", from: 0, to: most,
                ticks: Array(stride(from: 0, through: most, by: step)).map { ($0, decimals($0)) }),
            series: [.init("busiest gateway of \(processors) processors", loads, isMarked: true)])
    }

    private static func described(_ scenario: Scenario) -> String {
        "\(scenario.regions) regions, \(grouped(scenario.profiles)) profiles, "
            + "\(grouped(scenario.accountManagers)) accountmanagers, "
            + "\(decimals(scenario.queriesPerSecond)) queries/s; seed \(scenario.seed)"
    }

    private static func ticks(to length: Double) -> [(Double, String)] {
        let step = [1.0, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600].first { length / $0 <= 10 } ?? length
        return Array(stride(from: 0, through: length, by: step)).map { ($0, "\(Int($0))") }
    }

    private static func decimals(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// With a comma after every three digits.
    package static func grouped(_ number: Int) -> String {
        var groups: [String] = []
        var digits = Substring(String(number))
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = digits.dropLast(3)
        }
        return ([String(digits)] + groups).joined(separator: ",")
    }
}
