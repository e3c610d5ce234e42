import Domain
import Testing
import Wire

@Suite("Regions are read from an answer that still comes")
struct ArrivingRegionsTests {
    private func read(_ bytes: [UInt8], in pieces: Int) -> [RegionOutcome] {
        var regions = ArrivingRegions()
        return stride(from: 0, to: bytes.count, by: pieces).flatMap { start in
            regions.take(bytes[start..<min(start + pieces, bytes.count)])
        }
    }

    @Test("cut anywhere, each region is told once, as it is in the whole answer")
    func cut() throws {
        let bytes = try Samples.federatedLines()
        let whole = try FederatedAnswerJSON.read(bytes).outcomes
        for pieces in 1...200 { #expect(read(bytes, in: pieces).sorted { $0.region < $1.region } == whole) }
    }

    @Test("a region is told when its line is whole, and not before")
    func whole() throws {
        let line = FederatedAnswerJSON.region(try #require(try Samples.outcomes().first))
        var regions = ArrivingRegions()
        #expect(regions.take(line.dropLast()).isEmpty)
        #expect(regions.take(line.suffix(1)).count == 1)
    }

    @Test("what is malformed, of another kind or without end ends it, and nothing after is told")
    func ends() throws {
        let line = FederatedAnswerJSON.region(try #require(try Samples.outcomes().first))
        let long = FederatedAnswerJSON.region(
            RegionOutcome(
                region: try Samples.rijnmond(), state: .late,
                reason: String(repeating: "x", count: Limits.regionLineBytes)))
        for wrong in [Array("{\"soort\":\"kop\"}\n".utf8), Array("geen JSON\n".utf8), Array("\n".utf8), long] {
            #expect(read(line + wrong + [0x0A] + line, in: 7).count == 1)
        }
    }
}
