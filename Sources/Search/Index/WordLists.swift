/// The words of an index as small numbers, and the documents of each. A word that nobody has any more is forgotten.
struct WordLists: Sendable {
    private var numbers: [String: Int] = [:]
    private var lists: [PostingList] = []
    private var free: [Int] = []

    var words: Set<String> { Set(numbers.keys) }

    subscript(word: String) -> PostingList? { numbers[word].map { lists[$0] } }

    /// Notes `word` once in `field` of `document`.
    mutating func add(_ word: String, in document: UInt32, field: UInt8) {
        lists[number(of: word)].add(document, field: field)
    }

    /// Takes `document` out of the list of `word`.
    mutating func remove(_ word: String, of document: UInt32) {
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
