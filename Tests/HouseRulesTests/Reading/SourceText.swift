/// Swift source with its strings and comments told apart from its code, line by line.
///
/// Inside `code`, what stands in strings and comments is blanked with spaces, so that columns stay; what is
/// interpolated into a string is code.
struct SourceText {
    struct Line {
        /// From 1.
        let number: Int
        let raw: String
        let code: String
        /// What follows `//` on the line, when it is no documentation; else empty.
        let comment: String
    }

    let path: String
    let lines: [Line]

    init(path: String, text: String) {
        self.path = path
        let raw = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var reader = SourceReader(Array(text.utf8))
        let marked = reader.marked()
        var lines: [Line] = []
        for (offset, codeBytes) in marked.code.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            lines.append(
                Line(
                    number: offset + 1, raw: raw[offset], code: String(decoding: codeBytes, as: UTF8.self),
                    comment: marked.comments[offset + 1] ?? ""))
        }
        self.lines = lines
    }

    /// The words of `code`: what is made of letters, digits, `_`, `@` and `#`.
    static func words(in code: String) -> [Substring] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@" || $0 == "#") }
    }
}

/// Walks through Swift source once and blanks all that is no code.
struct SourceReader {
    private enum Mode {
        /// Code; inside an interpolation, with the number of parentheses open.
        case code(parentheses: Int?)
        case string(hashes: Int, multiline: Bool)
        case block(depth: Int)
    }

    private let bytes: [UInt8]
    private var index = 0
    private var modes: [Mode] = [.code(parentheses: nil)]
    private var code: [UInt8] = []
    private var comments: [Int: String] = [:]
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The source with spaces for strings and comments, and the plain comments by line.
    mutating func marked() -> (code: [UInt8], comments: [Int: String]) {
        code.reserveCapacity(bytes.count)
        while index < bytes.count {
            switch modes.last {
            case .string(let hashes, let multiline): readString(hashes: hashes, multiline: multiline)
            case .block(let depth): readBlock(depth: depth)
            case .code(let parentheses): readCode(parentheses: parentheses)
            case nil: modes = [.code(parentheses: nil)]
            }
        }
        return (code, comments)
    }

    private mutating func readCode(parentheses: Int?) {
        let byte = bytes[index]
        if starts(with: "//") {
            readLineComment()
        } else if starts(with: "/*") {
            modes.append(.block(depth: 1))
            blank(2)
        } else if byte == UInt8(ascii: "`") {
            readRawName()
        } else if let opened = openedString() {
            modes.append(.string(hashes: opened.hashes, multiline: opened.multiline))
            for _ in 0..<opened.length { keep() }
        } else if let open = parentheses, byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
            let left = byte == UInt8(ascii: "(") ? open + 1 : open - 1
            modes.removeLast()
            if left > 0 { modes.append(.code(parentheses: left)) }
            keep()
        } else {
            keep()
        }
    }

    private mutating func readString(hashes: Int, multiline: Bool) {
        let fence = String(repeating: "#", count: hashes)
        let end = (multiline ? "\"\"\"" : "\"") + fence
        if starts(with: "\\" + fence + "(") {
            blank(1 + hashes)
            modes.append(.code(parentheses: 1))
            keep()
        } else if starts(with: "\\" + fence), hashes > 0 || index + 1 < bytes.count {
            blank(2 + hashes)
        } else if starts(with: end) {
            modes.removeLast()
            for _ in 0..<end.utf8.count { keep() }
        } else if !multiline, bytes[index] == 10 {
            modes.removeLast()
            keep()
        } else {
            blank(1)
        }
    }

    private mutating func readBlock(depth: Int) {
        if starts(with: "*/") {
            modes.removeLast()
            if depth > 1 { modes.append(.block(depth: depth - 1)) }
            blank(2)
        } else if starts(with: "/*") {
            modes.removeLast()
            modes.append(.block(depth: depth + 1))
            blank(2)
        } else {
            blank(1)
        }
    }

    private mutating func readLineComment() {
        let end = bytes[index...].firstIndex(of: 10) ?? bytes.endIndex
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        if !text.hasPrefix("///") || text.hasPrefix("////") { comments[line] = String(text.dropFirst(2)) }
        blank(end - index)
    }

    /// A name between backticks can hold anything: its words are no code.
    private mutating func readRawName() {
        let lineEnd = bytes[index...].firstIndex(of: 10) ?? bytes.endIndex
        let close = bytes[(index + 1)..<lineEnd].firstIndex(of: UInt8(ascii: "`"))
        keep()
        if let close {
            blank(close - index)
            keep()
        }
    }

    /// The opening of a string that stands here: `"`, `"""`, with any number of `#` before.
    private func openedString() -> (hashes: Int, multiline: Bool, length: Int)? {
        var at = index
        while at < bytes.count, bytes[at] == UInt8(ascii: "#") { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
        let multiline = bytes[at...].starts(with: "\"\"\"".utf8)
        return (at - index, multiline, at - index + (multiline ? 3 : 1))
    }

    private func starts(with text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func keep() {
        if bytes[index] == 10 { line += 1 }
        code.append(bytes[index])
        index += 1
    }

    /// Blanks `count` bytes, but for line ends and the tail bytes of a character, so that columns stay.
    private mutating func blank(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] == 10 {
                keep()
            } else {
                if bytes[index] & 0xc0 != 0x80 { code.append(UInt8(ascii: " ")) }
                index += 1
            }
        }
    }
}
