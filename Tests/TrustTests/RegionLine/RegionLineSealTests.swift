import Crypto
import Domain
import Testing
import Trust

@Suite("A region's line is sealed for the region that asked: nobody between them can alter or make one")
struct RegionLineSealTests {
    private typealias Key = Curve25519.KeyAgreement.PrivateKey
    private let answering = Key()
    private let asking = Key()
    private let other = Key()
    private let line = Array(#"{"soort":"regio","regio":"rijnmond","aantal":401"#.utf8)

    private func oin(_ number: Int) throws -> OIN { try OIN("0000009910000000\(number)000") }

    private func party(_ key: Key, _ number: Int) throws -> RegionLineSeal.Party {
        .init(oin: try oin(number), sealing: Array(key.publicKey.rawRepresentation))
    }

    private func sealed() throws -> String {
        try #require(RegionLineSeal().seal(line, by: answering, of: oin(1), to: party(asking, 2)))
    }

    /// Whether region 2 takes `seal` for one of region 1 over `line`.
    private func isGenuine(_ seal: String, _ line: [UInt8]? = nil) throws -> Bool {
        RegionLineSeal().isGenuine(
            seal, of: line ?? self.line, by: try party(answering, 1), to: asking, of: try oin(2))
    }

    @Test func `the region that asked takes it, and the same pair of keys gives the same seal`() throws {
        let seal = try sealed()
        #expect(seal.utf8.count == 43)
        #expect(try isGenuine(seal))
        #expect(try sealed() == seal)
    }

    @Test func `no byte of the line can be altered, added or left out`() throws {
        let seal = try sealed()
        for index in line.indices {
            var altered = line
            altered[index] ^= 1
            #expect(try !isGenuine(seal, altered))
        }
        #expect(try !isGenuine(seal, line + [32]))
        #expect(try !isGenuine(seal, Array(line.dropLast())))
    }

    @Test func `a seal of somebody else, for somebody else, or of the way back is none`() throws {
        let seals = RegionLineSeal()
        let ofOther = seals.seal(line, by: other, of: try oin(1), to: try party(asking, 2))
        let forOther = seals.seal(line, by: answering, of: try oin(1), to: try party(other, 2))
        let underOtherName = seals.seal(line, by: answering, of: try oin(3), to: try party(asking, 2))
        let wayBack = seals.seal(line, by: asking, of: try oin(2), to: try party(answering, 1))
        for seal in [ofOther, forOther, underOtherName, wayBack] { #expect(try !isGenuine(#require(seal))) }
        for seal in ["", "AAAA", String(repeating: "A", count: 43), try sealed() + "A"] {
            #expect(try !isGenuine(seal))
        }
    }

    @Test func `a key that is none seals nothing and proves nothing`() throws {
        let seals = RegionLineSeal()
        #expect(seals.seal(line, by: answering, of: try oin(1), to: .init(oin: try oin(2), sealing: [1])) == nil)
        // All zeros is a point of low order: the shared secret would be known to everybody.
        let zeros = [UInt8](repeating: 0, count: 32)
        #expect(seals.seal(line, by: answering, of: try oin(1), to: .init(oin: try oin(2), sealing: zeros)) == nil)
        #expect(
            !seals.isGenuine(
                try sealed(), of: line, by: .init(oin: try oin(1), sealing: zeros), to: asking, of: try oin(2)))
    }

    @Test(arguments: [0, 1, 50]) func `a list of hits reads back, negative scores too`(_ count: Int) throws {
        let entries = (0..<count).map { number in
            HitList.Entry(
                score: number.isMultiple(of: 2) ? number * 1_000 : -Int(Int32.max), tie: .max - UInt64(number),
                digest: HitList.digest(of: "hit \(number)".utf8))
        }
        let text = HitList.encode(entries)
        #expect(HitList.decode(text) == entries)
        #expect(Set(entries.map(\.digest)).count == count)
        #expect(HitList.decode(text + "AA") == nil)
        #expect(HitList.decode("+") == nil)
    }
}
