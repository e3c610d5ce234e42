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

    /// Which of 64 documents hold words one behind the other, as `Record.holds`.
    ///
    /// - Parameters:
    ///   - page: the first of the documents, divided by 64.
    ///   - candidates: a bit for each document that is looked at.
    func holding(_ words: [UInt8], page: Int, among candidates: UInt64) -> UInt64 {
        guard candidates != 0 else { return 0 }
        let page = pages[page]
        return unsafe page.bytes.withUnsafeBufferPointer { bytes in
            // Nothing is kept yet: the sum is far from 32 bits.
            var kept = unsafe Self.fetch(bytes, page, candidates) >> 32
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

    /// Reads a byte of each cache line of the candidates' records, so that the processor fetches them beside each other
    /// and not one after another; the sum of what was read, so that it is read.
    private static func fetch(_ bytes: UnsafeBufferPointer<UInt8>, _ page: Page, _ candidates: UInt64) -> UInt64 {
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
