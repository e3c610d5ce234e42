import Domain

/// One figure.
package struct Sample: Sendable {
    package let labels: [Label]
    package let value: Double

    package init(_ value: Double, _ labels: Label...) {
        self.labels = labels
        self.value = value
    }

    package init(_ value: Int, _ labels: Label...) {
        self.labels = labels
        self.value = Double(value)
    }
}

/// Writes families as text that collectors read: OpenMetrics 1.0, or Prometheus' own format 0.0.4 for who does not ask
/// for it, `promtool` among them.
package struct Exposition: Sendable {
    package enum Format: Sendable {
        case openMetrics, prometheus

        /// - Parameter accept: what the asker takes; OpenMetrics is for who names it.
        package init(accept: String?) {
            self = accept?.contains("application/openmetrics-text") == true ? .openMetrics : .prometheus
        }

        package var contentType: String {
            switch self {
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            }
        }
    }

    private let format: Format
    private var text = ""
    private var written: Set<MetricFamily> = []

    package init(_ format: Format) { self.format = format }

    /// Everything that was added, whole.
    package var bytes: [UInt8] { Array((format == .openMetrics ? text + "# EOF\n" : text).utf8) }

    /// A family of one figure; nothing when there is none.
    package mutating func add(_ family: MetricFamily, _ value: Int?) {
        if let value { add(family, [Sample(value)]) }
    }

    /// A family with its figures; nothing when there are none. Each family once.
    package mutating func add(_ family: MetricFamily, _ samples: [Sample]) {
        precondition(family.kind != .histogram, "a histogram is added with its buckets")
        guard begin(family, isEmpty: samples.isEmpty) else { return }
        for sample in samples { line(family.sample, Self.text(of: sample.labels), sample.value) }
    }

    /// A family of histograms with their labels.
    mutating func add(_ family: MetricFamily, _ histograms: [(labels: [Label], histogram: Histogram)]) {
        guard begin(family, isEmpty: histograms.isEmpty) else { return }
        for (labels, histogram) in histograms {
            let own = Self.text(of: labels)
            let before = own.isEmpty ? "" : own + ","
            var count = 0
            for (bucket, bound) in zip(histogram.counts, Histogram.bounds.map { Self.text(of: $0) } + ["+Inf"]) {
                count += bucket
                line(family.rawValue + "_bucket", before + "le=\"\(bound)\"", Double(count))
            }
            line(family.rawValue + "_sum", own, histogram.sum)
            line(family.rawValue + "_count", own, Double(count))
        }
    }

    private mutating func begin(_ family: MetricFamily, isEmpty: Bool) -> Bool {
        guard !isEmpty, written.insert(family).inserted else { return false }
        let name = format == .openMetrics ? family.rawValue : family.sample
        let kind = format == .prometheus && family.kind == .info ? .gauge : family.kind
        text += "# HELP \(name) \(Self.escaped(family.help))\n# TYPE \(name) \(kind.rawValue)\n"
        if format == .openMetrics, let unit = family.unit { text += "# UNIT \(name) \(unit)\n" }
        return true
    }

    private mutating func line(_ name: String, _ labels: String, _ value: Double) {
        text += labels.isEmpty ? "\(name) \(Self.text(of: value))\n" : "\(name){\(labels)} \(Self.text(of: value))\n"
    }

    private static func text(of labels: [Label]) -> String {
        labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
    }

    /// Whole figures without a point.
    private static func text(of value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }

    /// As both formats ask of values and of help.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\"", with: "\\\"")
    }
}
