import Domain

/// Finds the piece of a profile's text that says most about why it was found.
///
/// Where the words stand is known from the record, so that no text is read here, and of all texts only the piece that
/// is shown is read at all.
struct Snippet {
    /// By the term's number: whether it was looked for.
    private var isWanted: [Bool]
    private let isAsked: Bool

    init(_ plan: QueryPlan, in index: DocumentIndex) {
        isWanted = [Bool](repeating: false, count: index.terms.capacity)
        isAsked = !plan.leaves.isEmpty
        for leaf in plan.leaves { isWanted[Int(leaf.term)] = true }
    }

    /// The place where most words that were looked for stand close together; the beginning of the motivation when none
    /// stands in a text of the profile at `number`.
    func passage(at number: Int, in index: DocumentIndex) -> Passage {
        isAsked ? bestPassage(in: index.records[number], index) : .beginning
    }

    /// Words that a snippet may span at first; it grows to both sides until it is long enough.
    private static let span = 14

    private func bestPassage(in record: Record, _ index: DocumentIndex) -> Passage {
        var best = Passage.beginning
        var most = 0
        var text = -1
        var word = 0
        var found: [(word: Int, term: UInt32)] = []
        func close() {
            for (order, first) in found.enumerated() {
                let end = found[order...].firstIndex { $0.word >= first.word + Self.span } ?? found.endIndex
                let value = Self.value(of: found[order..<end])
                guard value > most else { continue }
                most = value
                best = Passage(text: text, found: found.map(\.word), window: first.word..<found[end - 1].word + 1)
            }
            found.removeAll(keepingCapacity: true)
        }
        record.forEach { number in
            if let field = SearchField(mark: number) {
                if text >= 0 { close() }
                if field == .text { text += 1 }
                word = 0
            } else {
                if text >= 0, let term = wanted(index.terms(of: number)) { found.append((word, term)) }
                word += 1
            }
        }
        if text >= 0 { close() }
        return best
    }

    /// Different words first, then how many.
    private static func value(of found: ArraySlice<(word: Int, term: UInt32)>) -> Int {
        found.indices.reduce(found.count) { value, index in
            found[..<index].contains { $0.term == found[index].term } ? value : value + 100
        }
    }

    private func wanted(_ terms: WordTerms) -> UInt32? {
        if isWanted[Int(terms.stem)] { return terms.stem }
        var found: UInt32?
        terms.forEachPart { if isWanted[Int($0)] { found = $0 } }
        return found
    }
}
