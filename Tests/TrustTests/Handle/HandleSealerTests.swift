import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("A handle opens for its requester only, and only for a while")
struct HandleSealerTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let key = SymmetricKey(size: .bits256)
    private let alfa: RegionCode
    private let requester: Requester

    init() throws {
        alfa = try RegionCode("alfa")
        requester = Requester(region: try OIN("00000099100000002000"), person: "aaaaaaaaaaaaaaaaaaaaaa")
    }

    @Test(arguments: [nil, "V-1", String(repeating: "v", count: 64)])
    func opensForItsRequester(_ vacancy: String?) throws {
        let grant = try grant(vacancy: vacancy)
        let handle = try sealer().seal(grant)
        #expect(try sealer().open(handle, requester: requester) == grant)
        #expect(HandleSealer.region(of: handle) == alfa)
        #expect(handle.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") })
    }

    /// Length and text say nothing about the profile, its generation or the search.
    @Test
    func saysNothingInItsLengthOrText() throws {
        let handles = try (0..<50).map { try sealer().seal(grant(generation: $0 * 1_000)) }
        #expect(Set(handles.map(\.utf8.count)).count == 1)
        let same = try grant()
        #expect(try sealer().seal(same) != sealer().seal(same))
    }

    @Test
    func refusesEveryAlteredCharacter() throws {
        let handle = try sealer().seal(grant())
        for index in handle.indices.dropFirst("alfa.".count) {
            var altered = handle
            altered.replaceSubrange(index...index, with: handle[index] == "A" ? "B" : "A")
            let refusal = #expect(throws: HandleRefusal.self) { try sealer().open(altered, requester: requester) }
            #expect(refusal == .altered || refusal == .malformed)
        }
    }

    @Test
    func refusesWhatIsNotItsRequesters() throws {
        let handle = try sealer().seal(grant())
        let others = [
            Requester(region: requester.region, person: "b"),
            Requester(region: try OIN("00000099100000003000"), person: requester.person),
        ]
        for other in others {
            #expect(throws: HandleRefusal.otherRequester) { try sealer().open(handle, requester: other) }
        }
    }

    @Test(arguments: [(0.0, true), (28_799, true), (28_800, false), (90_000, false)])
    func ends(_ seconds: Double, _ opens: Bool) throws {
        let handle = try sealer().seal(grant())
        let later = HandleSealer(region: alfa, keys: HandleKeys(key), now: { Self.now.addingTimeInterval(seconds) })
        if opens {
            #expect(throws: Never.self) { try later.open(handle, requester: requester) }
        } else {
            #expect(throws: HandleRefusal.expired) { try later.open(handle, requester: requester) }
        }
    }

    @Test
    func refusesAnotherRegionsHandle() throws {
        let beta = try RegionCode("beta")
        let theirs = try HandleSealer(region: beta, keys: HandleKeys(key), now: { Self.now }).seal(grant())
        #expect(throws: HandleRefusal.otherRegion) { try sealer().open(theirs, requester: requester) }
        let renamed = "alfa" + theirs.dropFirst("beta".count)
        #expect(throws: HandleRefusal.altered) { try sealer().open(renamed, requester: requester) }
        let otherKey = HandleSealer(region: alfa, keys: HandleKeys(SymmetricKey(size: .bits256)), now: { Self.now })
        #expect(throws: HandleRefusal.altered) { try otherKey.open(sealer().seal(grant()), requester: requester) }
    }

    @Test(arguments: [
        "", "alfa", "alfa.a.b", ".abc", "ALFA.abc", "alfa.%41", "alfa.ab=",
        "alfa." + String(repeating: "A", count: 1_025),
    ])
    func refusesWhatIsNoHandle(_ text: String) {
        let refusal = #expect(throws: HandleRefusal.self) { try sealer().open(text, requester: requester) }
        #expect(refusal == .malformed)
    }

    /// A region's own text is not a handle either, however short.
    @Test(arguments: ["alfa.", "alfa.AAAA", "alfa." + String(repeating: "A", count: 200)])
    func refusesForgeries(_ text: String) {
        #expect(throws: HandleRefusal.altered) { try sealer().open(text, requester: requester) }
    }

    private func sealer() -> HandleSealer { HandleSealer(region: alfa, keys: HandleKeys(key), now: { Self.now }) }

    private func grant(vacancy: String? = nil, generation: Int = 3) throws -> HandleGrant {
        HandleGrant(
            profile: ProfileID(UUID()), generation: generation, requester: requester,
            search: UUIDv7.make(at: Self.now),
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: vacancy),
            expires: Self.now.addingTimeInterval(Double(Limits.handleSeconds)))
    }
}
