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
    private(set) var count = 0

    var postings: [Posting] { blocks.joined().map { Posting(bits: $0) } }

    /// Puts a posting in; its document is not in.
    mutating func insert(_ posting: Posting) {
        count += 1
        guard let last = blocks.indices.last else { return blocks.append([posting.bits]) }
        if let end = blocks[last].last, end < posting.bits {
            if blocks[last].count < Self.blockPostings {
                blocks[last].append(posting.bits)
            } else {
                blocks.append([posting.bits])
            }
            return
        }
        let block = block(from: posting.bits)
        if blocks[block].count == Self.blockPostings {
            let half = Self.blockPostings / 2
            blocks.insert(Array(blocks[block][half...]), at: block + 1)
            blocks[block].removeSubrange(half...)
            insert(posting, into: blocks[block + 1][0] <= posting.bits ? block + 1 : block)
        } else {
            insert(posting, into: block)
        }
    }

    private mutating func insert(_ posting: Posting, into block: Int) {
        blocks[block].insert(posting.bits, at: Self.place(of: posting.bits, in: blocks[block]))
    }

    /// Takes the posting of `document` out, if there is one.
    mutating func remove(_ document: UInt32) {
        guard let (block, place) = find(document) else { return }
        count -= 1
        if blocks[block].count == 1 { blocks.remove(at: block) } else { blocks[block].remove(at: place) }
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

    /// The first block whose last posting is not before `bits`; the last block at most, 0 without any.
    private func block(from bits: UInt32) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle][blocks[middle].count - 1] < bits { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first place of `block` that is not before `bits`.
    private static func place(of bits: UInt32, in block: [UInt32]) -> Int {
        var low = 0
        var high = block.count
        while low < high {
            let middle = (low + high) / 2
            if block[middle] < bits { low = middle + 1 } else { high = middle }
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
