import Domain

/// Reads the top level of one line that is a JSON object: which keys, and where their values stand, without decoding
/// them.
///
/// It checks the whole line, and takes nothing that `JSONReader` would refuse, since the asking region reads the line
/// with that, inside a longer text: brackets, depth, strings, escapes, numbers, UTF-8, control characters, a key twice.
/// Keys are ASCII without escapes, so that equal keys are equal bytes.
@safe struct LineScanner {
    typealias Member = (key: Range<Int>, value: Range<Int>)

    /// How deep a hit stands in the longest text that it is passed on in: in the document, in `resultaten`.
    private static let outerDepth = 2

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index: Int
    private let end: Int
    /// Keys of the objects that are open, the outermost first.
    private var keys: [Range<Int>] = []

    /// The members of the object that `bytes[range]` spells, in order; nil unless it is exactly one JSON object.
    static func members(of range: Range<Int>, in bytes: [UInt8]) -> [Member]? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            guard unsafe isText(UnsafeBufferPointer(rebasing: bytes[range])) else { return nil }
            var scanner = unsafe LineScanner(bytes: bytes, index: range.lowerBound, end: range.upperBound)
            scanner.keys.reserveCapacity(Limits.hitMembers)
            var members: [Member] = []
            members.reserveCapacity(Self.usual)
            guard scanner.object(depth: outerDepth, each: { members.append($0) }), scanner.index == range.upperBound
            else { return nil }
            return members
        }
    }

    /// Members that a hit of this version has.
    private static let usual = 20

    private static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var least = UInt8.max
        var all: UInt8 = 0
        for place in 0..<bytes.count {
            let byte = unsafe bytes[place]
            least = min(least, byte)
            all |= byte
        }
        guard least >= 0x20 || bytes.isEmpty else { return false }
        return unsafe all < 0x80 || String(validating: bytes, as: UTF8.self) != nil
    }

    /// - Parameter each: gets the members in order.
    private mutating func object(depth: Int, each: (Member) -> Void = { _ in }) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        let first = keys.count
        defer { keys.removeLast(keys.count - first) }
        repeat {
            guard let key = key(), keys.count - first < Limits.hitMembers, !isTwice(key, since: first),
                take(UInt8(ascii: ":"))
            else { return false }
            keys.append(key)
            let start = index
            guard value(depth: depth + 1) else { return false }
            each((key, start..<index))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    private func isTwice(_ key: Range<Int>, since first: Int) -> Bool {
        keys[first...].contains { other in
            guard other.count == key.count else { return false }
            return unsafe bytes[other].elementsEqual(bytes[key])
        }
    }

    private mutating func value(depth: Int) -> Bool {
        guard depth < JSONReader.depth, index < end else { return false }
        switch unsafe bytes[index] {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "{"): return object(depth: depth)
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
        guard index < end, unsafe bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= end, unsafe bytes[index..<index + count].elementsEqual("\(text)".utf8) else {
            return false
        }
        index += count
        return true
    }

    private mutating func key() -> Range<Int>? {
        guard let key = string() else { return nil }
        for place in key {
            let byte = unsafe bytes[place]
            if byte >= 0x80 || byte == UInt8(ascii: "\\") { return nil }
        }
        return key
    }

    /// The inside of a string.
    private mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < end {
            switch unsafe bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return start..<index - 1
            case UInt8(ascii: "\\"):
                guard escape() else { return nil }
            default: index += 1
            }
        }
        return nil
    }

    private mutating func escape() -> Bool {
        guard index + 1 < end else { return false }
        guard unsafe bytes[index + 1] == UInt8(ascii: "u") else {
            guard unsafe "\"\\/bfnrt".utf8.contains(bytes[index + 1]) else { return false }
            index += 2
            return true
        }
        switch codeUnit() {
        case nil, (0xDC00..<0xE000)?: return false
        case (0xD800..<0xDC00)?: return codeUnit().map { (0xDC00..<0xE000).contains($0) } ?? false
        default: return true
        }
    }

    /// The number that a `\u` escape at `index` spells, if there is one.
    private mutating func codeUnit() -> UInt32? {
        guard index + 6 <= end, unsafe bytes[index] == UInt8(ascii: "\\"), unsafe bytes[index + 1] == UInt8(ascii: "u"),
            unsafe bytes[index + 2..<index + 6].allSatisfy(Self.isHexadecimal)
        else { return nil }
        defer { index += 6 }
        return unsafe UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        let first = index
        guard digits() > 0, unsafe bytes[first] != UInt8(ascii: "0") || index - first == 1 else { return false }
        if take(UInt8(ascii: ".")), digits() == 0 { return false }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            return digits() > 0
        }
        return true
    }

    private mutating func digits() -> Int {
        let start = index
        while index < end, unsafe (48...57).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
    }
}
