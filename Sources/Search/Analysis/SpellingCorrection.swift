/// What somebody may have meant who typed a word that nobody has: the nearest of the words that are known.
///
/// It never answers a word that is not in the set, so a set of words of visible people cannot disclose others (I-3).
package struct SpellingCorrection: Sendable {
    /// Shorter words have too many neighbours.
    static let shortestWord = 4
    /// From this many letters on, two mistakes are looked for.
    static let shortestWithTwoMistakes = 8
    /// A word to correct to may be one letter shorter than the shortest to correct.
    private static let shortestKnown = shortestWord - 1
    /// Longer words are neither known nor corrected.
    private static let longestWord = 48

    /// The letters of all known words, by length, then as in the alphabet.
    private let letters: [UInt8]
    /// Of each known word: bit n is set when it has the n-th letter.
    private let alphabets: [UInt32]
    private let counts: [Int]
    /// The first known word of each length; one more than the longest at the end.
    private let firstOfLength: [Int]
    /// Where the letters of the first word of each length begin.
    private let lettersOfLength: [Int]

    /// - Parameter words: Folded words, with how many have each. Those with anything but letters a to z are left out.
    package init(_ words: [String: Int]) {
        var known: [(word: String, count: Int)] = []
        for (word, count) in words {
            let length = word.utf8.count
            if length >= Self.shortestKnown, length <= Self.longestWord, Self.isPlain(word) {
                known.append((word, count))
            }
        }
        known.sort { ($0.word.utf8.count, $0.word) < ($1.word.utf8.count, $1.word) }
        var letters: [UInt8] = []
        var firstOfLength: [Int] = []
        var lettersOfLength: [Int] = []
        for (index, entry) in known.enumerated() {
            while firstOfLength.count <= entry.word.utf8.count {
                firstOfLength.append(index)
                lettersOfLength.append(letters.count)
            }
            letters.append(contentsOf: entry.word.utf8)
        }
        while firstOfLength.count <= Self.longestWord + 1 {
            firstOfLength.append(known.count)
            lettersOfLength.append(letters.count)
        }
        self.letters = letters
        self.firstOfLength = firstOfLength
        self.lettersOfLength = lettersOfLength
        alphabets = known.map { Self.alphabet($0.word.utf8) }
        counts = known.map(\.count)
    }

    /// The known word that is one insertion, deletion, replacement or exchange of neighbours away from `word`, or two
    /// when it has eight letters or more (optimal string alignment).
    ///
    /// Of several, one with fewer mistakes, else with the same first letter, else that more have, else the first in the
    /// alphabet.
    ///
    /// - Parameter word: Folded.
    /// - Returns: Nil also for a word that is known, is shorter than four letters, or has anything but letters a to z.
    package func correction(of word: String) -> String? {
        let typed = Array(word.utf8)
        guard typed.count >= Self.shortestWord, typed.count <= Self.longestWord, Self.isPlain(word) else { return nil }
        let limit = typed.count >= Self.shortestWithTwoMistakes ? 2 : 1
        let alphabet = Self.alphabet(typed)
        var best: Candidate?
        for length in max(typed.count - limit, Self.shortestKnown)...min(typed.count + limit, Self.longestWord) {
            let first = firstOfLength[length]
            for index in first..<firstOfLength[length + 1]
            // Each mistake takes at most one letter away and brings at most one in.
            where (alphabets[index] ^ alphabet).nonzeroBitCount <= 2 * limit {
                let start = lettersOfLength[length] + (index - first) * length
                let known = letters[start..<start + length]
                let mistakes = Alignment.mistakes(typed[...], known, limit: best?.mistakes ?? limit)
                guard mistakes > 0 else { return nil }
                guard mistakes <= limit else { continue }
                let candidate = Candidate(
                    mistakes: mistakes, hasOtherStart: known.first != typed.first, count: counts[index], word: known)
                if best.map({ candidate.isBetter(than: $0) }) ?? true { best = candidate }
            }
        }
        return best.map { String(decoding: $0.word, as: UTF8.self) }
    }

    private struct Candidate {
        let mistakes: Int
        let hasOtherStart: Bool
        let count: Int
        let word: ArraySlice<UInt8>

        func isBetter(than other: Candidate) -> Bool {
            if mistakes != other.mistakes { return mistakes < other.mistakes }
            if hasOtherStart != other.hasOtherStart { return other.hasOtherStart }
            if count != other.count { return count > other.count }
            return word.lexicographicallyPrecedes(other.word)
        }
    }

    private static func isPlain(_ word: String) -> Bool { word.utf8.allSatisfy { (97...122).contains($0) } }

    private static func alphabet(_ word: some Sequence<UInt8>) -> UInt32 {
        word.reduce(0) { $0 | 1 << UInt32($1 & 0x1F) }
    }
}

/// How many mistakes lie between two words: insertions, deletions, replacements and exchanges of neighbours, no letter
/// touched twice (optimal string alignment).
private enum Alignment {
    /// - Returns: More than `limit` when there are more, not always how many.
    static func mistakes(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>, limit: Int) -> Int {
        guard abs(one.count - other.count) <= limit else { return limit + 1 }
        var (one, other) = (one, other)
        while let letter = one.first, letter == other.first {
            one.removeFirst()
            other.removeFirst()
        }
        while let letter = one.last, letter == other.last {
            one.removeLast()
            other.removeLast()
        }
        if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
        if limit == 1 { return mistakesUpToOne(one, other) }
        return table(one, other, limit: limit)
    }

    /// Of words that neither begin nor end alike.
    private static func mistakesUpToOne(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Int {
        if one.count == 1, other.count == 1 { return 1 }
        return one.count == 2 && other.count == 2 && one.first == other.last && one.last == other.first ? 1 : 2
    }

    private static func table(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>, limit: Int) -> Int {
        let (rows, columns) = (one.count, other.count)
        var beforeLast = [Int](repeating: 0, count: columns + 1)
        var last = Array(0...columns)
        var current = last
        for row in 1...rows {
            current[0] = row
            var least = row
            let letter = one[one.startIndex + row - 1]
            for column in 1...columns {
                let against = other[other.startIndex + column - 1]
                var value = min(
                    last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter == against ? 0 : 1))
                if row > 1, column > 1, letter == other[other.startIndex + column - 2],
                    one[one.startIndex + row - 2] == against
                {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current[column] = value
                least = min(least, value)
            }
            guard least <= limit else { return limit + 1 }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[columns]
    }
}
