import Crypto
import Foundation
import Testing

@testable import Trust

@Suite("A process's own keys, and the cursor sealed with one")
struct LocalKeysTests {
    @Test
    func areMadeOnceAndKept() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.file("keys")
        let made = try LocalKeys.load(or: folder)
        let read = try LocalKeys.load(or: folder)
        let (first, again) = (try #require(made.handles.current), try #require(read.handles.current))
        #expect(first.key == again.key && first.id == again.id)
        #expect(made.pseudonym == read.pseudonym && made.cursor == read.cursor)
        #expect(first.key != made.pseudonym && made.pseudonym != made.cursor)
        for name in [first.fileName, "pseudonym.key", "cursor.key"] {
            #expect(try mode(of: folder + "/" + name) == 0o600)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660])
    func areRefusedWhenOthersCanReadThem(_ rights: Int) throws {
        let scratch = try ScratchFolder()
        let folder = scratch.file("keys")
        let file = folder + "/" + (try #require(try LocalKeys.load(or: folder).handles.current).fileName)
        try setMode(rights, of: file)
        let refusal = #expect(throws: LocalKeyInvalid.self) { try LocalKeys.load(or: folder) }
        #expect(refusal?.file == file)
        #expect(refusal?.description.contains("chmod 600") == true, "\(String(describing: refusal))")
    }

    @Test(arguments: [0, 31, 33])
    func areRefusedWithAnotherLength(_ bytes: Int) throws {
        let scratch = try ScratchFolder()
        let folder = scratch.file("keys")
        _ = try LocalKeys.load(or: folder)
        try Data(repeating: 7, count: bytes).write(to: URL(filePath: folder + "/cursor.key"))
        try setMode(0o600, of: folder + "/cursor.key")
        let refusal = #expect(throws: LocalKeyInvalid.self) { try LocalKeys.load(or: folder) }
        #expect(refusal?.file == folder + "/cursor.key")
    }

    @Test
    func cursorOpensForItsPersonOnly() throws {
        let sealer = CursorSealer(key: SymmetricKey(size: .bits256))
        let position = Array("positie".utf8)
        let cursor = try sealer.seal(position, person: "jansen")
        #expect(try sealer.open(cursor, person: "jansen") == position)
        let stranger = CursorSealer(key: SymmetricKey(size: .bits256))
        #expect(throws: CursorSealer.Refusal()) { try sealer.open(cursor, person: "pietersen") }
        #expect(throws: CursorSealer.Refusal()) { try stranger.open(cursor, person: "jansen") }
        for text in ["", "A", String(cursor.dropLast()), cursor + "A", "!" + cursor.dropFirst()] {
            #expect(throws: CursorSealer.Refusal(), "\(text)") { try sealer.open(text, person: "jansen") }
        }
    }
}
