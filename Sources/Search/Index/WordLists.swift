/// The words of an index as small numbers, and the documents of each. A word that nobody has any more is forgotten.
struct WordLists: Sendable {
    private var numbers: [String: Int] = [:]
    private var lists: [PostingList] = []
    private var free: [Int] = []

    var words: Set<String> { Set(numbers.keys) }

    subscript(word: String) -> PostingList? { numbers[word].map { lists[$0] } }

    /// Notes where `document` has which words.
    mutating func add(_ occurrences: [AnalysedProfile.Occurrence], in document: UInt32) {
        // All words first: the lists stand far apart in memory, and in a short loop the next are on their way.
        let places = occurrences.map { number(of: $0.word) }
        for (place, occurrence) in zip(places, occurrences) { lists[place].add(document, field: occurrence.field) }
    }

    /// Takes `document` out of the lists of its words.
    mutating func remove(_ occurrences: [AnalysedProfile.Occurrence], of document: UInt32) {
        for occurrence in occurrences { remove(occurrence.word, of: document) }
    }

    private mutating func remove(_ word: String, of document: UInt32) {
        guard let number = numbers[word] else { return }
        lists[number].remove(document)
        guard lists[number].isEmpty else { return }
        numbers[word] = nil
        lists[number] = PostingList()
        free.append(number)
    }

    private mutating func number(of word: String) -> Int {
        if let number = numbers[word] { return number }
        let number = free.popLast() ?? lists.count
        if number == lists.count { lists.append(PostingList()) }
        numbers[word] = number
        return number
    }
}
