/// That a word stands in a document: in which fields, and how often as far as it counts.
///
/// One number of 32 bits: the document in the upper 26, the fields in four, the count in two. So an order of numbers is
/// an order of documents.
struct Posting: Hashable {
    /// Documents of one index: 64 million.
    static let documents = 1 << 26
    /// More occurrences add nothing to a score.
    private static let countedOccurrences: UInt32 = 3

    private var bits: UInt32

    init(document: UInt32, field: UInt8) { bits = document << 6 | UInt32(field) << 2 | 1 }

    var document: UInt32 { bits >> 6 }
    var fields: UInt8 { UInt8(truncatingIfNeeded: bits >> 2) & 0xF }
    private var count: UInt32 { bits & 3 }

    /// What the word adds to the document's score: at most 430.
    var score: Int { SearchField.best(in: fields).weight + 10 * Int(count) }

    /// The word once more, in `field`.
    mutating func add(_ field: UInt8) {
        bits |= UInt32(field) << 2
        if count < Self.countedOccurrences { bits += 1 }
    }
}

/// The documents of one word, ordered by number, each once.
struct PostingList {
    private(set) var postings: [Posting] = []
    var isEmpty: Bool { postings.isEmpty }

    /// Notes the word once in `field` of `document`.
    mutating func add(_ document: UInt32, field: UInt8) {
        guard let last = postings.indices.last, postings[last].document >= document else {
            return postings.append(Posting(document: document, field: field))
        }
        let index = postings[last].document == document ? last : place(of: document)
        if postings[index].document == document {
            postings[index].add(field)
        } else {
            postings.insert(Posting(document: document, field: field), at: index)
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
