import Domain
import Wire

/// The portal's search request is Wire's, with an opaque `cursor` in place of `positie`.
enum CursorField {
    private static let name = Array(#""cursor""#.utf8)

    /// The request that `body` spells, and its cursor.
    ///
    /// - Throws: `RequestRefusal` with every error at once; `positie` is a field that this interface does not have.
    static func decode(_ body: [UInt8]) throws(RequestRefusal) -> (request: SearchRequest, cursor: String?) {
        let (rest, cursor) = split(body)
        let request = try SearchRequestJSON.decode(rest)
        guard request.position == nil else {
            throw RequestRefusal([
                FieldError(field: "positie", message: "onbekend veld; geef de cursor van de vorige bladzijde")
            ])
        }
        guard request.epoch == Epoch.none.number else {
            throw RequestRefusal([FieldError(field: "tijdvak", message: "onbekend veld; het portaal kiest het zelf")])
        }
        return (request, cursor)
    }

    /// `body` without its first `cursor` at the top level, and that cursor. A body that is no JSON comes back as it
    /// is, for the decoder to say what is wrong; so does one whose cursor is not plain text, and that is then an
    /// unknown field.
    private static func split(_ body: [UInt8]) -> ([UInt8], String?) {
        var depth = 0
        var index = 0
        while index < body.count {
            switch body[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                guard let end = endOfString(body, from: index) else { return (body, nil) }
                if depth == 1, body[index..<end].elementsEqual(name),
                    let member = member(body, from: index, nameEnd: end)
                {
                    return (Array(body[..<member.range.lowerBound] + body[member.range.upperBound...]), member.text)
                }
                index = end - 1
            default: break
            }
            index += 1
        }
        return (body, nil)
    }

    /// The member that begins at `start`, with one comma beside it.
    private static func member(_ body: [UInt8], from start: Int, nameEnd: Int) -> (range: Range<Int>, text: String)? {
        let colon = skipBlanks(body, from: nameEnd)
        guard colon < body.count, body[colon] == UInt8(ascii: ":") else { return nil }
        let quote = skipBlanks(body, from: colon + 1)
        guard quote < body.count, body[quote] == UInt8(ascii: "\""), let end = endOfString(body, from: quote) else {
            return nil
        }
        let text = body[quote + 1..<end - 1]
        guard !text.contains(UInt8(ascii: "\\")) else { return nil }
        let value = String(decoding: text, as: UTF8.self)
        let after = skipBlanks(body, from: end)
        if after < body.count, body[after] == UInt8(ascii: ",") {
            let next = skipBlanks(body, from: after + 1)
            return next < body.count && body[next] == UInt8(ascii: "\"") ? (start..<after + 1, value) : nil
        }
        let comma = lastBeforeBlanks(body, start)
        guard body[comma] == UInt8(ascii: ",") else { return (start..<end, value) }
        return body[lastBeforeBlanks(body, comma)] == UInt8(ascii: "{") ? nil : (comma..<end, value)
    }

    /// The index of the last byte before `end` that is no blank; there is one, because an object has begun.
    private static func lastBeforeBlanks(_ body: [UInt8], _ end: Int) -> Int {
        var index = end - 1
        while index > 0, isBlank(body[index]) { index -= 1 }
        return index
    }

    /// The index after the string's closing quote.
    private static func endOfString(_ body: [UInt8], from start: Int) -> Int? {
        var index = start + 1
        while index < body.count {
            if body[index] == UInt8(ascii: "\"") { return index + 1 }
            index += body[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private static func skipBlanks(_ body: [UInt8], from start: Int) -> Int {
        var index = start
        while index < body.count, isBlank(body[index]) { index += 1 }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
