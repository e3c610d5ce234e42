/// Reads the top level of one line that is a JSON object: which keys, and where their values stand, without decoding
/// them.
///
/// It checks the whole line: brackets, strings, escapes, numbers, UTF-8, control characters, duplicate keys of the top
/// level.
struct LineScanner {
    private let bytes: [UInt8]
    private var index: Int
    private let end: Int

    /// The members of the object that `bytes[range]` spells, in order; nil unless it is exactly one JSON object.
    static func members(of range: Range<Int>, in bytes: [UInt8]) -> [(key: Range<Int>, value: Range<Int>)]? {
        guard isText(bytes[range]) else { return nil }
        var scanner = LineScanner(bytes: bytes, index: range.lowerBound, end: range.upperBound)
        guard let members = scanner.object(depth: 0, collecting: true), scanner.index == range.upperBound else {
            return nil
        }
        for (number, member) in members.enumerated() {
            let key = bytes[member.key]
            if members[..<number].contains(where: { bytes[$0.key].elementsEqual(key) }) { return nil }
        }
        return members
    }

    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        var ascii = true
        for byte in bytes {
            if byte < 0x20 { return false }
            if byte >= 0x80 { ascii = false }
        }
        return ascii || String(validating: bytes, as: UTF8.self) != nil
    }

    private mutating func object(depth: Int, collecting: Bool) -> [(key: Range<Int>, value: Range<Int>)]? {
        guard take(UInt8(ascii: "{")) else { return nil }
        var members: [(key: Range<Int>, value: Range<Int>)] = []
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            guard let key = string(), take(UInt8(ascii: ":")) else { return nil }
            let start = index
            guard value(depth: depth + 1) else { return nil }
            if collecting { members.append((key, start..<index)) }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? members : nil
    }

    private mutating func value(depth: Int) -> Bool {
        guard depth < JSONReader.depth, index < end else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "{"): return object(depth: depth, collecting: false) != nil
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func array(depth: Int) -> Bool {
        index += 1
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard value(depth: depth + 1) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= end, bytes[index..<index + count].elementsEqual("\(text)".utf8) else { return false }
        index += count
        return true
    }

    /// The inside of a string.
    private mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return start..<index - 1
            case UInt8(ascii: "\\"):
                guard index + 1 < end else { return nil }
                if bytes[index + 1] == UInt8(ascii: "u") {
                    guard index + 6 <= end, bytes[index + 2..<index + 6].allSatisfy(Self.isHexadecimal) else {
                        return nil
                    }
                    index += 6
                } else {
                    guard "\"\\/bfnrt".utf8.contains(bytes[index + 1]) else { return nil }
                    index += 2
                }
            default: index += 1
            }
        }
        return nil
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        let first = index
        guard digits() > 0, bytes[first] != UInt8(ascii: "0") || index - first == 1 else { return false }
        if take(UInt8(ascii: ".")), digits() == 0 { return false }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            return digits() > 0
        }
        return true
    }

    private mutating func digits() -> Int {
        let start = index
        while index < end, (48...57).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
    }
}
