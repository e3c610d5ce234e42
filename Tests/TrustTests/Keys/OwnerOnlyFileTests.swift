import Foundation
import Testing
import Trust

@Suite("Files with secrets: for their owner alone")
struct OwnerOnlyFileTests {
    @Test func `a written file is 0600 and reads back`() throws {
        let scratch = try ScratchFolder()
        try OwnerOnlyFile.write([1, 2, 3], to: scratch.file("key"))
        #expect(try mode(of: scratch.file("key")) == 0o600)
        #expect(try OwnerOnlyFile.read(scratch.file("key")) == [1, 2, 3])
        #expect(try scratch.names() == ["key"], "nothing stays behind")
    }

    @Test func `writing again replaces the file and its rights`() throws {
        let scratch = try ScratchFolder()
        try scratch.write("old", to: "key")
        try setMode(0o666, of: scratch.file("key"))
        try OwnerOnlyFile.write(Array("new".utf8), to: scratch.file("key"))
        #expect(try mode(of: scratch.file("key")) == 0o600)
        #expect(try scratch.text(of: "key") == "new")
    }

    @Test(arguments: [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644, 0o666, 0o777])
    func `a key that others can open is refused`(_ bits: Int) throws {
        let scratch = try ScratchFolder()
        try OwnerOnlyFile.write([1], to: scratch.file("key"))
        try setMode(bits, of: scratch.file("key"))
        #expect(throws: OwnerOnlyFile.Fault.openToOthers(mode: bits, allowed: 0o600)) {
            try OwnerOnlyFile.read(scratch.file("key"))
        }
    }

    @Test(arguments: [0o600, 0o400, 0o700])
    func `a key that only its owner can open is read`(_ bits: Int) throws {
        let scratch = try ScratchFolder()
        try OwnerOnlyFile.write([1], to: scratch.file("key"))
        try setMode(bits, of: scratch.file("key"))
        #expect(try OwnerOnlyFile.read(scratch.file("key")) == [1])
    }

    @Test(arguments: [(0o644, true), (0o444, true), (0o600, true), (0o664, false), (0o646, false)])
    func `a public file may be read by all and changed by one`(_ bits: Int, _ accepted: Bool) throws {
        let scratch = try ScratchFolder()
        try OwnerOnlyFile.write([1], to: scratch.file("pem"), rights: .everyoneReads)
        try setMode(bits, of: scratch.file("pem"))
        let read = try? OwnerOnlyFile.read(scratch.file("pem"), rights: .everyoneReads)
        #expect((read != nil) == accepted)
    }

    @Test func `missing, folder and oversized are told apart`() throws {
        let scratch = try ScratchFolder()
        #expect(throws: OwnerOnlyFile.Fault.missing) { try OwnerOnlyFile.read(scratch.file("none")) }
        #expect(throws: OwnerOnlyFile.Fault.notAFile) { try OwnerOnlyFile.read(scratch.path) }
        let large = [UInt8](repeating: 0, count: OwnerOnlyFile.limit)
        try OwnerOnlyFile.write(large, to: scratch.file("largest"))
        try OwnerOnlyFile.write(large + [0], to: scratch.file("larger"))
        #expect(try OwnerOnlyFile.read(scratch.file("largest")).count == OwnerOnlyFile.limit)
        #expect(throws: OwnerOnlyFile.Fault.tooLarge(limit: OwnerOnlyFile.limit)) {
            try OwnerOnlyFile.read(scratch.file("larger"))
        }
    }

    @Test func `a pipe does not make a reader wait`() throws {
        let scratch = try ScratchFolder()
        #expect(try Tool.run(["mkfifo", "-m", "600", scratch.file("pipe")]).code == 0)
        #expect(throws: OwnerOnlyFile.Fault.notAFile) { try OwnerOnlyFile.read(scratch.file("pipe")) }
    }

    @Test func `a folder is made 0700, and a file in its place is refused`() throws {
        let scratch = try ScratchFolder()
        try OwnerOnlyFile.makeFolder(scratch.file("keys"))
        try OwnerOnlyFile.makeFolder(scratch.file("keys"))
        #expect(try mode(of: scratch.file("keys")) == 0o700)
        try scratch.write("", to: "file")
        #expect(throws: OwnerOnlyFile.Fault.notAFile) { try OwnerOnlyFile.makeFolder(scratch.file("file")) }
    }

    @Test func `a write that fails leaves the old file and nothing else`() throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.file("taken"), withIntermediateDirectories: false)
        try scratch.write("kept", to: "taken/inside")
        #expect(throws: OwnerOnlyFile.Fault.self) { try OwnerOnlyFile.write([1], to: scratch.file("taken")) }
        #expect(try scratch.names() == ["taken", "taken/inside"])
    }

    @Test(arguments: [
        (
            OwnerOnlyFile.Fault.openToOthers(mode: 0o644, allowed: 0o600), "/keys/tls.key",
            "type: chmod 600 /keys/tls.key"
        ),
        (.openToOthers(mode: 0o604, allowed: 0o600), "/my keys/tls.key", "type: chmod 600 '/my keys/tls.key'"),
        (.openToOthers(mode: 0o644, allowed: 0o600), "/it's/tls.key", #"type: chmod 600 '/it'\''s/tls.key'"#),
        (.openToOthers(mode: 0o664, allowed: 0o644), "/keys/anchors.pem", "type: chmod 644 /keys/anchors.pem"),
        (.missing, "/keys/tls.key", "put it back, or make it with 'hallowerk certs init'"),
    ])
    func `the remedy is what to type`(_ fault: OwnerOnlyFile.Fault, _ path: String, _ remedy: String) {
        #expect(fault.explained(at: path).remedy == remedy)
    }
}
