import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("Handles are sealed under a new key each day, and open as long as they are good")
struct HandleKeysTests {
    private static let began = Date(timeIntervalSince1970: 1_800_000_000)
    private let scratch: ScratchFolder
    private let alfa: RegionCode
    private let requester: Requester
    private var folder: String { scratch.file("keys") }

    init() throws {
        scratch = try ScratchFolder()
        alfa = try RegionCode("alfa")
        requester = Requester(region: try OIN("00000099100000002000"), person: "aaaaaaaaaaaaaaaaaaaaaa")
    }

    private func time(hours: Double) -> Date { Self.began.addingTimeInterval(hours * 3_600) }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("handle") }.sorted()
    }

    private func sealer(_ keys: HandleKeys, hours: Double) -> HandleSealer {
        let now = time(hours: hours)
        return HandleSealer(region: alfa, keys: keys, now: { now })
    }

    private func seal(_ keys: HandleKeys, hours: Double) throws -> String {
        let expires = time(hours: hours).addingTimeInterval(TimeInterval(Limits.handleSeconds))
        return try sealer(keys, hours: hours).seal(
            HandleGrant(
                profile: try #require(ProfileID(bytes: Array(repeating: 7, count: 16)[...])), generation: 1,
                requester: requester, search: "s", purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi),
                expires: expires))
    }

    @Test("a key for each day; the one before opens until its last handle has ended, and its file goes then")
    func rotates() throws {
        let keys = try LocalKeys.load(or: folder, at: Self.began).handles
        let first = try #require(keys.current).id
        #expect(try files().count == 1)
        #expect(try !keys.rotate(at: time(hours: 23.9)))
        let last = try seal(keys, hours: 23.9)
        #expect(try keys.rotate(at: time(hours: 24)))
        #expect(try #require(keys.current).id != first && files().count == 2)
        #expect(try !keys.rotate(at: time(hours: 31.8)))
        #expect(throws: Never.self) { try sealer(keys, hours: 31.8).open(last, requester: requester) }
        #expect(throws: HandleRefusal.expired) { try sealer(keys, hours: 32).open(last, requester: requester) }
        #expect(try !keys.rotate(at: time(hours: 32.1)))
        #expect(try files().count == 1 && keys.key(first) == nil)
        #expect(throws: HandleRefusal.altered) { try sealer(keys, hours: 31.8).open(last, requester: requester) }
    }

    @Test("a restart, also one in the middle of the night, goes on with what was there")
    func restarts() throws {
        let keys = try LocalKeys.load(or: folder, at: Self.began).handles
        let early = try seal(keys, hours: 20)
        try keys.rotate(at: time(hours: 25))
        let late = try seal(keys, hours: 25)
        let again = try LocalKeys.load(or: folder, at: time(hours: 26)).handles
        #expect(again.current?.id == keys.current?.id)
        for handle in [early, late] {
            #expect(throws: Never.self) { try sealer(again, hours: 26).open(handle, requester: requester) }
        }
        // A process that was down for days: a new key, and the old ones are gone.
        let later = try LocalKeys.load(or: folder, at: time(hours: 100)).handles
        #expect(later.current?.id != keys.current?.id)
        #expect(try !later.rotate(at: time(hours: 109)))
        #expect(try files().count == 1)
    }

    @Test("the one file of before is taken over once, and gone")
    func takesOver() throws {
        try OwnerOnlyFile.makeFolder(folder)
        let key = SymmetricKey(size: .bits256)
        try OwnerOnlyFile.write(LocalKeys.bytes(of: key), to: folder + "/handle.key")
        let keys = try LocalKeys.load(or: folder, at: Self.began).handles
        #expect(keys.current?.key == key)
        #expect(try files() == [#require(keys.current).fileName])
        #expect(try LocalKeys.load(or: folder, at: Self.began).handles.current?.key == key)
    }

    @Test("a clock that was far ahead when a key was made does not keep that key in use until then")
    func clockAhead() throws {
        let ahead = try LocalKeys.load(or: folder, at: time(hours: 10_000)).handles
        let again = try LocalKeys.load(or: folder, at: Self.began).handles
        #expect(again.current?.id == ahead.current?.id)
        #expect(try again.rotate(at: time(hours: 24)) && again.current?.id != ahead.current?.id)
        #expect(try !again.rotate(at: time(hours: 33)))
        #expect(try files().count == 1)
    }

    @Test("when no file can be written, handles go on under the key before")
    func cannotWrite() throws {
        let keys = try LocalKeys.load(or: folder, at: Self.began).handles
        let before = keys.current?.id
        try FileManager.default.removeItem(atPath: folder)
        #expect(throws: LocalKeyInvalid.self) { try keys.rotate(at: time(hours: 25)) }
        #expect(keys.current?.id == before)
    }

    @Test("a handle of one key does not open under another with the same id, nor with its id changed")
    func boundToItsKey() throws {
        let (one, other) = (HandleKeys(SymmetricKey(size: .bits256)), HandleKeys(SymmetricKey(size: .bits256)))
        let handle = try seal(one, hours: 0)
        #expect(throws: HandleRefusal.altered) { try sealer(other, hours: 0).open(handle, requester: requester) }
        #expect(throws: Never.self) { try sealer(one, hours: 0).open(handle, requester: requester) }
    }
}
