import Domain

/// The piece of a profile's text that says most about why it was found.
enum Snippet {
    /// About this many characters.
    static let length = 160

    /// Around the place where most of `words` stand close together, with each marked; the beginning of the motivation
    /// without words.
    static func make(from profile: some SearchedProfile, words: Set<String>) -> [Fragment] {
        var best: (text: String, tokens: [Analyzer.Word], found: [Int], window: Range<Int>, value: Int)?
        for text in SearchField.text.texts(of: profile) where !words.isEmpty {
            let tokens = Analyzer.words(in: text)
            let found = tokens.indices.filter { words.contains(tokens[$0].folded) }
            for (order, first) in found.enumerated() {
                let limit =
                    text.index(tokens[first].range.lowerBound, offsetBy: length * 2 / 3, limitedBy: text.endIndex)
                    ?? text.endIndex
                let inside = found[order...].prefix { tokens[$0].range.upperBound <= limit }
                guard let last = inside.last else { continue }
                let value = Set(inside.map { tokens[$0].folded }).count * 100 + inside.count
                if value > best?.value ?? 0 { best = (text, tokens, found, first..<last + 1, value) }
            }
        }
        guard let best else { return beginning(of: profile.motivation) }
        return marked(best.text, best.tokens, found: Set(best.found), window: best.window)
    }

    private static func beginning(of text: String) -> [Fragment] {
        guard !text.isEmpty else { return [] }
        guard let cut = text.index(text.startIndex, offsetBy: length, limitedBy: text.endIndex), cut < text.endIndex
        else {
            return [Fragment(text: text, match: false)]
        }
        let end = text[..<cut].lastIndex(of: " ") ?? cut
        return [Fragment(text: text[..<end] + " ...", match: false)]
    }

    private static func marked(
        _ text: String, _ tokens: [Analyzer.Word], found: Set<Int>, window: Range<Int>
    ) -> [Fragment] {
        var first = window.lowerBound
        var last = window.upperBound - 1
        func span() -> Int { text.distance(from: tokens[first].range.lowerBound, to: tokens[last].range.upperBound) }
        while span() < length, first > 0 || last < tokens.count - 1 {
            if first > 0 { first -= 1 }
            if last < tokens.count - 1 { last += 1 }
        }
        var fragments: [Fragment] = []
        var from = first == 0 ? text.startIndex : tokens[first].range.lowerBound
        let until = last == tokens.count - 1 ? text.endIndex : tokens[last].range.upperBound
        var plain = first == 0 ? "" : "... "
        for index in first...last where found.contains(index) {
            plain += text[from..<tokens[index].range.lowerBound]
            if !plain.isEmpty { fragments.append(Fragment(text: plain, match: false)) }
            fragments.append(Fragment(text: String(text[tokens[index].range]), match: true))
            plain = ""
            from = tokens[index].range.upperBound
        }
        plain += text[from..<until] + (last == tokens.count - 1 ? "" : " ...")
        if !plain.isEmpty { fragments.append(Fragment(text: plain, match: false)) }
        return fragments
    }
}
