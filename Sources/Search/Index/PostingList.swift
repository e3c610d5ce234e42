/// That a term stands in a document, and what it says about it: the document in the upper 22 bits, the weight in the
/// lower ten. So an order of numbers is an order of documents.
struct Posting: Hashable {
    /// Documents of one index: four million, less a window, so that what follows the last one is a number too.
    static let documents = (1 << 22) - ScoreWindow.documents
    /// Weights: 1 to 1,023.
    static let weights: Int32 = 1 << 10

    let bits: UInt32

    init(bits: UInt32) { self.bits = bits }
    init(document: UInt32, weight: Int32) { bits = document << 10 | UInt32(weight) }

    var document: UInt32 { bits >> 10 }
    var weight: Int32 { Int32(bits & 0x3FF) }

    /// Before every posting of `document`.
    static func first(of document: UInt32) -> UInt32 { document << 10 }
}

/// The documents of one term, ordered by number, each once, in blocks: so a change moves two kilobytes at most,
/// however many documents have the term.
struct PostingList: Sendable {
    /// A block is divided when it is full.
    static let blockPostings = 512

    /// Each as `Posting.bits`, none of them empty.
    private(set) var blocks: [[UInt32]] = []
    /// Of each block its last posting: so a place is looked for in one piece of memory.
    private var lasts: [UInt32] = []
    private(set) var count = 0

    var postings: [Posting] { blocks.joined().map { Posting(bits: $0) } }

    /// Puts a posting in; its document is not in.
    mutating func insert(_ posting: Posting) {
        count += 1
        let bits = posting.bits
        let block = block(from: bits)
        if block == blocks.count {
            append(bits)
        } else if blocks[block].count == Self.blockPostings {
            let half = Self.blockPostings / 2
            blocks.insert(Array(blocks[block][half...]), at: block + 1)
            blocks[block].removeSubrange(half...)
            lasts.insert(blocks[block][half - 1], at: block)
            insert(bits, into: blocks[block + 1][0] <= bits ? block + 1 : block)
        } else {
            insert(bits, into: block)
        }
    }

    /// Puts a posting behind all others.
    private mutating func append(_ bits: UInt32) {
        if let last = blocks.indices.last, blocks[last].count < Self.blockPostings {
            blocks[last].append(bits)
            lasts[last] = bits
        } else {
            blocks.append([bits])
            lasts.append(bits)
        }
    }

    private mutating func insert(_ bits: UInt32, into block: Int) {
        blocks[block].insert(bits, at: Self.place(of: bits, in: blocks[block]))
    }

    /// Takes the posting of `document` out, if there is one.
    mutating func remove(_ document: UInt32) {
        guard let (block, place) = find(document) else { return }
        count -= 1
        if blocks[block].count == 1 {
            blocks.remove(at: block)
            lasts.remove(at: block)
        } else {
            blocks[block].remove(at: place)
            lasts[block] = blocks[block][blocks[block].count - 1]
        }
    }

    func posting(of document: UInt32) -> Posting? {
        find(document).map { Posting(bits: blocks[$0.block][$0.place]) }
    }

    private func find(_ document: UInt32) -> (block: Int, place: Int)? {
        let first = Posting.first(of: document)
        let block = block(from: first)
        guard block < blocks.count else { return nil }
        let place = Self.place(of: first, in: blocks[block])
        guard place < blocks[block].count, Posting(bits: blocks[block][place]).document == document else { return nil }
        return (block, place)
    }

    /// The first block whose last posting is not before `bits`; as many as there are blocks when each is.
    private func block(from bits: UInt32) -> Int { Self.place(of: bits, in: lasts) }

    /// The first place of `ordered` that is not before `bits`.
    private static func place(of bits: UInt32, in ordered: [UInt32]) -> Int {
        var low = 0
        var high = ordered.count
        while low < high {
            let middle = (low + high) / 2
            if ordered[middle] < bits { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where `bits` would come: for who reads on from there.
    func cursor(from bits: UInt32) -> PostingCursor {
        let block = block(from: bits)
        return PostingCursor(block: block, place: block < blocks.count ? Self.place(of: bits, in: blocks[block]) : 0)
    }
}

/// A place in a posting list.
struct PostingCursor {
    var block: Int
    var place: Int
}
