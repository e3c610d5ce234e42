import Domain

/// The piece of a profile's text that says most about why it was found.
///
/// Where the words stand is known from the record, so that of all texts only the piece that is shown is read.
struct Snippet {
    /// About this many bytes of UTF-8.
    static let length = 160

    /// By the term's number: whether it was looked for.
    private var isWanted: [Bool]
    private let isAsked: Bool

    init(_ plan: QueryPlan, in index: DocumentIndex) {
        isWanted = [Bool](repeating: false, count: index.terms.capacity)
        isAsked = !plan.leaves.isEmpty
        for leaf in plan.leaves { isWanted[Int(leaf.term)] = true }
    }

    /// Around the place where most words that were looked for stand close together, with each marked; the beginning of
    /// the motivation when none stands in a text.
    ///
    /// - Parameter texts: of the profile at `number`, in the order in which it was taken in.
    func make(from texts: [String], at number: Int, in index: DocumentIndex) -> [Fragment] {
        guard isAsked, let place = bestPlace(in: index.records[number], index) else {
            return Self.beginning(of: texts.first ?? "")
        }
        return Self.marked(texts[place.text], place)
    }

    /// Words of one text: which text, which of its words are marked, and which are in the middle of what is shown.
    private struct Place {
        let text: Int
        let found: [Int]
        let window: Range<Int>
    }

    /// Words that a snippet may span at first; it grows to both sides until it is long enough.
    private static let span = 14

    private func bestPlace(in record: Record, _ index: DocumentIndex) -> Place? {
        var best: Place?
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
                best = Place(text: text, found: found.map(\.word), window: first.word..<found[end - 1].word + 1)
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

    private static func beginning(of text: String) -> [Fragment] {
        guard text.utf8.count > length else { return text.isEmpty ? [] : [Fragment(text: text, match: false)] }
        let cut = text.utf8.index(text.startIndex, offsetBy: length)
        let end = text.utf8[..<cut].lastIndex(of: UInt8(ascii: " ")) ?? text[..<cut].endIndex
        return [Fragment(text: text[..<end] + " ...", match: false)]
    }

    /// The piece of `text` around the place, read from its bytes.
    private static func marked(_ text: String, _ place: Place) -> [Fragment] {
        var text = text
        return text.withUTF8 { bytes in
            var runs: [Range<Int>] = []
            unsafe Analyzer.forEachRun(in: bytes) { run, _ in runs.append(run) }
            guard place.window.upperBound <= runs.count else { return [] }
            var (first, last) = (place.window.lowerBound, place.window.upperBound - 1)
            while runs[last].upperBound - runs[first].lowerBound < length, first > 0 || last < runs.count - 1 {
                if first > 0 { first -= 1 }
                if last < runs.count - 1 { last += 1 }
            }
            func string(_ range: Range<Int>) -> String {
                unsafe String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
            }
            var fragments: [Fragment] = []
            var from = first == 0 ? 0 : runs[first].lowerBound
            let until = last == runs.count - 1 ? bytes.count : runs[last].upperBound
            var plain = first == 0 ? "" : "... "
            for word in place.found where word >= first && word <= last {
                plain += string(from..<runs[word].lowerBound)
                if !plain.isEmpty { fragments.append(Fragment(text: plain, match: false)) }
                fragments.append(Fragment(text: string(runs[word]), match: true))
                plain = ""
                from = runs[word].upperBound
            }
            plain += string(from..<until) + (last == runs.count - 1 ? "" : " ...")
            if !plain.isEmpty { fragments.append(Fragment(text: plain, match: false)) }
            return fragments
        }
    }
}
