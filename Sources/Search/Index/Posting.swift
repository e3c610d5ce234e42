/// That a word stands in a document: in which fields, and how often (at most 255).
struct Posting {
    let document: UInt32
    var fields: UInt8
    var count: UInt8

    /// What the word adds to the document's score: at most 430.
    var score: Int { SearchField.best(in: fields).weight + 10 * min(3, Int(count)) }
}

/// The documents of one word, ordered by number.
struct PostingList {
    private(set) var postings: [Posting] = []
    var isEmpty: Bool { postings.isEmpty }

    /// Puts `posting` in its place; a document is in the list at most once.
    mutating func insert(_ posting: Posting) {
        if let last = postings.last, last.document >= posting.document {
            postings.insert(posting, at: place(of: posting.document))
        } else {
            postings.append(posting)
        }
    }

    mutating func remove(_ document: UInt32) {
        let index = place(of: document)
        if index < postings.count, postings[index].document == document { postings.remove(at: index) }
    }

    func posting(of document: UInt32) -> Posting? {
        let index = place(of: document)
        return index < postings.count && postings[index].document == document ? postings[index] : nil
    }

    /// The first index whose document is not before `document`.
    private func place(of document: UInt32) -> Int {
        var low = 0
        var high = postings.count
        while low < high {
            let middle = (low + high) / 2
            if postings[middle].document < document { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
