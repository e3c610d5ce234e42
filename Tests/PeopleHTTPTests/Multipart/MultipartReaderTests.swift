import TestSupport
import Testing

@testable import PeopleHTTP

@Suite("multipart/form-data is read the same however it is cut, within limits, and refused when it is not whole")
struct MultipartReaderTests {
    /// A body's parts with their content, and whether its end was read.
    private struct Whole: Equatable {
        var parts: [String] = []
        var hasEnd = false
    }

    private static let boundary = "----WebKitFormBoundaryX3"

    private static func body(_ parts: [(header: String, content: String)], before: String = "", after: String = "\r\n")
        -> [UInt8]
    {
        let text = parts.map { "--\(boundary)\r\n\($0.header)\r\n\r\n\($0.content)\r\n" }.joined()
        return Array((before + text + "--\(boundary)--" + after).utf8)
    }

    private static func field(_ name: String) -> String { "Content-Disposition: form-data; name=\"\(name)\"" }

    private static func file(_ name: String) -> String {
        "Content-Disposition: form-data; name=\"\(name)\"; filename=\"januari \\\"1\\\".csv\"\r\nContent-Type: text/csv"
    }

    private static func read(_ pieces: [ArraySlice<UInt8>], boundary: String = boundary) throws -> Whole {
        var reader = MultipartReader(boundary: Array(boundary.utf8))
        var whole = Whole()
        for piece in pieces {
            try reader.take(piece) { event in
                switch event {
                case .part(let part): whole.parts.append("\(part.name)\(part.isFile ? " (file)" : ""):")
                case .content(let bytes):
                    #expect(!bytes.isEmpty)
                    whole.parts[whole.parts.count - 1] += String(decoding: bytes, as: UTF8.self)
                case .end: whole.hasEnd = true
                }
            }
        }
        try reader.end()
        return whole
    }

    /// Content that looks like delimiters, and is none.
    private static let hard = [
        "a", "", "\r\n", "\r\n--", "\r\n--\(boundary.dropLast())", "--\(boundary)", "\r\r\n\n", "\r\n\r\n--\r\n--x",
        "regel 1\r\nregel 2\n", "\r",
    ]

    @Test("a body cut at every place, and byte by byte, gives the same parts", arguments: hard.indices)
    func everySplit(_ index: Int) throws {
        let body = Self.body([
            (Self.field("csrf"), "dGVzdA"), (Self.file("bestand"), Self.hard[index]), (Self.field("x"), ""),
        ])
        let expected = Whole(parts: ["csrf:dGVzdA", "bestand (file):\(Self.hard[index])", "x:"], hasEnd: true)
        #expect(try Self.read([body[...]]) == expected)
        #expect(try Self.read(body.indices.map { body[$0...$0] }) == expected)
        for cut in 0...body.count { #expect(try Self.read([body[..<cut], body[cut...]]) == expected, "cut at \(cut)") }
    }

    @Test(
        "what the standards allow",
        arguments: [
            ("preamble\r\n", ""), ("\r\n", "\r\nepilogue"), ("", ""), ("--other\r\n", "\r\n\r\n--x"),
        ])
    func allowed(_ before: String, _ after: String) throws {
        let body = Self.body([(Self.field("a"), "1")], before: before, after: after)
        #expect(try Self.read([body[...]]) == Whole(parts: ["a:1"], hasEnd: true))
    }

    @Test(
        "headers as browsers and programs write them",
        arguments: [
            ("content-disposition:form-data;name=a", "a"), ("Content-Disposition: FORM-DATA; name=\"a b\"", "a b"),
            ("X-Other: 1\r\nContent-Disposition: form-data; filename=\"\"; name=\"a\"", "a (file)"),
            ("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%e2%82%ac", "a (file)"),
            ("Content-Disposition: form-data; name=\"a%22b\"\t ", "a\"b"),
            ("Content-Disposition: form-data; name=\"a;b=c\"", "a;b=c"),
            ("Content-Disposition: form-data; name=\"é\"; filename=\"C:\\dir\\a.csv\"", "é (file)"),
            ("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: 8bit", "a"),
        ])
    func headers(_ header: String, _ part: String) throws {
        #expect(try Self.read([Self.body([(header, "1")])[...]]).parts == [part + ":1"])
    }

    @Test(
        "each thing that is wrong is refused by its name",
        arguments: [
            ("--\(boundary)x\r\n", MultipartReader.Fault.malformedDelimiter),
            ("--\(boundary) \tx", .malformedDelimiter),
            ("--\(boundary)\n\(field("a"))\n\n1", .malformedDelimiter),
            ("--\(boundary)\r\n\r\n", .unnamed), ("--\(boundary)\r\nContent-Type: a/b\r\n\r\n", .unnamed),
            ("--\(boundary)\r\nContent-Disposition: form-data\r\n\r\n", .unnamed),
            ("--\(boundary)\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n", .unnamed),
            ("--\(boundary)\r\nContent-Disposition: attachment; name=a\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\nContent-Disposition: form-data; name=\"a\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\n\(field("a"))\r\n\(field("a"))\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\n\(field("a"))\r\n folded\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\nno colon\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\n: x\r\n\r\n", .malformedHeader), ("--\(boundary)\r\nA: \u{0}\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\n\(field("a"))\nX: y\r\n\r\n", .malformedHeader),
            ("--\(boundary)\r\n\(field("a"))\r\nContent-Transfer-Encoding: base64\r\n\r\n", .encoded),
            ("", .unfinished), ("--\(boundary)\r\n\(field("a"))\r\n\r\n1", .unfinished),
            ("--\(boundary)\r\n\(field("a"))\r\n\r\n1\r\n--\(boundary)", .unfinished),
            ("--\(boundary)\r\n\(field("a"))\r\n\r\n1\r\n--\(boundary)-", .unfinished),
        ])
    func refused(_ text: String, _ fault: MultipartReader.Fault) {
        let bytes = Array(text.utf8)
        #expect(throws: fault) { try Self.read([bytes[...]]) }
        #expect(throws: fault) { try Self.read(bytes.indices.map { bytes[$0...$0] }) }
    }

    /// Text of that many bytes.
    private static func long(_ count: Int) -> String { String(repeating: "y", count: count) }

    @Test("on each limit it is read, one over it is refused, before the rest has come")
    func limits() throws {
        let name = Self.field("a")
        let room = MultipartReader.headerBytes - name.utf8.count - "\r\n\r\nX: ".utf8.count
        #expect(try Self.read([Self.body([(name + "\r\nX: " + Self.long(room), "1")])[...]]).parts == ["a:1"])
        var reader = MultipartReader(boundary: Array(Self.boundary.utf8))
        let endless = "--\(Self.boundary)\r\n\(name)\r\nX: " + Self.long(MultipartReader.headerBytes)
        #expect(throws: MultipartReader.Fault.headerTooLong) { try reader.take(Array(endless.utf8)) { _ in } }
        let fields = (1..<MultipartReader.headerFields).map { "X\($0): y" }
        #expect(try Self.read([Self.body([(([name] + fields).joined(separator: "\r\n"), "1")])[...]]).parts == ["a:1"])
        let more = ([name] + fields + ["Y: z"]).joined(separator: "\r\n")
        #expect(throws: MultipartReader.Fault.malformedHeader) { try Self.read([Self.body([(more, "1")])[...]]) }
        let parts = (1...MultipartReader.parts).map { (Self.field("f\($0)"), "") }
        #expect(try Self.read([Self.body(parts)[...]]).parts.count == MultipartReader.parts)
        #expect(throws: MultipartReader.Fault.tooManyParts) {
            try Self.read([Self.body(parts + [(Self.field("g"), "")])[...]])
        }
        let around = MultipartReader.surroundingBytes
        for (before, after) in [(Self.long(around - 2) + "\r\n", ""), ("", Self.long(around))] {
            #expect(try Self.read([Self.body([(name, "1")], before: before, after: after)[...]]).parts == ["a:1"])
        }
        for (before, after) in [(Self.long(around + 1) + "\r\n", ""), ("", Self.long(around + 3))] {
            #expect(throws: MultipartReader.Fault.surroundingsTooLong) {
                try Self.read([Self.body([(name, "1")], before: before, after: after)[...]])
            }
        }
    }

    @Test("memory is one piece: content goes out as it comes")
    func streams() throws {
        var reader = MultipartReader(boundary: Array(Self.boundary.utf8))
        try reader.take(Array("--\(Self.boundary)\r\n\(Self.file("a"))\r\n\r\n".utf8)) { _ in }
        var out = 0
        let piece = [UInt8](repeating: 0x0D, count: 10_000)
        for round in 1...20 {
            try reader.take(piece) { if case .content(let bytes) = $0 { out += bytes.count } }
            #expect(round * piece.count - out <= Self.boundary.utf8.count + 4)
        }
    }

    @Test(
        "the boundary that a type states",
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data;BOUNDARY=\"a b\"", "a b"),
            ("multipart/form-data; charset=utf-8; boundary=abc", "abc"), ("multipart/form-data", nil),
            ("multipart/form-data; boundary=", nil), ("multipart/form-data; boundary=\"a \"", nil),
            ("multipart/form-data; boundary=\"a;b\"", nil), ("multipart/mixed; boundary=abc", nil),
            ("multipart/form-data; boundary=abc; boundary=abc", nil),
            ("multipart/form-data; boundary=\"\(long(70))\"", long(70)),
            ("multipart/form-data; boundary=\"\(long(71))\"", nil),
        ])
    func boundaries(_ type: String, _ boundary: String?) {
        #expect(MultipartReader.boundary(of: type) == boundary.map { Array($0.utf8) })
    }

    @Test("whatever is changed in a body, it is read within its limits or refused", arguments: 1...8)
    func mutated(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let body = Self.body([(Self.field("csrf"), "dGVzdA"), (Self.file("bestand"), Self.hard.joined())])
        let pieces = [
            Array("\r\n--".utf8), Array(Self.boundary.utf8), Array("--".utf8), [0x0D], [0x0A], [0xFF], [0x22],
        ]
        for _ in 0..<1_500 {
            var bytes = body
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: at)
                default: bytes.removeLast(Int.random(in: 0..<min(20, bytes.count), using: &random))
                }
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let once = Result { try Self.read([bytes[...]]) }
            let twice = Result { try Self.read([bytes[..<cut], bytes[cut...]]) }
            switch (once, twice) {
            case (.success(let one), .success(let other)): #expect(one == other, "seed \(seed)")
            case (.failure(let one as MultipartReader.Fault), .failure(let other as MultipartReader.Fault)):
                #expect(one == other, "seed \(seed)")
            default: Issue.record("seed \(seed): \(once) and \(twice)")
            }
        }
    }
}
