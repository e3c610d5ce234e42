/// Reads JSON strictly (RFC 8259): whole, valid UTF-8, no control characters in strings, no key twice, at most `depth`
/// deep.
struct JSONReader {
    /// Why a text is refused, and at which byte.
    struct Fault: Error, Equatable {
        let reason: String
        let offset: Int
    }

    static let depth = 12
    /// Up to so many keys of one object are compared with each other.
    private static let few = 24
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    /// The one value that `bytes` spells.
    static func read(_ bytes: ArraySlice<UInt8>) throws(Fault) -> JSONValue {
        var reader = JSONReader(bytes: bytes, index: bytes.startIndex)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.index == bytes.endIndex else { throw reader.fault("text after the end") }
        return value
    }

    /// The one value of a request's body.
    ///
    /// - Throws: `RequestRefusal` that says at which byte it is no JSON.
    static func document(_ body: [UInt8]) throws(RequestRefusal) -> JSONValue {
        do throws(Fault) {
            return try read(body[...])
        } catch {
            throw RequestRefusal([
                FieldError(field: "", message: "Dit is geen geldige JSON (byte \(error.offset)): \(error.reason).")
            ])
        }
    }

    private func fault(_ reason: String) -> Fault { Fault(reason: reason, offset: index - bytes.startIndex) }

    private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.depth else { throw fault("nested too deep") }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let expected = Array("\(text)".utf8)
        guard bytes[index...].starts(with: expected) else { throw fault("no JSON value") }
        index += expected.count
        return value
    }

    private mutating func members(depth: Int) throws(Fault) -> [(key: String, value: JSONValue)] {
        index += 1
        var members: [(key: String, value: JSONValue)] = []
        var keys: Set<String> = []
        skipBlanks()
        if next == UInt8(ascii: "}") {
            index += 1
            return members
        }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault("no key") }
            let key = try string()
            guard isNew(key, members, &keys) else { throw fault("key '\(key)' twice") }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw fault("no colon after a key") }
            index += 1
            members.append((key, try value(depth: depth + 1)))
            if try separated(closing: UInt8(ascii: "}")) { return members }
        }
    }

    /// A set is made for large objects only.
    private func isNew(_ key: String, _ members: [(key: String, value: JSONValue)], _ keys: inout Set<String>) -> Bool {
        guard members.count >= Self.few else { return !members.contains { $0.key == key } }
        if members.count == Self.few { keys = Set(members.map(\.key)) }
        return keys.insert(key).inserted
    }

    private mutating func elements(depth: Int) throws(Fault) -> [JSONValue] {
        index += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if next == UInt8(ascii: "]") {
            index += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try separated(closing: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Reads a comma, or the closing bracket: true.
    private mutating func separated(closing: UInt8) throws(Fault) -> Bool {
        skipBlanks()
        defer { index += 1 }
        switch next {
        case UInt8(ascii: ","): return false
        case closing: return true
        default: throw fault("no comma and no end")
        }
    }

    private mutating func number() throws(Fault) -> String {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let first = next
        guard digits() > 0 else { throw fault("no JSON value") }
        guard first != UInt8(ascii: "0") || index - start <= (bytes[start] == UInt8(ascii: "-") ? 2 : 1) else {
            throw fault("a number that begins with 0")
        }
        if next == UInt8(ascii: ".") {
            index += 1
            guard digits() > 0 else { throw fault("no digits after the point") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            guard digits() > 0 else { throw fault("no digits in the exponent") }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (48...57).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func string() throws(Fault) -> String {
        index += 1
        if let plain = plainString() { return plain }
        var text: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("invalid UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault("a control character in a string")
            default: text.append(byte)
            }
        }
        throw fault("a string without end")
    }

    /// A string of ASCII without escapes, as most are; nil, and nothing is read, for another one.
    private mutating func plainString() -> String? {
        var place = index
        while place < bytes.endIndex {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                defer { index = place + 1 }
                return String(decoding: bytes[index..<place], as: UTF8.self)
            }
            guard (0x20..<0x80).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            place += 1
        }
        return nil
    }

    private mutating func escape(into text: inout [UInt8]) throws(Fault) {
        guard let byte = next else { throw fault("a string without end") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: try unicode())
        default: throw fault("an unknown escape")
        }
    }

    private mutating func unicode() throws(Fault) -> [UInt8] {
        var code = try hex()
        if (0xD800..<0xDC00).contains(code) {
            guard next == UInt8(ascii: "\\") else { throw fault("half a surrogate pair") }
            index += 1
            guard next == UInt8(ascii: "u") else { throw fault("half a surrogate pair") }
            index += 1
            let low = try hex()
            guard (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
        return Array(String(scalar).utf8)
    }

    private mutating func hex() throws(Fault) -> UInt32 {
        guard index + 4 <= bytes.endIndex,
            bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw fault("no four hexadecimal digits") }
        index += 4
        return code
    }
}
