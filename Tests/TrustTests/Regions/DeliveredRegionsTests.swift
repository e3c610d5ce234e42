import Domain
import Foundation
import Testing
import Trust

@Suite("The delivered regions/: 35 regions, 342 municipalities, 4,086 postcode areas")
struct DeliveredRegionsTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../regions")
        .standardizedFileURL.path

    @Test func `all of it loads, and its numbers are those of its sources`() throws {
        let folder = try RegionsFolder.load(Self.path)
        #expect(folder.regions.count == 35)
        #expect(folder.regions.flatMap(\.municipalities).count == 342)
        #expect(folder.places.entries.count == 4_086)
        #expect(folder.places.entries.map(\.inhabitants).reduce(0, +) > 17_000_000)
        #expect(folder.gateways.map(\.name) == ["gateway"])
    }

    @Test func `the Randstad is fourteen regions`() throws {
        let randstad = try RegionsFolder.load(Self.path).regions.filter(\.randstad).map(\.code.slug)
        let expected = [
            "amersfoort", "drechtsteden", "flevoland", "gooi-en-vechtstreek", "gorinchem", "groot-amsterdam",
            "haaglanden", "holland-rijnland", "midden-holland", "midden-utrecht", "rijnmond", "zaanstreek-waterland",
            "zuid-holland-centraal", "zuid-kennemerland-en-ijmond",
        ]
        #expect(randstad == expected)
    }

    @Test func `OINs are those for tests, and a region's host carries its code`() throws {
        for region in try RegionsFolder.load(Self.path).regions {
            #expect(region.oin.digits.hasPrefix("00000099"))
            #expect(region.municipalities.allSatisfy { $0.oin.digits.hasPrefix("00000099") })
            #expect(region.endpoints.map(\.host) == ["\(region.code).hallowerk.example"])
            #expect(region.roles == [.source, .asker])
        }
    }

    @Test func `each municipality lies among its own postcodes`() throws {
        let folder = try RegionsFolder.load(Self.path)
        let places = Dictionary(grouping: folder.places.entries, by: \.municipality)
        for town in folder.regions.flatMap(\.municipalities) {
            let nearest = places[town.code]?.map { $0.centre.distanceKm(to: town.centre) }.min() ?? .infinity
            #expect(nearest < 12, "\(town.code) \(town.name)")
        }
    }
}

@Suite("Where regions are found")
struct RegionsLocationTests {
    @Test func `a folder that was given is taken, and no other in its place`() throws {
        let scratch = try ScratchFolder()
        #expect(try RegionsLocation.find(explicit: scratch.path) == scratch.path)
        let refusal = #expect(throws: RegionsLocation.NotFound.self) {
            try RegionsLocation.find(explicit: scratch.file("none"))
        }
        #expect(refusal?.tried == [scratch.file("none")])
        #expect(refusal?.description.contains("--regions-dir") == true)
    }
}
