/// Finds names by how they, or a word in them, begin: a table that is made once, ordered by what is best to offer, so
/// that finding is one walk through the words with the same first letter.
package struct LabelCompletion: Sendable {
    /// A place where a word begins.
    private struct Start {
        let label: UInt32
        /// In `text`.
        let place: UInt32
    }

    /// The best to offer first; some stand there twice, differing in capitals or accents at most.
    private let labels: [String]
    /// The folded names, words with a space between, each with a line feed after it.
    private var text: [UInt8] = []
    /// Where each name begins in `text`, and where the last one ends.
    private var places: [UInt32] = [0]
    /// By the first byte of the word, then as `labels`.
    private var starts = [[Start]](repeating: [], count: 256)

    /// A name that ESCO does not prefer is offered as if it were so much longer.
    private static let handicap = 4

    /// - Parameter names: The words of `labels`, in the same order.
    init(_ labels: [String], _ names: LabelWords) {
        let order = Self.order(names)
        self.labels = order.map { labels[$0] }
        places.reserveCapacity(order.count + 1)
        for (rank, label) in order.enumerated() {
            for number in names.numbers(of: names.labels[label]) {
                if text.count > Int(places[rank]) { text.append(UInt8(ascii: " ")) }
                let word = names.words[Int(number)].utf8
                starts[Int(word.first ?? 0)].append(Start(label: UInt32(rank), place: UInt32(text.count)))
                text.append(contentsOf: word)
            }
            text.append(Self.end)
            places.append(UInt32(text.count))
        }
    }

    /// Fewer letters have too many neighbours for a mistake to be forgiven.
    static let shortestForgiven = 4

    /// The names are offered the shortest first.
    package init(_ labels: [String]) { self.init(labels, LabelWords(labels.map { [$0] })) }

    /// The names that begin with `prefix`, then those that have a word that does.
    ///
    /// - Parameters:
    ///   - prefix: As typed; of two words or more, the last may be unfinished.
    ///   - forgiving: Whether one letter may be wrong, missing, too many, or in its neighbour's place: not the first,
    ///     and from `shortestForgiven` letters on.
    package func labels(startingWith prefix: String, limit: Int, forgiving: Bool = false) -> [String] {
        let typed = Array(Analyzer.foldedWords(in: prefix).joined(separator: " ").utf8)
        guard limit > 0, let letter = typed.first else { return [] }
        guard !forgiving || typed.count >= Self.shortestForgiven else { return [] }
        var found: [UInt32] = []
        var inside: [UInt32] = []
        for start in starts[Int(letter)] where begins(Int(start.place), with: typed, forgiving: forgiving) {
            if start.place == places[Int(start.label)] {
                if !has(start.label, among: found) { found.append(start.label) }
                if found.count == limit { break }
            } else if inside.count < limit, !has(start.label, among: inside) {
                inside.append(start.label)
            }
        }
        for label in inside where found.count < limit && !has(label, among: found) { found.append(label) }
        return found.map { labels[Int($0)] }
    }

    /// Whether what stands from `place` on begins with `typed`, or with a word one mistake away from it.
    private func begins(_ place: Int, with typed: [UInt8], forgiving: Bool) -> Bool {
        var same = 0
        while same < typed.count, text[place + same] == typed[same] { same += 1 }
        if same == typed.count { return true }
        // The text ends with a line feed, which is never typed: nothing is looked for behind it.
        guard forgiving, same > 0 else { return false }
        let (left, there) = (typed[same...], text[(place + same)...])
        if there.starts(with: left.dropFirst()) { return true }
        guard there.first != Self.end else { return false }
        let (next, after) = (there.dropFirst(), left.dropFirst())
        if next.starts(with: after) || next.starts(with: left) { return true }
        return after.first == there.first && next.first == left.first
            && next.dropFirst().starts(with: after.dropFirst())
    }

    private static let end = UInt8(ascii: "\n")

    private func has(_ label: UInt32, among found: [UInt32]) -> Bool {
        found.contains { $0 == label || folded($0).elementsEqual(folded(label)) }
    }

    private func folded(_ label: UInt32) -> ArraySlice<UInt8> {
        text[Int(places[Int(label)])..<Int(places[Int(label) + 1])]
    }

    /// Places of the names: the shortest first, then by their first letters, then as they come.
    private static func order(_ names: LabelWords) -> [Int] {
        let keys = names.labels.enumerated().map { place, label -> UInt64 in
            let words = names.numbers(of: label)
            let length = words.reduce(words.count) { $0 + names.words[Int($1)].utf8.count }
            let rank = UInt64(min(length + (label.isPreferred ? 0 : handicap), 255))
            let letters = words.first.map { names.words[Int($0)].utf8.prefix(4) } ?? "".utf8.prefix(4)
            let start = letters.reduce(0) { $0 << 8 | UInt64($1) } << UInt64((4 - letters.count) * 8)
            return rank << 56 | start << 24 | UInt64(place)
        }
        return keys.sorted().map { Int($0 & 0xFF_FFFF) }
    }
}
