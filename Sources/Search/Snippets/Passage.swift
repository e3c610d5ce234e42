import Domain

/// Where in a profile's texts the words stand that were looked for: which text, which of its words are marked, and
/// which are in the middle of what is shown.
///
/// Good for the very texts that the index took in: whoever keeps the texts elsewhere sees to that.
package struct Passage: Hashable, Sendable {
    /// About this many bytes of UTF-8 are shown.
    static let length = 160
    /// No word stands in a text: the first text is shown from its beginning.
    package static let beginning = Passage(text: 0, found: [], window: 0..<0)

    let text: Int
    /// Ascending, of the words of that text.
    let found: [Int]
    let window: Range<Int>

    /// The texts of a profile that passages are of.
    package static func texts(of profile: some SearchedProfile) -> [String] { SearchField.text.texts(of: profile) }

    /// The piece of the texts, with each word that was looked for marked; empty when there is no text.
    ///
    /// - Parameter texts: `texts(of:)` of the profile as the index took it in.
    package func fragments(of texts: [String]) -> [Fragment] {
        guard !found.isEmpty, texts.indices.contains(text) else { return Self.beginning(of: texts.first ?? "") }
        return marked(texts[text])
    }

    private static func beginning(of text: String) -> [Fragment] {
        guard text.utf8.count > length else { return text.isEmpty ? [] : [Fragment(text: text, match: false)] }
        let cut = text.utf8.index(text.startIndex, offsetBy: length)
        let end = text.utf8[..<cut].lastIndex(of: UInt8(ascii: " ")) ?? text[..<cut].endIndex
        return [Fragment(text: text[..<end] + " ...", match: false)]
    }

    /// The piece of `text` around the words, read from its bytes.
    private func marked(_ text: String) -> [Fragment] {
        var text = text
        return text.withUTF8 { bytes in
            var runs: [Range<Int>] = []
            unsafe Analyzer.forEachRun(in: bytes) { run, _ in runs.append(run) }
            guard window.upperBound <= runs.count else { return [] }
            var (first, last) = (window.lowerBound, window.upperBound - 1)
            while runs[last].upperBound - runs[first].lowerBound < Self.length, first > 0 || last < runs.count - 1 {
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
            for word in found where word >= first && word <= last {
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
