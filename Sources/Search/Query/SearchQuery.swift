import Domain

/// What somebody typed, read: words of which any may be there, phrases that must, and what must not.
///
/// `"..."` is a phrase, `-` before a word or phrase leaves it out, `*` behind three letters or more looks for every
/// word that begins so. Each once, `Limits.queryWords` words in all; the rest is not looked for.
struct SearchQuery: Hashable {
    struct Word: Hashable {
        let folded: String
        let isPrefix: Bool
    }

    /// Without stop words, unless there is nothing else.
    private(set) var words: [Word] = []
    private(set) var phrases: [[String]] = []
    /// Words and phrases that nobody found may have; a word is a phrase of one.
    private(set) var excluded: [[String]] = []

    /// A prefix has at least so many letters: of fewer, half of all words begin so.
    static let prefixLetters = 3

    /// Nothing was asked for: everybody is found.
    var isEmpty: Bool { words.isEmpty && phrases.isEmpty }

    init(_ text: String) {
        var left = Limits.queryWords
        for piece in Self.pieces(of: text) {
            let found = Analyzer.foldedWords(in: piece.text).map { Analyzer.cut($0) }.prefix(left)
            guard !found.isEmpty else { continue }
            left -= found.count
            if piece.isExcluded {
                let wanted = piece.isQuoted ? [Array(found)] : found.map { [$0] }
                for phrase in wanted where !excluded.contains(phrase) { excluded.append(phrase) }
            } else if piece.isQuoted, found.count > 1 {
                if !phrases.contains(Array(found)) { phrases.append(Array(found)) }
            } else {
                let isPrefix = piece.text.hasSuffix("*")
                for (index, word) in found.enumerated() {
                    let isLast = index == found.count - 1
                    let next = Word(
                        folded: word, isPrefix: isPrefix && isLast && word.count >= Self.prefixLetters)
                    if !words.contains(next) { words.append(next) }
                }
            }
        }
        let telling = words.filter { $0.isPrefix || !StopWords.dutch.contains($0.folded) }
        if !telling.isEmpty || !phrases.isEmpty { words = telling }
    }

    private struct Piece {
        let text: String
        let isQuoted: Bool
        let isExcluded: Bool
    }

    /// Quoted stretches, and what stands between white space; a quote that is not closed is none.
    private static func pieces(of text: String) -> [Piece] {
        let quotes: Set<Character> = ["\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}"]
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            let isExcluded = rest.first == "-"
            if isExcluded { rest = rest.dropFirst() }
            if let first = rest.first, quotes.contains(first),
                let end = rest.dropFirst().firstIndex(where: { quotes.contains($0) })
            {
                pieces.append(Piece(text: String(rest[..<end].dropFirst()), isQuoted: true, isExcluded: isExcluded))
                rest = rest[end...].dropFirst()
            } else {
                let end = rest.dropFirst().firstIndex { $0.isWhitespace || quotes.contains($0) } ?? rest.endIndex
                pieces.append(Piece(text: String(rest[..<end]), isQuoted: false, isExcluded: isExcluded))
                rest = rest[end...]
            }
        }
        return pieces
    }
}
