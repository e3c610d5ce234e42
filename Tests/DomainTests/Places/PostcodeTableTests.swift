import Domain
import Testing

@Suite("PostcodeTable: one entry for each area")
struct PostcodeTableTests {
    private static func entry(_ area: String, _ place: String) throws -> PostcodeTable.Entry {
        PostcodeTable.Entry(
            area: try PostcodeArea(area), municipality: try MunicipalityCode("GM0599"), place: place,
            centre: try Coordinate(latitude: 51.92, longitude: 4.48), inhabitants: 1)
    }

    @Test("is ordered, finds an area, and nothing for an unknown one")
    func finds() throws {
        let table = PostcodeTable([try Self.entry("3012", "B"), try Self.entry("3011", "A")])
        #expect(table.entries.map(\.place) == ["A", "B"])
        #expect(table[try PostcodeArea("3011")]?.place == "A")
        #expect(table[try PostcodeArea("3012")]?.place == "B")
        #expect(table[try PostcodeArea("3013")] == nil)
    }

    @Test("of two entries with one area the first stays, once")
    func twice() throws {
        let table = PostcodeTable([
            try Self.entry("3011", "first"), try Self.entry("3010", "other"), try Self.entry("3011", "second"),
        ])
        #expect(table[try PostcodeArea("3011")]?.place == "first")
        #expect(table.entries.map(\.place) == ["other", "first"])
    }
}
