/// Which concepts have a name of exactly these words: what makes two names of one occupation synonyms.
struct OccupationLabels: Sendable {
    /// A name that more concepts have than this says too little to be a synonym.
    static let conceptLimit = 8
    /// A longer name is looked up by nobody; the longest of ESCO has 15.
    static let wordLimit = 16

    /// One concept of a name, and where the next one of that name stands; -1: there is none.
    private struct Link {
        let concept: UInt16
        let isPreferred: Bool
        let next: Int32
    }

    /// Of each stem in some name, but for those of words that say nothing.
    private var numberOf: [String: UInt64] = [:]
    private var first: [UInt64: Int32] = [:]
    private var links: [Link] = []

    /// - Parameter tooGeneral: Names that are no synonym of anything, each one folded word.
    init(_ names: LabelWords, tooGeneral: Set<String>) {
        let general = Set(tooGeneral.map(DutchStemmer.root))
        var generalKeys: Set<UInt64> = []
        let numbers = names.words.map { word -> UInt64? in
            let stem = DutchStemmer.root(word)
            guard !Self.sayingNothing.contains(stem) else { return nil }
            let number = numberOf[stem] ?? UInt64(numberOf.count + 1)
            numberOf[stem] = number
            if general.contains(stem) { generalKeys.insert(Self.key([number])) }
            return number
        }
        first.reserveCapacity(names.labels.count)
        links.reserveCapacity(names.labels.count)
        // From the last to the first, so that each list of concepts ascends.
        for label in names.labels.reversed() {
            let telling = names.numbers(of: label).lazy.compactMap { numbers[Int($0)] }
            let key = Self.key(telling)
            guard key != 0, !generalKeys.contains(key), telling.count <= Self.wordLimit else { continue }
            add(label, to: key)
        }
    }

    func concepts(of words: [String]) -> [UInt16] {
        var numbers: [UInt64] = []
        for word in words.lazy.map(DutchStemmer.singular) where !Self.sayingNothing.contains(word) {
            guard let number = numberOf[word], numbers.count < Self.wordLimit else { return [] }
            numbers.append(number)
        }
        guard var next = first[Self.key(numbers)] else { return [] }
        var found: [UInt16] = []
        while next >= 0 {
            guard found.count < Self.conceptLimit else { return [] }
            found.append(links[Int(next)].concept)
            next = links[Int(next)].next
        }
        return found
    }

    /// A name that some concept prefers is the name of those that do, and of no other.
    private mutating func add(_ label: LabelWords.Label, to key: UInt64) {
        var next = first[key] ?? -1
        if next >= 0 {
            let known = links[Int(next)]
            guard known.concept != label.concept || label.isPreferred, label.isPreferred || !known.isPreferred else {
                return
            }
            if label.isPreferred, !known.isPreferred { next = -1 }
        }
        first[key] = Int32(links.count)
        links.append(Link(concept: label.concept, isPreferred: label.isPreferred, next: next))
    }

    /// Of the words in this order; 0 for no word.
    private static func key(_ numbers: some Sequence<UInt64>) -> UInt64 {
        numbers.reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 &+ ($0 >> 29) }
    }

    private static let sayingNothing = Set(StopWords.dutch.map(DutchStemmer.root))
}
