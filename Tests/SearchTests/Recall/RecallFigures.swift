/// How well a search answered the queries of one kind, each query counting the same.
struct RecallFigures: CustomStringConvertible {
    private(set) var queries = 0
    private var recalls = 0.0
    private var precisions = 0.0
    private var answered = 0

    /// Share of those who should be found that are.
    var recall: Double { queries == 0 ? 0 : recalls / Double(queries) }
    /// Share of the first 20 found that should be; queries that found nobody left out.
    var precision: Double { answered == 0 ? 0 : precisions / Double(answered) }

    var description: String {
        "\(queries) queries, recall \(Self.percent(recall)), precision \(Self.percent(precision))"
    }

    mutating func count(_ query: OccupationQuery, found: [Int]) {
        queries += 1
        recalls += Double(query.relevant.intersection(found).count) / Double(query.relevant.count)
        let first = found.prefix(20)
        guard !first.isEmpty else { return }
        answered += 1
        precisions += Double(first.filter(query.relevant.contains).count) / Double(first.count)
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
