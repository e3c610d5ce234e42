import Domain

/// A query as the terms of one index, with what each is worth under one epoch.
struct QueryPlan {
    /// One term that answers one clause.
    struct Leaf {
        let term: UInt32
        /// What a posting's weight is multiplied by: how telling the term is, times how well it answers.
        let value: Int32
        let clause: Int
        let kind: MatchReason.Kind
    }

    /// What was asked, one by one: for saying why somebody was found.
    struct Clause: Hashable {
        /// As it is named to people.
        let text: String
        /// The word as typed, when it may be found so.
        let word: UInt32?
    }

    /// Words that must follow each other; empty `words` when one of them stands nowhere.
    struct Phrase {
        /// As a record has them.
        let words: [UInt8]
        /// Of each word its stem: where to look.
        let stems: [UInt32]
    }

    /// Nobody's words are looked for: everybody is found who has the phrases.
    var isEverybody: Bool { clauses.isEmpty }
    /// Whether everybody is found.
    var findsEverybody: Bool { isEverybody && required.isEmpty && excluded.isEmpty }
    private(set) var clauses: [Clause] = []
    private(set) var leaves: [Leaf] = []
    private(set) var required: [Phrase] = []
    private(set) var excluded: [Phrase] = []
    /// What each term adds, once for all the clauses that it answers.
    private(set) var values: [(term: UInt32, value: Int32)] = []

    /// In 256ths: what a part of a word says, another name of the same occupation, and another occupation of a family.
    private static let partShare: Int32 = 128
    private static let synonymShare: Int32 = 205
    private static let familyShare: Int32 = 77
    /// Words of the longest name of an occupation that is looked for.
    private static let labelWords = 6

    init(_ query: SearchQuery, in index: DocumentIndex, epoch: Epoch) {
        let scale = InformationValue(epoch)
        for word in query.words { add(word, in: index, scale) }
        addJoined(query.words, in: index, scale)
        addSynonyms(query.words.map(\.folded), in: index, scale)
        for phrase in query.phrases {
            for word in phrase where !StopWords.dutch.contains(word) {
                add(SearchQuery.Word(folded: word, isPrefix: false), in: index, scale)
            }
            required.append(Self.phrase(phrase, in: index))
        }
        excluded = query.excluded.map { Self.phrase($0, in: index) }.filter { !$0.words.isEmpty }
        var places: [UInt32: Int] = [:]
        for leaf in leaves {
            if let place = places[leaf.term] {
                values[place].value += leaf.value
            } else {
                places[leaf.term] = values.count
                values.append((leaf.term, leaf.value))
            }
        }
    }

    /// Whether a phrase that must be there stands nowhere.
    var isImpossible: Bool { required.contains { $0.words.isEmpty } }

    private mutating func add(_ word: SearchQuery.Word, in index: DocumentIndex, _ scale: InformationValue) {
        let stem = DutchStemmer.root(word.folded)
        let clause = clauses.count
        clauses.append(Clause(text: word.folded, word: index.words.number(of: word.folded)))
        if word.isPrefix {
            // Also by the stem of what was typed, so that a whole word finds its other forms as it does without star.
            let found = Set(index.terms.stems(from: word.folded)).union(index.terms.stems(from: stem))
            for term in found.sorted() {
                let value = scale.value(of: index.terms.key(term))
                leaves.append(Leaf(term: term, value: value, clause: clause, kind: .form))
            }
            return
        }
        add(.stem(stem), to: clause, as: .form, share: 256, in: index, scale)
        add(.part(stem), to: clause, as: .part, share: Self.partShare, in: index, scale)
        add(.family(stem), to: clause, as: .family, share: Self.familyShare, in: index, scale)
    }

    private mutating func add(
        _ key: TermKey, to clause: Int, as kind: MatchReason.Kind, share: Int32, in index: DocumentIndex,
        _ scale: InformationValue
    ) {
        guard let term = index.terms.number(of: key) else { return }
        let value = max(1, scale.value(of: key.text) * share / 256)
        leaves.append(Leaf(term: term, value: value, clause: clause, kind: kind))
    }

    /// Two words beside each other that are one in Dutch: "vrachtwagen chauffeur".
    private mutating func addJoined(
        _ words: [SearchQuery.Word], in index: DocumentIndex, _ scale: InformationValue
    ) {
        for (first, second) in zip(words, words.dropFirst()) where !first.isPrefix && !second.isPrefix {
            for link in ["", "s"] {
                let joined = first.folded + link + second.folded
                let key = TermKey.stem(DutchStemmer.root(joined))
                guard index.terms.number(of: key) != nil else { continue }
                clauses.append(Clause(text: joined, word: nil))
                add(key, to: clauses.count - 1, as: .part, share: 256, in: index, scale)
            }
        }
    }

    /// Runs of words that are a name of an occupation stand for its other names too.
    private mutating func addSynonyms(_ words: [String], in index: DocumentIndex, _ scale: InformationValue) {
        let stems = words.map { DutchStemmer.root($0) }
        var seen: Set<UInt16> = []
        for length in (1...Self.labelWords).reversed() where length <= words.count {
            for start in 0...words.count - length {
                let run = start..<start + length
                let concepts = OccupationVocabulary.dutch.concepts(ofLabel: Array(stems[run]))
                    .filter { seen.insert($0).inserted }
                guard !concepts.isEmpty else { continue }
                clauses.append(Clause(text: words[run].joined(separator: " "), word: nil))
                // Another name says as much as all words of the name that was typed.
                let words = stems[run].reduce(0) { $0 + scale.value(of: TermKey.stem($1).text) }
                for concept in concepts {
                    guard let term = index.terms.number(of: .concept(concept)) else { continue }
                    let value = max(words, scale.value(of: TermKey.concept(concept).text)) * Self.synonymShare / 256
                    leaves.append(Leaf(term: term, value: value, clause: clauses.count - 1, kind: .synonym))
                }
            }
        }
    }

    private static func phrase(_ words: [String], in index: DocumentIndex) -> Phrase {
        let numbers = words.compactMap { index.words.number(of: $0) }
        guard numbers.count == words.count else { return Phrase(words: [], stems: []) }
        return Phrase(words: Record.bytes(of: numbers), stems: numbers.map { index.terms(of: $0).stem })
    }
}

/// How much a term tells, under one epoch: the logarithm of how few have it, in whole numbers so that it is the same on
/// every machine. Source: BM25's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), to base 2.
struct InformationValue {
    private let epoch: Epoch

    init(_ epoch: Epoch) { self.epoch = epoch }

    /// 1 to 5,400: in 256ths of a bit, at least one.
    func value(of term: String) -> Int32 {
        let having = min(epoch.frequency(of: term), epoch.population)
        return max(1, Self.logarithm(of: UInt64(epoch.population + 1) * 2, over: UInt64(having) * 2 + 1))
    }

    /// log2(numerator / denominator) in 256ths, rounded down, for a quotient of at least 1 and less than 2^32.
    static func logarithm(of numerator: UInt64, over denominator: UInt64) -> Int32 {
        // The quotient with 30 bits behind the point, halved until it is in 1..<2; then each squaring gives a bit.
        var quotient = (numerator << 30) / denominator
        var result: Int32 = 0
        while quotient >= 2 << 30 {
            quotient >>= 1
            result += 256
        }
        guard quotient >= 1 << 30 else { return 0 }
        for bit in (0..<8).reversed() {
            quotient = (quotient * quotient) >> 30
            if quotient >= 2 << 30 {
                quotient >>= 1
                result += 1 << Int32(bit)
            }
        }
        return result
    }
}
