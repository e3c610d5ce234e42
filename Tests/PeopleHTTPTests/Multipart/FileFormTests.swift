import Hummingbird
import NIOCore
import Synchronization
import Testing
import Wire

@testable import PeopleHTTP

@Suite("A form with a file: its fields decide before the file is read")
struct FileFormTests {
    private struct Refused: Error {}

    /// What was read of a body that comes in pieces of `size`.
    private func receive(
        _ body: String, type: String = "multipart/form-data; boundary=b", length: Int? = nil, size: Int = 7,
        limit: Int = 100, refuses: Bool = false
    ) async throws -> (fields: [String: String], file: String) {
        let bytes = Array(body.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            ByteBuffer(bytes: bytes[$0..<min($0 + size, bytes.count)])
        }
        var head = HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/")
        head.headerFields[.contentType] = type
        if let length { head.headerFields[.contentLength] = String(length) }
        let stream = AsyncStream<ByteBuffer> { continuation in
            for piece in pieces { continuation.yield(piece) }
            continuation.finish()
        }
        let request = Request(head: head, body: RequestBody(asyncSequence: stream))
        let file = Mutex("")
        let fields = Mutex<[String: String]>([:])
        do {
            if type.hasPrefix("multipart") {
                try await FileForm.receive(request, file: "bestand", upTo: limit) { found in
                    let early = file.withLock(\.self)
                    #expect(early.isEmpty)
                    if refuses { throw Refused() }
                    fields.withLock { $0 = found }
                } piece: { bytes in
                    file.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                }
            } else {
                try await FileForm.receive(request, of: ["text/csv"], upTo: limit) { bytes in
                    file.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                }
            }
        } catch let refused as Refused {
            let early = file.withLock(\.self)
            #expect(early.isEmpty, "nothing of the file was passed on")
            throw refused
        }
        return (fields.withLock(\.self), file.withLock(\.self))
    }

    private static func part(_ name: String, _ content: String, file: Bool = false) -> String {
        "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(file ? "; filename=\"x\"" : "")\r\n\r\n\(content)\r\n"
    }

    private func status(_ body: () async throws -> Void) async -> Int? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? Problem)?.status
        }
    }

    @Test("fields, then the file; an empty file is one", arguments: [1, 7, 10_000])
    func reads(_ size: Int) async throws {
        let body =
            Self.part("csrf", "é") + Self.part("compleet", "ja") + Self.part("bestand", "a\r\nb", file: true) + "--b--"
        let read = try await receive(body, size: size)
        #expect(read.fields == ["csrf": "é", "compleet": "ja"] && read.file == "a\r\nb")
        #expect(try await receive(Self.part("bestand", "", file: true) + "--b--").file == "")
    }

    @Test("who may not send it is refused before its first byte is read")
    func refuses() async throws {
        let body = Self.part("csrf", "x") + Self.part("bestand", "inhoud", file: true) + "--b--"
        await #expect(throws: Refused.self) { _ = try await receive(body, size: 10_000, refuses: true) }
    }

    @Test("other forms are refused")
    func malformed() async throws {
        let file = Self.part("bestand", "a", file: true)
        for body in [
            Self.part("csrf", "x") + "--b--", file + Self.part("csrf", "x") + "--b--", file + file + "--b--",
            Self.part("ander", "a", file: true) + "--b--", Self.part("bestand", "a") + "--b--", file,
            Self.part("csrf", "x") + Self.part("csrf", "y") + file + "--b--", "", "geen formulier",
        ] {
            #expect(await status { _ = try await receive(body) } == 400, "\(body)")
        }
        #expect(await status { _ = try await receive(file + "--b--", type: "multipart/mixed; boundary=b") } == 415)
        #expect(await status { _ = try await receive("a", type: "text/html") } == 415)
    }

    @Test("a file on the limit comes in, a longer one is refused, and one that says so at once")
    func tooLarge() async throws {
        let limit = String(repeating: "x", count: 100)
        func body(_ content: String) -> String { Self.part("bestand", content, file: true) + "--b--" }
        #expect(try await receive(body(limit)).file == limit)
        #expect(await status { _ = try await receive(body(limit + "x")) } == 413)
        #expect(await status { _ = try await receive(body("x"), length: 1 << 40) } == 413)
        #expect(try await receive(limit, type: "text/csv; charset=utf-8").file == limit)
        #expect(await status { _ = try await receive(limit + "x", type: "text/csv") } == 413)
        #expect(await status { _ = try await receive("", type: "text/csv", length: 101) } == 413)
        let field = Self.part("csrf", String(repeating: "x", count: FileForm.fieldBytes + 1))
        #expect(await status { _ = try await receive(field + body("x"), size: 4_000) } == 413)
    }
}
