/// The records of all documents, 64 behind each other in one piece of memory: so who looks through many documents reads
/// straight on, and a change moves the records of 64 people at most. What is taken out is gone.
struct RecordPages: Sendable {
    private struct Page {
        var bytes: [UInt8] = []
        /// Where each of the records ends; of those that are not there yet, where the last one does.
        var ends: [UInt32] = []

        func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) }
    }

    private static let records = 64
    private var pages: [Page] = []

    /// The record of a document that is there.
    subscript(document: Int) -> Record {
        let page = pages[document / Self.records]
        return Record(bytes: page.bytes[page.range(document % Self.records)])
    }

    /// Keeps of `candidates` the documents that hold words one behind the other, as `Record.holds`.
    ///
    /// Memory is far away, and one record is found by what another place in it says: so each step is made for a group
    /// of records, and the processor waits for all of them together.
    ///
    /// - Parameters:
    ///   - candidates: a bit for each document that is looked at, 64 in each; only documents that are there.
    ///   - first: the first of the documents, divided by 64.
    func keepHolding(_ words: [UInt8], among candidates: inout [UInt64], from first: Int) {
        var start = 0
        while start < candidates.count {
            var end = start
            var count = 0
            while end < candidates.count, count < Self.group {
                count += candidates[end].nonzeroBitCount
                end += 1
            }
            let ends = candidates[start..<end].indices.reduce(UInt64(0)) { $0 &+ touchEnds(candidates[$1], first + $1) }
            let lines = candidates[start..<end].indices.reduce(ends) { $0 &+ touchLines(candidates[$1], first + $1) }
            precondition(lines < .max, "sums of some bytes are far from 64 bits; so what is read is used")
            for place in start..<end where candidates[place] != 0 {
                candidates[place] = holding(words, candidates[place], first + place)
            }
            start = end
        }
    }

    /// Records that are fetched together.
    private static let group = 32

    private func holding(_ words: [UInt8], _ candidates: UInt64, _ page: Int) -> UInt64 {
        let page = pages[page]
        return unsafe page.bytes.withUnsafeBufferPointer { bytes in
            var kept: UInt64 = 0
            var left = candidates
            while left != 0 {
                let place = left.trailingZeroBitCount
                if unsafe Record.holds(UnsafeBufferPointer(rebasing: bytes[page.range(place)]), words) {
                    kept |= 1 << UInt64(place)
                }
                left &= left - 1
            }
            return kept
        }
    }

    private func touchEnds(_ candidates: UInt64, _ page: Int) -> UInt64 {
        guard candidates != 0 else { return 0 }
        return unsafe pages[page].ends.withUnsafeBufferPointer { ends in
            var sum: UInt64 = 0
            var left = candidates
            while left != 0 {
                sum &+= UInt64(unsafe ends[left.trailingZeroBitCount])
                left &= left - 1
            }
            return sum
        }
    }

    /// Reads a byte of each cache line of the candidates' records.
    private func touchLines(_ candidates: UInt64, _ page: Int) -> UInt64 {
        guard candidates != 0 else { return 0 }
        let page = pages[page]
        return unsafe page.bytes.withUnsafeBufferPointer { bytes in
            var sum: UInt64 = 0
            var left = candidates
            while left != 0 {
                let range = page.range(left.trailingZeroBitCount)
                for place in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
                    sum &+= UInt64(unsafe bytes[place])
                }
                left &= left - 1
            }
            return sum
        }
    }

    /// Sets the record of a document: at most one more than there were.
    mutating func set(_ record: Record, at document: Int) {
        let (page, place) = (document / Self.records, document % Self.records)
        if page == pages.count { pages.append(Page()) }
        if place == pages[page].ends.count {
            pages[page].bytes += record.bytes
            pages[page].ends.append(UInt32(pages[page].bytes.count))
        } else {
            replace(place, in: page, by: record.bytes)
        }
    }

    /// Takes the record of a document out.
    mutating func clear(_ document: Int) {
        replace(document % Self.records, in: document / Self.records, by: [])
    }

    private mutating func replace(_ place: Int, in page: Int, by bytes: ArraySlice<UInt8>) {
        let old = pages[page].range(place)
        pages[page].bytes.replaceSubrange(old, with: bytes)
        for later in place..<pages[page].ends.count {
            pages[page].ends[later] = UInt32(Int(pages[page].ends[later]) + bytes.count - old.count)
        }
    }
}
