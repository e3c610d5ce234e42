/// The header of one part, and the parameters of a header field (RFC 7578 §4.2, RFC 9110 §5.6.6).
enum PartHeader {
    /// - Parameter bytes: the header fields without the empty line that ends them.
    static func read(_ bytes: ArraySlice<UInt8>) throws(MultipartReader.Fault) -> MultipartReader.Part {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedHeader }
        let isClean = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || [0x09, 0x0D, 0x0A].contains($0.value)
        }
        // Swift takes CR LF for one character.
        let lines = text.split(separator: "\r\n")
        guard isClean, lines.count <= MultipartReader.headerFields,
            !lines.contains(where: { $0.unicodeScalars.contains("\r") || $0.unicodeScalars.contains("\n") })
        else { throw .malformedHeader }
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].utf8.allSatisfy(isToken), colon > line.startIndex
            else { throw .malformedHeader }
            let name = line[..<colon].lowercased()
            guard fields[name] == nil else { throw .malformedHeader }
            fields[name] = trimmed(line[line.index(after: colon)...])
        }
        if let encoding = fields["content-transfer-encoding"]?.lowercased() {
            guard ["7bit", "8bit", "binary"].contains(encoding) else { throw .encoded }
        }
        guard let disposition = fields["content-disposition"] else { throw .unnamed }
        guard let (kind, parameters) = parameters(of: disposition), kind.lowercased() == "form-data" else {
            throw .malformedHeader
        }
        guard let name = parameters["name"].map(decoded), !name.isEmpty else { throw .unnamed }
        return MultipartReader.Part(
            name: name, isFile: parameters["filename"] != nil || parameters["filename*"] != nil)
    }

    /// The value before the first `;`, and what follows by name; nil for what is neither, and for a name that is there
    /// twice.
    static func parameters(of field: String) -> (value: String, parameters: [String: String])? {
        var rest = field[...]
        let value = trimmed(rest.prefix { $0 != ";" })
        rest = rest.drop { $0 != ";" }
        var found: [String: String] = [:]
        while !rest.isEmpty {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { break }
            let name = rest.prefix { $0 != "=" }.lowercased()
            rest = rest.dropFirst(name.count)
            guard !name.isEmpty, name.utf8.allSatisfy(isToken), rest.first == "=" else { return nil }
            rest = rest.dropFirst()
            guard let text = rest.first == "\"" ? quoted(&rest) : token(&rest), found[name] == nil else { return nil }
            found[name] = text
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard rest.isEmpty || rest.first == ";" else { return nil }
        }
        return (value, found)
    }

    private static func token(_ rest: inout Substring) -> String? {
        let token = rest.prefix { !" \t;".contains($0) }
        guard !token.isEmpty, token.utf8.allSatisfy(isToken) else { return nil }
        rest = rest.dropFirst(token.count)
        return String(token)
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                text.append(next)
            default: text.append(character)
            }
        }
        return nil
    }

    /// Browsers write these three so in names (WHATWG HTML, multipart/form-data encoding).
    private static func decoded(_ name: String) -> String {
        name.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

extension MultipartReader {
    /// Characters of a boundary (RFC 2046 §5.1.1).
    private static let boundaryCharacters = Set(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ".utf8)
    /// Bytes of a boundary.
    static let boundaryBytes = 1...70

    /// The boundary that a `Content-Type` of multipart/form-data states; nil for another type and a malformed one.
    package static func boundary(of contentType: String) -> [UInt8]? {
        guard let (type, parameters) = PartHeader.parameters(of: contentType),
            type.lowercased() == "multipart/form-data", let boundary = parameters["boundary"].map({ Array($0.utf8) }),
            boundaryBytes.contains(boundary.count), boundary.allSatisfy(boundaryCharacters.contains),
            boundary.last != 0x20
        else { return nil }
        return boundary
    }
}
