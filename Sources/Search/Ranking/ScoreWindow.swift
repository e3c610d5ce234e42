/// The scores of a stretch of documents while they are added up, list by list: small enough to stay near the processor.
///
/// The one place where postings are read by pointers: memory of its own, whose bounds its three loops keep by
/// construction. A document within the window is `base` and an offset below `documents`.
@safe
struct ScoreWindow: ~Copyable {
    /// Documents of one window.
    static let documents = 8192
    /// Each with a bit for 64 documents.
    static let words = documents / 64

    private let scores: UnsafeMutablePointer<Int32>
    /// A bit for each document: whether a list had it.
    private let touched: UnsafeMutablePointer<UInt64>
    /// A bit for each document: whether it may be found.
    private let allowed: UnsafeMutablePointer<UInt64>
    private let marked: UnsafeMutablePointer<UInt64>
    /// Whether a score is more than 0.
    private var hasScores = false

    init() {
        unsafe scores = .allocate(capacity: Self.documents)
        unsafe scores.initialize(repeating: 0, count: Self.documents)
        unsafe touched = .allocate(capacity: 3 * Self.words)
        unsafe touched.initialize(repeating: 0, count: 3 * Self.words)
        unsafe allowed = unsafe touched + Self.words
        unsafe marked = unsafe touched + 2 * Self.words
    }

    deinit {
        unsafe scores.deallocate()
        unsafe touched.deallocate()
    }

    /// Adds `value` times the weight of each posting of `list` in the window from `base` on; `cursor` goes on behind.
    mutating func add(_ list: PostingList, _ cursor: inout PostingCursor, value: Int32, from base: UInt32) {
        hasScores = true
        unsafe forEach(list, &cursor, from: base) { postings in
            for place in postings.indices {
                let bits = unsafe postings[place]
                let offset = Int(bits >> 10 &- base)
                unsafe scores[offset] &+= value &* Int32(bitPattern: bits & 0x3FF)
                unsafe touched[offset >> 6] |= 1 << UInt64(truncatingIfNeeded: offset & 63)
            }
        }
    }

    /// All of those in `taken`, whatever they score.
    mutating func touchAll(_ taken: ArraySlice<UInt64>) {
        for (place, bits) in taken.enumerated() { unsafe touched[place] = bits }
    }

    /// Begins with everybody allowed.
    mutating func allowAll() { unsafe allowed.update(repeating: .max, count: Self.words) }

    /// Of those who were allowed before, allows only who has one of `values`.
    mutating func restrict(to values: [Int], of bits: ValueBits, from base: UInt32) {
        unsafe marked.update(repeating: 0, count: Self.words)
        for value in values {
            let words = bits.words(of: value, from: Int(base) / 64, count: Self.words)
            for (place, word) in words.enumerated() { unsafe marked[place] |= word }
        }
        for place in 0..<Self.words { unsafe allowed[place] &= marked[place] }
    }

    /// Allows only those who have all `lists`, were allowed before and are meant by `check`; or none of those.
    ///
    /// - Parameter check: keeps of the documents that have all lists, a bit for each, those that are meant.
    mutating func restrict(
        to lists: [PostingList], excluding: Bool, from base: UInt32, check: (inout [UInt64]) -> Void
    ) {
        var candidates = [UInt64](repeating: .max, count: Self.words)
        for list in lists {
            unsafe marked.update(repeating: 0, count: Self.words)
            var cursor = list.cursor(from: Posting.first(of: base))
            unsafe forEach(list, &cursor, from: base) { postings in
                for place in postings.indices {
                    let bits = unsafe postings[place]
                    let offset = Int(bits >> 10 &- base)
                    unsafe marked[offset >> 6] |= 1 << UInt64(truncatingIfNeeded: offset & 63)
                }
            }
            for place in candidates.indices { candidates[place] &= unsafe marked[place] }
        }
        for place in candidates.indices { candidates[place] &= unsafe allowed[place] }
        check(&candidates)
        for place in candidates.indices {
            if excluding {
                unsafe allowed[place] &= ~candidates[place]
            } else {
                unsafe allowed[place] = candidates[place]
            }
        }
    }

    /// A bit for each of the 64 documents at `place`: whether a list had it and it is allowed.
    @inline(__always)
    func found(_ place: Int) -> UInt64 {
        precondition(place < Self.words, "a place is within the window")
        return unsafe touched[place] & (unsafe allowed[place])
    }

    /// - Precondition: `offset` is one of `found`.
    @inline(__always)
    func score(_ offset: Int) -> Int32 { unsafe scores[offset] }

    /// Nobody is found any more.
    mutating func clear() {
        defer { hasScores = false }
        guard hasScores else { return unsafe touched.update(repeating: 0, count: Self.words) }
        for place in 0..<Self.words where unsafe touched[place] != 0 {
            unsafe touched[place] = 0
            unsafe (scores + (place << 6)).update(repeating: 0, count: 64)
        }
    }

    /// The postings of `list` in the window from `base` on, block by block.
    @inline(__always)
    private func forEach(
        _ list: PostingList, _ cursor: inout PostingCursor, from base: UInt32,
        _ body: (UnsafeBufferPointer<UInt32>) -> Void
    ) {
        let end = Posting.first(of: base + UInt32(Self.documents))
        let blocks = list.blocks
        while cursor.block < blocks.count {
            let isDone = unsafe blocks[cursor.block].withUnsafeBufferPointer { block in
                var stop = block.count
                if unsafe block[stop - 1] >= end {
                    var low = cursor.place
                    while low < stop {
                        let middle = (low + stop) / 2
                        if unsafe block[middle] < end { low = middle + 1 } else { stop = middle }
                    }
                }
                if cursor.place < stop { unsafe body(UnsafeBufferPointer(rebasing: block[cursor.place..<stop])) }
                cursor.place = stop
                return stop < block.count
            }
            if isDone { return }
            cursor = PostingCursor(block: cursor.block + 1, place: 0)
        }
    }
}
