/// Reads multipart/form-data in pieces of any size: each part as it begins, and its content as it comes, so that memory
/// is one piece and one header whatever the size of a file.
///
/// Source: RFC 7578; delimiters as in RFC 2046 §5.1.1: a line that begins with one is one.
package struct MultipartReader: Sendable {
    /// What comes out, in the order of the body.
    package enum Event: Hashable, Sendable {
        case part(Part)
        /// More of the part that began last; never empty.
        case content(ArraySlice<UInt8>)
        /// The delimiter that ends the body was read.
        case end
    }

    /// The header of one part.
    package struct Part: Hashable, Sendable {
        /// The form's field.
        package let name: String
        /// Whether it is a file; its name is not kept.
        package let isFile: Bool
    }

    /// Why a body is not read any further.
    package enum Fault: Error, Hashable {
        /// Something beside a delimiter on its line.
        case malformedDelimiter
        case malformedHeader
        /// A part without a name (RFC 7578 §4.2).
        case unnamed
        /// A transfer encoding, which RFC 7578 §4.7 no longer has.
        case encoded
        case headerTooLong
        case tooManyParts
        /// Too much around the parts.
        case surroundingsTooLong
        /// The body ended before its last delimiter.
        case unfinished
    }

    /// Bytes of one part's header.
    package static let headerBytes = 4 * 1024
    /// Header fields of one part.
    package static let headerFields = 16
    package static let parts = 16
    /// Bytes before the first delimiter and after the last one, and of blanks behind one.
    package static let surroundingBytes = 1024

    private enum State { case preamble, delimiter, header, content, epilogue }

    private static let lineBreak: [UInt8] = [0x0D, 0x0A]
    private static let headerEnd: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What has come and was not decided on yet. It begins with the line break that the first delimiter may lack.
    private var held: [UInt8] = Self.lineBreak
    private var partCount = 0
    private var surroundings = 0
    /// How much of `held` the latest step has dealt with.
    private var consumed = 0

    /// - Parameter boundary: as `boundary(of:)` gives it.
    package init(boundary: [UInt8]) { delimiter = Array("\r\n--".utf8) + boundary }

    /// Takes more of the body, and gives what is now known of it to `body`.
    ///
    /// - Throws: `Fault`; what `body` throws. Then nothing more may be taken.
    package mutating func take(_ piece: some Sequence<UInt8>, _ body: (Event) throws -> Void) throws {
        held.append(contentsOf: piece)
        var at = 0
        while let next = try step(from: at, body) { at = next }
        held.removeFirst(consumed)
    }

    /// The body has ended.
    ///
    /// - Throws: `Fault.unfinished` when it was not whole.
    package func end() throws(Fault) {
        guard state == .epilogue else { throw .unfinished }
    }

    /// Deals with what stands at `at`; where to go on, or nil when more of the body is needed.
    private mutating func step(from at: Int, _ body: (Event) throws -> Void) throws -> Int? {
        consumed = at
        switch state {
        case .preamble, .content:
            let found = held.position(of: delimiter, from: at)
            // What may be the beginning of a delimiter waits for the rest of it.
            let end = found ?? max(at, held.count - delimiter.count + 1)
            if state == .preamble { try count(end - at) } else if end > at { try body(.content(held[at..<end])) }
            consumed = end
            guard let found else { return nil }
            state = .delimiter
            return found + delimiter.count
        case .delimiter: return try delimiterLine(from: at, body)
        case .header: return try header(from: at, body)
        case .epilogue:
            try count(held.count - at)
            consumed = held.count
            return nil
        }
    }

    private mutating func count(_ bytes: Int) throws(Fault) {
        surroundings += bytes
        guard surroundings <= Self.surroundingBytes + Self.lineBreak.count else { throw .surroundingsTooLong }
    }

    /// What follows a delimiter: `--` at the end of the body, else blanks and a line break. The line break stays: it
    /// is the first half of what ends a header without fields.
    private mutating func delimiterLine(from at: Int, _ body: (Event) throws -> Void) throws -> Int? {
        guard held.count >= at + 2 else { return nil }
        if held[at] == UInt8(ascii: "-"), held[at + 1] == UInt8(ascii: "-") {
            state = .epilogue
            surroundings = 0
            try body(.end)
            return at + 2
        }
        let end = held.position(of: Self.lineBreak, from: at)
        let blanks = held[at..<(end ?? held.count - (held.last == 0x0D ? 1 : 0))]
        guard blanks.allSatisfy({ $0 == 0x20 || $0 == 0x09 }), blanks.count <= Self.surroundingBytes else {
            throw Fault.malformedDelimiter
        }
        guard let end else { return nil }
        state = .header
        return end
    }

    private mutating func header(from at: Int, _ body: (Event) throws -> Void) throws -> Int? {
        let end = held.position(of: Self.headerEnd, from: at)
        guard (end ?? held.count) - at <= Self.headerBytes else { throw Fault.headerTooLong }
        guard let end else { return nil }
        partCount += 1
        guard partCount <= Self.parts else { throw Fault.tooManyParts }
        try body(.part(PartHeader.read(held[min(at + 2, end)..<end])))
        state = .content
        return end + Self.headerEnd.count
    }
}

extension Array<UInt8> {
    /// Where `pattern` begins at or after `start`, or nil. The pattern begins with a line break.
    fileprivate func position(of pattern: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + pattern.count <= count, let next = self[at...].firstIndex(of: pattern[0]) {
            guard next + pattern.count <= count else { return nil }
            if self[next..<next + pattern.count].elementsEqual(pattern) { return next }
            at = next + 1
        }
        return nil
    }
}
