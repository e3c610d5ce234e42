import Domain
import Foundation

/// The repository's own regions file and postcode table, read the plain way: these tests need no signed registry.
enum SampleRegions {
    struct Unreadable: Error { let line: String }

    /// `regions/postcodes.csv`, as every process has it.
    static func places() throws -> PostcodeTable {
        let file = root.appendingPathComponent("regions/postcodes.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        return PostcodeTable(
            try lines.map { line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                guard cells.count == 6, let latitude = Double(cells[3]), let longitude = Double(cells[4]),
                    let inhabitants = Int(cells[5])
                else { throw Unreadable(line: String(line)) }
                return PostcodeTable.Entry(
                    area: try PostcodeArea(cells[0]), municipality: try MunicipalityCode(String(cells[1])),
                    place: String(cells[2]), centre: try Coordinate(latitude: latitude, longitude: longitude),
                    inhabitants: inhabitants)
            })
    }

    /// A region with these municipalities; all else is made up.
    static func region(_ slug: String, _ municipalities: [String: String]) throws -> Region {
        let oin = try OIN("00000099000000001000")
        let centre = try Coordinate(latitude: 52, longitude: 5)
        let members = try municipalities.sorted { $0.key < $1.key }.map { code, name in
            Municipality(code: try MunicipalityCode(code), name: name, oin: oin, centre: centre)
        }
        return Region(
            code: try RegionCode(slug), cbsCode: "AM21", name: slug, randstad: true, oin: oin,
            centreMunicipality: members[0].code, municipalities: members, endpoints: [], roles: [.source],
            status: .active)
    }

    static func haaglanden() throws -> Region {
        try region(
            "haaglanden",
            [
                "GM0503": "Delft", "GM0518": "'s-Gravenhage", "GM0603": "Rijswijk (ZH.)", "GM1783": "Westland",
                "GM1842": "Midden-Delfland",
            ])
    }

    static func zeeland() throws -> Region {
        try region("zeeland", ["GM0687": "Middelburg", "GM0664": "Goes", "GM0718": "Vlissingen"])
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
