/// Reads a CSV file in pieces of any size: records come out as they are complete, with the line on which each begins.
///
/// Source: RFC 4180, with `;` beside `,` (the first line decides), bare line feeds, and quoted line breaks. Memory is
/// one record, at most `recordBytes`.
struct CSVReader: Sendable {
    /// One line of the file, or several when a quoted field holds line breaks.
    struct Record: Sendable {
        let line: Int
        /// All fields, one after another, and where each ends.
        fileprivate let bytes: [UInt8]
        fileprivate let ends: [Int]

        var count: Int { ends.count }
        var fields: [ArraySlice<UInt8>] { ends.indices.map { self[$0] } }

        subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
    }

    enum Fault: Error, Hashable {
        /// A quote that does not end; the line on which the record begins.
        case openQuote(line: Int)
        /// Something between a closing quote and the next delimiter.
        case strayText(line: Int)
        case recordTooLong(line: Int)
    }

    /// Bytes of one record.
    static let recordBytes = 256 * 1024
    /// What a record's bytes and ends are made with room for.
    private static let usualBytes = 512
    private static let usualFields = 16

    private enum State { case start, plain, quoted, quoteInQuoted, afterReturn }

    private(set) var delimiter: UInt8?
    private var state = State.start
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Bytes of the record in the file, quotes and delimiters counted.
    private var taken = 0
    /// The line that is read, and the one on which the record began.
    private var line = 1
    private var began = 1

    /// Takes more of the file; gives every record that is complete to `body`.
    mutating func take(_ piece: ArraySlice<UInt8>, _ body: (Record) throws -> Void) throws {
        var index = piece.startIndex
        while index < piece.endIndex {
            index = skip(piece, from: index)
            guard index < piece.endIndex else { break }
            if let record = try take(piece[index]) { try body(record) }
            index += 1
        }
        guard taken <= Self.recordBytes else { throw Fault.recordTooLong(line: began) }
    }

    /// The last record, when the file does not end with a line break.
    mutating func end() throws(Fault) -> Record? {
        if state == .quoted { throw .openQuote(line: began) }
        let isInside = state != .start && state != .afterReturn || !ends.isEmpty || !bytes.isEmpty
        return isInside ? finish() : nil
    }

    /// Takes the bytes from `start` that are nothing but text of the field that is read; the first that may be more.
    private mutating func skip(_ piece: ArraySlice<UInt8>, from start: Int) -> Int {
        var index = start
        switch state {
        case .plain:
            while index < piece.endIndex, piece[index] > Self.highestSign { index += 1 }
        case .quoted:
            while index < piece.endIndex, piece[index] > UInt8(ascii: "\"") { index += 1 }
        case .start, .quoteInQuoted, .afterReturn: return start
        }
        bytes.append(contentsOf: piece[start..<index])
        taken += index - start
        return index
    }

    /// No byte above it means anything outside quotes.
    private static let highestSign = UInt8(ascii: ";")

    private mutating func take(_ byte: UInt8) throws(Fault) -> Record? {
        taken += 1
        guard taken <= Self.recordBytes else { throw .recordTooLong(line: began) }
        if state == .afterReturn {
            state = .start
            // CR LF is one line break.
            if byte == 0x0A {
                taken = 0
                began = line
                return nil
            }
        }
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _):
            if byte == 0x0A { line += 1 }
            bytes.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            bytes.append(byte)
            state = .quoted
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (_, 0x0D), (_, 0x0A):
            line += 1
            let isBlank = ends.isEmpty && bytes.isEmpty && state == .start
            let record = isBlank ? nil : finish()
            state = byte == 0x0D ? .afterReturn : .start
            taken = 0
            began = line
            return record
        case (_, let byte) where isDelimiter(byte):
            ends.append(bytes.count)
            state = .start
        case (.quoteInQuoted, _): throw .strayText(line: began)
        default:
            bytes.append(byte)
            state = .plain
        }
        return nil
    }

    /// The first of `;` and `,` outside quotes is the file's.
    private mutating func isDelimiter(_ byte: UInt8) -> Bool {
        if let delimiter { return byte == delimiter }
        guard byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") else { return false }
        delimiter = byte
        return true
    }

    private mutating func finish() -> Record {
        ends.append(bytes.count)
        let record = Record(line: began, bytes: bytes, ends: ends)
        (bytes, ends, state) = ([], [], .start)
        bytes.reserveCapacity(Self.usualBytes)
        ends.reserveCapacity(Self.usualFields)
        return record
    }
}
