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
    private var numbers: [UInt16] = []

    /// - Parameter concepts: The names of each concept, the preferred one first.
    init(_ concepts: [[String]]) {
        var numberOf: [String: UInt16] = [:]
        for (concept, names) in concepts.enumerated() {
            for (place, name) in names.enumerated() {
                let start = numbers.count
                unsafe Analyzer.forEachWord(in: name) { bytes in
                    let word = unsafe String(decoding: bytes, as: UTF8.self)
                    if let known = numberOf[word] { return numbers.append(known) }
                    let number = UInt16(words.count)
                    numberOf[word] = number
                    words.append(word)
                    numbers.append(number)
                }
                labels.append(
                    Label(concept: UInt16(concept), isPreferred: place == 0, range: start..<numbers.count))
            }
        }
    }

    /// Places of the label's words in `words`.
    func numbers(of label: Label) -> ArraySlice<UInt16> { numbers[label.range] }
}
