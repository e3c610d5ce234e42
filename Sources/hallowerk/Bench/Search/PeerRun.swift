import Foundation

/// What a peer printed, or why there is nothing.
struct PeerRun: Sendable {
    /// One way in which the peer did the work; what it leaves out is in the name.
    struct Variant: Sendable {
        let name: String
        let timings: QueryTimings
        let answers: [BenchAnswer]
    }

    let peer: Peer
    /// With its version.
    let title: String
    let buildSeconds: Double?
    let bytes: Int?
    /// The first is what we are compared with; empty when it did not run.
    let variants: [Variant]
    /// Profiles that have a word of the queries, by the peer's own count, where it counts them.
    let words: [String: Int]
    let failure: String?

    static func failed(_ peer: Peer, _ reason: String) -> PeerRun {
        PeerRun(
            peer: peer, title: peer.name, buildSeconds: nil, bytes: nil, variants: [], words: [:], failure: reason)
    }

    private init(
        peer: Peer, title: String, buildSeconds: Double?, bytes: Int?, variants: [Variant], words: [String: Int],
        failure: String?
    ) {
        (self.peer, self.title, self.buildSeconds, self.bytes) = (peer, title, buildSeconds, bytes)
        (self.variants, self.words, self.failure) = (variants, words, failure)
    }

    /// One line: the peer itself, a query's times and answer, or a word's profiles.
    private struct Line: Decodable {
        let peer: String?
        let buildSeconds: Double?
        let bytes: Int?
        let variant: String?
        let query: Int?
        let ms: [Double]?
        let total: Int?
        let hits: [String]?
        let scores: [Double]?
        let word: String?
        let profiles: Int?
    }

    /// - Throws: `OperatorError` when lines are missing, `DecodingError` when one is something else.
    init(peer: Peer, lines: String) throws {
        var (title, seconds, bytes) = (peer.name, Double?.none, Int?.none)
        var names: [String] = []
        var answers: [String: [Int: (samples: [Duration], answer: BenchAnswer)]] = [:]
        var words: [String: Int] = [:]
        let decoder = JSONDecoder()
        for text in lines.split(separator: "\n") {
            let line = try decoder.decode(Line.self, from: Data(text.utf8))
            if let name = line.peer { (title, seconds, bytes) = (name, line.buildSeconds, line.bytes) }
            if let word = line.word { words[word] = line.profiles }
            guard let query = line.query, let times = line.ms, let total = line.total, !times.isEmpty else { continue }
            let variant = line.variant ?? "full request"
            if !names.contains(variant) { names.append(variant) }
            answers[variant, default: [:]][query] = (
                times.map { .nanoseconds(Int64($0 * 1e6)) },
                BenchAnswer(total: total, hits: line.hits ?? [], scores: line.scores ?? [])
            )
        }
        let variants = try names.map { name in
            let found = answers[name] ?? [:]
            let ordered = (0..<found.count).compactMap { found[$0] }
            guard ordered.count == found.count else { throw OperatorError("it did not answer every query") }
            return Variant(
                name: name, timings: QueryTimings(samples: ordered.map(\.samples)), answers: ordered.map(\.answer))
        }
        guard !variants.isEmpty else { throw OperatorError("it printed no times") }
        self.init(
            peer: peer, title: title, buildSeconds: seconds, bytes: bytes, variants: variants, words: words,
            failure: nil)
    }
}
