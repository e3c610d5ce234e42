/// Reads a CSV file in pieces of any size: records come out as they are complete, with the line on which each begins.
///
/// Source: RFC 4180, with `;` beside `,` (the first line decides), bare line feeds, and quoted line breaks. Memory is
/// one record, at most `recordBytes`.
struct CSVReader {
    /// One line of the file, or several when a quoted field holds line breaks.
    struct Record: Sendable {
        let line: Int
        let fields: [[UInt8]]
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

    private enum State { case start, plain, quoted, quoteInQuoted, afterReturn }

    private(set) var delimiter: UInt8?
    private var state = State.start
    private var field: [UInt8] = []
    private var fields: [[UInt8]] = []
    private var bytes = 0
    /// The line that is read, and the one on which the record began.
    private var line = 1
    private var began = 1

    /// Takes more of the file; gives every record that is complete to `body`.
    mutating func take(_ piece: some Sequence<UInt8>, _ body: (Record) throws -> Void) throws {
        for byte in piece {
            if let record = try take(byte) { try body(record) }
        }
    }

    /// The last record, when the file does not end with a line break.
    mutating func end() throws(Fault) -> Record? {
        if state == .quoted { throw .openQuote(line: began) }
        guard state != .start && state != .afterReturn || !fields.isEmpty || !field.isEmpty else { return nil }
        return finish()
    }

    private mutating func take(_ byte: UInt8) throws(Fault) -> Record? {
        bytes += 1
        guard bytes <= Self.recordBytes else { throw .recordTooLong(line: began) }
        if state == .afterReturn {
            state = .start
            // CR LF is one line break.
            if byte == 0x0A {
                bytes = 0
                began = line
                return nil
            }
        }
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _):
            if byte == 0x0A { line += 1 }
            field.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            field.append(byte)
            state = .quoted
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (_, 0x0D), (_, 0x0A):
            line += 1
            let isBlank = fields.isEmpty && field.isEmpty && state == .start
            let record = isBlank ? nil : finish()
            state = byte == 0x0D ? .afterReturn : .start
            bytes = 0
            began = line
            return record
        case (_, let byte) where isDelimiter(byte):
            fields.append(field)
            field = []
            state = .start
        case (.quoteInQuoted, _): throw .strayText(line: began)
        default:
            field.append(byte)
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
        fields.append(field)
        let record = Record(line: began, fields: fields)
        (field, fields, state) = ([], [], .start)
        return record
    }
}
