/// What one document consists of, as numbers: the values that it is counted by, its concepts, and its words in order.
/// Enough to take it out again without reading a text, to find a phrase, and to say why somebody was found.
///
/// One array of bytes: where the words begin (two bytes), four lists each behind its length, then for each text its
/// field and its words. A number is seven bits a byte, the low ones first; only its first byte has the top bit, so that
/// a row of words is found by its bytes. Frequent words come first into an index, and have the small numbers.
struct Record: Sendable {
    /// What a document is counted by, and found by, besides its words.
    enum List: Int, CaseIterable {
        case occupations, skills
        /// Each as `LanguageNumber`.
        case languages
        /// The number of a concept's term and the field that names it, by turns.
        case concepts
    }

    private static let head = 2
    let bytes: ArraySlice<UInt8>

    /// One that was made before.
    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// - Parameters:
    ///   - lists: in the order of `List`.
    ///   - stream: fields by their raw value, each before its words; words have greater numbers.
    init(_ lists: [[UInt32]], stream: [UInt32]) {
        var bytes: [UInt8] = [0, 0]
        bytes.reserveCapacity(Self.head + 2 * (stream.count + lists.reduce(8) { $0 + $1.count }))
        for list in lists {
            Self.append(UInt32(list.count), to: &bytes)
            for number in list { Self.append(number, to: &bytes) }
        }
        (bytes[0], bytes[1]) = (UInt8(truncatingIfNeeded: bytes.count), UInt8(truncatingIfNeeded: bytes.count >> 8))
        for number in stream { Self.append(number, to: &bytes) }
        self.bytes = bytes[...]
    }

    /// The bytes of numbers that follow each other in a stream.
    static func bytes(of numbers: [UInt32]) -> [UInt8] {
        numbers.reduce(into: []) { append($1, to: &$0) }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
        var rest = number >> 7
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest) & 0x7F)
            rest >>= 7
        }
    }

    private var streamStart: Int { Int(bytes[bytes.startIndex]) | Int(bytes[bytes.startIndex + 1]) << 8 }

    /// Calls `body` with each number of the stream: a field, or a word of it.
    @inline(__always)
    func forEach(_ body: (UInt32) -> Void) {
        read(from: streamStart) {
            body($0); return true
        }
    }

    /// Calls `body` with each number of a list until it says no; whether it never did.
    @discardableResult
    func forEach(in list: List, _ body: (UInt32) -> Bool) -> Bool {
        var current = 0
        var left: UInt32?
        var isWhole = true
        read(from: Self.head) { number in
            guard let count = left, count > 0 else {
                if left != nil { current += 1 }
                left = number
                while left == 0, current == list.rawValue { return false }
                return current <= list.rawValue
            }
            left = count - 1
            guard current == list.rawValue else { return true }
            isWhole = body(number)
            return isWhole && count > 1
        }
        return isWhole
    }

    /// Reads numbers from a place on, until `body` says no.
    @inline(__always)
    private func read(from start: Int, _ body: (UInt32) -> Bool) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var place = start
            while place < bytes.count {
                var number = UInt32(unsafe bytes[place] & 0x7F)
                place += 1
                var shift: UInt32 = 7
                while place < bytes.count, unsafe bytes[place] < 0x80 {
                    number |= UInt32(unsafe bytes[place]) << shift
                    shift += 7
                    place += 1
                }
                guard body(number) else { return }
            }
        }
    }

    /// How many words each field has.
    var fieldLengths: FieldLengths {
        var lengths = FieldLengths()
        var field = SearchField.occupation
        forEach { number in
            if let next = SearchField(mark: number) { field = next } else { lengths.add(1, to: field) }
        }
        return lengths
    }

    /// The terms of the concepts, each with the field that names it.
    func forEachConcept(_ body: (_ term: UInt32, SearchField) -> Void) {
        var term: UInt32?
        forEach(in: .concepts) { number in
            if let known = term {
                body(known, SearchField(mark: number) ?? .occupation)
                term = nil
            } else {
                term = number
            }
            return true
        }
    }

    /// Whether words stand one behind the other within one text.
    ///
    /// - Parameter words: as `bytes(of:)` gives them.
    func holds(_ words: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe Self.holds($0, words) }
    }

    /// As `holds`, for the bytes of a record: looks at 16 places at a time, for the first byte and the last.
    static func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ words: [UInt8]) -> Bool {
        guard bytes.count > head, let first = words.first, let last = words.last,
            let all = unsafe UnsafeRawPointer(bytes.baseAddress)
        else { return words.isEmpty }
        var place = unsafe Int(bytes[0]) | Int(bytes[1]) << 8
        let end = bytes.count - words.count
        let firsts = SIMD16<UInt8>(repeating: first)
        let lasts = SIMD16<UInt8>(repeating: last)
        while place + 15 <= end {
            let begins = unsafe all.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self) .== firsts
            let closes =
                unsafe all.loadUnaligned(fromByteOffset: place + words.count - 1, as: SIMD16<UInt8>.self) .== lasts
            let both = unsafe unsafeBitCast(begins .& closes, to: SIMD2<UInt64>.self)
            if both[0] | both[1] != 0, unsafe stands(words, in: bytes, from: place, through: place + 15) { return true }
            place += 16
        }
        return unsafe stands(words, in: bytes, from: place, through: end)
    }

    private static func stands(
        _ words: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from first: Int, through last: Int
    ) -> Bool {
        var place = first
        while place <= last {
            var length = 0
            while length < words.count, unsafe bytes[place + length] == words[length] { length += 1 }
            // Another byte below 0x80 would make the last word a greater one.
            if length == words.count, unsafe place + length == bytes.count || bytes[place + length] >= 0x80 {
                return true
            }
            place += 1
        }
        return false
    }
}

extension SearchField {
    /// The field of which a number in a record's stream marks the beginning; nil for a word.
    init?(mark: UInt32) {
        guard mark < WordTable.first else { return nil }
        self.init(rawValue: UInt8(mark))
    }

    var mark: UInt32 { UInt32(rawValue) }
}

/// A language and a level in one number, so that a filter compares numbers.
enum LanguageNumber {
    static func make(language: UInt32, level: Int) -> UInt32 { language << 3 | UInt32(level) }
    static func language(_ number: UInt32) -> UInt32 { number >> 3 }
    static func level(_ number: UInt32) -> Int { Int(number & 7) }
}

/// How many words each field of a document has.
struct FieldLengths {
    private var lengths: SIMD16<Int32> = .zero

    func words(of field: SearchField) -> Int { Int(lengths[Int(field.rawValue)]) }

    mutating func add(_ words: Int32, to field: SearchField) { lengths[Int(field.rawValue)] += words }
}
