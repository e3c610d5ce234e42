import Crypto
import Domain
import Foundation
import TestSupport
import Testing

@testable import Trust

@Suite("A reference opens for its holder only, as what it was sealed for, and until it ends")
struct ReferenceSealerTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let keys: LocalKeys
    private let region: OIN
    private let organisation: OIN

    init() throws {
        let folder = NSTemporaryDirectory() + "references-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        keys = try LocalKeys.load(or: folder)
        region = try OIN("00000099100000002000")
        organisation = try OIN("00000099200000002000")
    }

    private func sealer(_ code: String = "alfa", at time: Date = now) throws -> ReferenceSealer {
        ReferenceSealer(region: try RegionCode(code), keys: keys, now: { time })
    }

    private func grant(_ kind: ReferenceGrant.Kind = .candidate, vacancy: String = "1183") -> ReferenceGrant {
        ReferenceGrant(
            kind, profile: ProfileID(UUID()), generation: 7, region: region,
            holder: ReferenceGrant.candidate(organisation: organisation, vacancy: vacancy),
            expires: Self.now.addingTimeInterval(60))
    }

    private func open(
        _ reference: String, as kind: ReferenceGrant.Kind = .candidate, region: OIN? = nil, vacancy: String = "1183",
        by sealer: ReferenceSealer? = nil
    ) throws -> ReferenceGrant {
        try (sealer ?? self.sealer()).open(
            reference, as: kind, region: region ?? self.region,
            holder: ReferenceGrant.candidate(organisation: organisation, vacancy: vacancy))
    }

    @Test(arguments: ReferenceGrant.Kind.allCases)
    func opens(_ kind: ReferenceGrant.Kind) throws {
        let grant = grant(kind)
        let reference = try sealer().seal(grant)
        #expect(try open(reference, as: kind) == grant)
        #expect(ReferenceSealer.region(of: reference) == (try RegionCode("alfa")))
        for other in ReferenceGrant.Kind.allCases where other != kind {
            #expect(throws: ReferenceRefusal.altered) { try open(reference, as: other) }
        }
    }

    @Test("not for another region, organisation or vacancy; not at another region's node; not when it ended")
    func refuses() throws {
        let reference = try sealer().seal(grant())
        #expect(throws: ReferenceRefusal.otherHolder) {
            try open(reference, region: OIN("00000099100000003000"))
        }
        #expect(throws: ReferenceRefusal.otherHolder) { try open(reference, vacancy: "1184") }
        #expect(throws: ReferenceRefusal.otherHolder) {
            try sealer().open(
                reference, as: .candidate, region: region,
                holder: ReferenceGrant.candidate(organisation: region, vacancy: "1183"))
        }
        #expect(throws: ReferenceRefusal.otherRegion) { try open(reference, by: sealer("beta")) }
        #expect(throws: ReferenceRefusal.expired) {
            try open(reference, by: sealer(at: Self.now.addingTimeInterval(60)))
        }
        #expect(throws: ReferenceRefusal.malformed) { try open("alfa") }
        #expect(throws: ReferenceRefusal.malformed) {
            try open("alfa." + String(repeating: "A", count: ReferenceSealer.limit))
        }
    }

    @Test("no character of it can be altered, and its length says nothing of whom it names")
    func sealed() throws {
        let reference = try sealer().seal(grant())
        for index in reference.indices.dropFirst("alfa.".count) {
            var altered = reference
            altered.replaceSubrange(index...index, with: reference[index] == "A" ? "B" : "A")
            #expect(throws: ReferenceRefusal.self) { try open(altered) }
        }
        #expect(try Set((0..<20).map { _ in try sealer().seal(grant()).utf8.count }).count == 1)
    }

    @Test("a handle is no reference, and a reference no handle")
    func apart() throws {
        let code = try RegionCode("alfa")
        let handles = HandleSealer(region: code, keys: keys.handles, now: { Self.now })
        let requester = Requester(region: region, person: "a")
        let handle = try handles.seal(
            HandleGrant(
                profile: ProfileID(UUID()), generation: 1, requester: requester, search: "t",
                purpose: Purpose(activity: .fillVacancy, basis: .wetSuwi), expires: Self.now + 60))
        #expect(throws: ReferenceRefusal.altered) { try open(handle) }
        #expect(throws: HandleRefusal.altered) {
            try handles.open(sealer().seal(grant()), requester: requester)
        }
    }
}

@Suite("A question is read by the region that it was sealed for, and by no other")
struct QuestionSealingTests {
    @Test
    func sealed() throws {
        let (asker, home, other) = (
            Curve25519.KeyAgreement.PrivateKey(), Curve25519.KeyAgreement.PrivateKey(),
            Curve25519.KeyAgreement.PrivateKey()
        )
        func bytes(_ key: Curve25519.KeyAgreement.PrivateKey) -> [UInt8] { Array(key.publicKey.rawRepresentation) }
        let sealed = try QuestionSealing.seal(Array("goedemorgen".utf8), from: asker, to: bytes(home), path: "/v1/a")
        #expect(
            try QuestionSealing.open(sealed, by: home, from: bytes(asker), path: "/v1/a") == Array("goedemorgen".utf8))
        #expect(!sealed.contains(subsequence: Array("goedemorgen".utf8)))
        for (key, sender, path) in [(other, asker, "/v1/a"), (home, other, "/v1/a"), (home, asker, "/v1/b")] {
            #expect(throws: QuestionSealing.Refusal()) {
                try QuestionSealing.open(sealed, by: key, from: bytes(sender), path: path)
            }
        }
        // What was sealed as an answer is no question.
        let answer = try DetailSealing.seal(
            Array("goedemorgen".utf8), from: asker, to: bytes(home), search: "/v1/a", handle: "")
        #expect(throws: QuestionSealing.Refusal()) {
            try QuestionSealing.open(answer, by: home, from: bytes(asker), path: "/v1/a")
        }
    }
}

extension [UInt8] {
    fileprivate func contains(subsequence other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
