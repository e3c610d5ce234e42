/// What words are searched by, as small numbers, with the documents of each: stems, parts of compounds, and concepts of
/// the occupation vocabulary. A term that nothing leads to any more is forgotten.
///
/// Number 0 is no term.
struct TermTable: Sendable {
    private(set) var keys = [""]
    private var lists = [PostingList()]
    /// Words, or documents for a concept, that lead to each.
    private var holders: [UInt32] = [0]
    private var numbers: [String: UInt32] = [:]
    private var free: [UInt32] = []
    /// The numbers of all stems by their key's first byte, each list ordered by key: for prefixes. One list of all
    /// would be moved for each stem that comes or goes.
    private var stems = [[UInt32]](repeating: [], count: 256)

    /// The greatest number so far, and one.
    var capacity: Int { keys.count }

    func number(of key: TermKey) -> UInt32? { numbers[key.text] }
    func list(_ term: UInt32) -> PostingList { lists[Int(term)] }
    func key(_ term: UInt32) -> String { keys[Int(term)] }

    /// Adds the key of every term among `terms` that at least `documents` documents have, with how many do.
    func addFrequencies(of terms: Range<Int>, atLeast documents: Int, to frequencies: inout [String: Int]) {
        for term in terms where !keys[term].isEmpty && lists[term].count >= documents {
            frequencies[keys[term]] = lists[term].count
        }
    }

    /// The stems that begin with `prefix`, in order; none when it is empty.
    func stems(from prefix: String) -> ArraySlice<UInt32> {
        let stems = stems[Self.list(of: prefix)]
        let first = place(of: prefix, in: stems)
        var last = first
        while last < stems.count, keys[Int(stems[last])].utf8.starts(with: prefix.utf8) { last += 1 }
        return stems[first..<last]
    }

    /// The term of `key`, with one holder more.
    mutating func retain(_ key: TermKey) -> UInt32 {
        if let term = numbers[key.text] {
            holders[Int(term)] += 1
            return term
        }
        let term = free.popLast() ?? UInt32(keys.count)
        if Int(term) == keys.count {
            keys.append(key.text)
            lists.append(PostingList())
            holders.append(1)
        } else {
            (keys[Int(term)], holders[Int(term)]) = (key.text, 1)
        }
        numbers[key.text] = term
        if key.isStem {
            let list = Self.list(of: key.text)
            stems[list].insert(term, at: place(of: key.text, in: stems[list]))
        }
        return term
    }

    /// One holder less; with the last the term goes. Its documents are out already.
    mutating func release(_ term: UInt32) {
        let number = Int(term)
        holders[number] -= 1
        guard holders[number] == 0 else { return }
        let key = keys[number]
        let list = Self.list(of: key)
        let place = place(of: key, in: stems[list])
        if place < stems[list].count, stems[list][place] == term { stems[list].remove(at: place) }
        numbers[key] = nil
        keys[number] = ""
        lists[number] = PostingList()
        free.append(term)
    }

    mutating func insert(_ posting: Posting, in term: UInt32) { lists[Int(term)].insert(posting) }

    mutating func remove(_ document: UInt32, from term: UInt32) { lists[Int(term)].remove(document) }

    private static func list(of key: String) -> Int { Int(key.utf8.first ?? 0) }

    /// The first place among `stems` whose key is not before `key`, by bytes.
    private func place(of key: String, in stems: [UInt32]) -> Int {
        var low = 0
        var high = stems.count
        while low < high {
            let middle = (low + high) / 2
            if keys[Int(stems[middle])].utf8.lexicographicallyPrecedes(key.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

/// How a term is spelled, the same in every region: `lass`, `+chauffeur` as a part, `#412` as a concept, `~monteur` as
/// a family of occupations.
struct TermKey: Hashable {
    let text: String

    static func stem(_ stem: String) -> TermKey { TermKey(text: stem) }
    static func part(_ stem: String) -> TermKey { TermKey(text: "+" + stem) }
    static func concept(_ number: UInt16) -> TermKey { TermKey(text: "#\(number)") }

    static func family(_ root: String) -> TermKey { TermKey(text: "~" + root) }

    var isStem: Bool { !["+", "#", "~"].contains(text.prefix(1)) }
}
