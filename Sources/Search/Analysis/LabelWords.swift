/// The folded words of all names of occupations, as numbers: each word is kept, and looked at, once.
struct LabelWords {
    /// One name: whose, and which of the words.
    struct Label {
        let concept: UInt16
        /// Whether it is the name that ESCO prefers for the concept.
        let isPreferred: Bool
        fileprivate let range: Range<Int>
    }

    private(set) var words: [String] = []
    private(set) var labels: [Label] = []
    private var numbers: [UInt32] = []

    /// - Parameter concepts: The names of each concept, the preferred one first; past the 65,535th they share one.
    init(_ concepts: [[String]]) {
        var numberOf: [String: UInt32] = [:]
        for (concept, names) in concepts.enumerated() {
            for (place, name) in names.enumerated() {
                let start = numbers.count
                unsafe Analyzer.forEachWord(in: name) { bytes in
                    let word = unsafe String(decoding: bytes, as: UTF8.self)
                    if let known = numberOf[word] { return numbers.append(known) }
                    let number = UInt32(words.count)
                    numberOf[word] = number
                    words.append(word)
                    numbers.append(number)
                }
                labels.append(
                    Label(concept: UInt16(clamping: concept), isPreferred: place == 0, range: start..<numbers.count))
            }
        }
    }

    /// Places of the label's words in `words`.
    func numbers(of label: Label) -> ArraySlice<UInt32> { numbers[label.range] }
}
