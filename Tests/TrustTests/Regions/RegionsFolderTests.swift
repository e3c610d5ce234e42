import Domain
import Foundation
import Testing
import Trust

@Suite("Regions: the folder is taken whole, or every fault is named with file, line and remedy")
struct RegionsFolderTests {
    /// A change to one file of a good folder, and the fault that it must give.
    struct Case: CustomTestStringConvertible, Sendable {
        let file: String
        let old: String
        let new: String
        let line: Int?
        let says: String
        /// Where the fault is told, when it is another file than the changed one.
        let at: String

        init(_ file: String, _ old: String, _ new: String, line: Int?, says: String, at: String? = nil) {
            self.file = file
            self.old = old
            self.new = new
            self.line = line
            self.says = says
            self.at = at ?? file
        }

        var testDescription: String { "\(file): \(old) -> \(new)" }
    }

    @Test func `a good folder gives its regions, gateways and places`() throws {
        let folder = try SmallFolder.loaded()
        #expect(folder.regions.map(\.code.slug) == ["alfa", "beta"])
        let alfa = try #require(folder.regions.first)
        #expect(alfa.cbsCode == "AM01")
        #expect(alfa.name == "Alfa")
        #expect(alfa.randstad)
        #expect(alfa.oin == (try OIN("00000099100000001000")))
        #expect(alfa.roles == [.source, .asker])
        #expect(alfa.status == .active)
        #expect(alfa.endpoints == [Endpoint(host: "alfa.hallowerk.example", port: 8443)])
        #expect(alfa.municipalities.map(\.name) == ["Eenstad", "Tweestad"])
        #expect(try alfa.municipalities.first?.centre == Coordinate(latitude: 52.1, longitude: 5.1))
        #expect(folder.regions.last?.endpoints.first?.address == "127.0.0.1")
        #expect(folder.regions.last?.status == .maintenance)
        #expect(folder.gateways.map(\.name) == ["gateway"])
        let beheer = try #require(folder.processors.first)
        #expect(folder.processors.map(\.name) == ["Beheer", "Anders"])
        #expect(beheer.agreements.map(\.region.slug) == ["alfa"])
        #expect(beheer.agreements.map(\.scope) == [[.health, .emergency]])
        #expect(folder.processors.last?.agreements.map(\.scope) == [[.health]], "without a scope")
        let days = [("2025-12-31", false), ("2026-01-01", true), ("2027-12-31", true), ("2028-01-01", false)]
        for (day, isSeen) in days {
            let noon = try Date("\(day)T11:00:00Z", strategy: .iso8601)
            #expect(beheer.regions(at: noon, allowing: .health).isEmpty == !isSeen, "\(day)")
        }
        let place = try #require(folder.places[PostcodeArea("2000")])
        #expect(place.place == "'t Veld")
        #expect(place.inhabitants == 300)
        #expect(folder.places.entries.count == 3)
    }

    static let fields = [
        Case("alfa.yaml", "code: alfa", "code: gamma", line: 1, says: "the file is named 'alfa.yaml'"),
        Case("alfa.yaml", "code: alfa", "code: Alfa", line: 1, says: "'code' is 'Alfa'"),
        Case("alfa.yaml", "cbscode: AM01", "cbscode: AM1", line: 2, says: "AM and two digits"),
        Case("alfa.yaml", "naam: Alfa", "naam: ", line: 3, says: "'naam' is ''"),
        Case("alfa.yaml", "naam: Alfa", "naam: [Alfa]", line: 3, says: "'naam' must be a name"),
        Case("alfa.yaml", "naam: Alfa", "name: Alfa", line: 3, says: "no key 'name'"),
        Case("alfa.yaml", "naam: Alfa\n", "", line: 1, says: "lacks the key 'naam'"),
        Case("alfa.yaml", "randstad: true", "randstad: ja", line: 4, says: "true or false"),
        Case("alfa.yaml", "00000099100000001000", "0000009910000000100", line: 5, says: "must be an OIN"),
        Case("alfa.yaml", "00000099100000001000", "99999999100000001000", line: 5, says: "must be an OIN"),
        Case("alfa.yaml", "gemeente: GM0001", "gemeente: 0001", line: 6, says: "GM and four digits"),
        Case("alfa.yaml", "gemeente: GM0001", "gemeente: GM0003", line: 6, says: "not among the region's"),
        Case("alfa.yaml", "[bron, bemiddelaar]", "[]", line: 7, says: "a list of at least one"),
        Case("alfa.yaml", "[bron, bemiddelaar]", "bron", line: 7, says: "a list of at least one"),
        Case("alfa.yaml", "[bron, bemiddelaar]", "[bron, gateway]", line: 7, says: "'rollen' is 'gateway'"),
        Case("alfa.yaml", "[bron, bemiddelaar]", "[verwerker]", line: 7, says: "'rollen' is 'verwerker'"),
        Case("alfa.yaml", "status: actief", "status: aan", line: 8, says: "'actief' or 'onderhoud' or 'geschorst'"),
        Case("alfa.yaml", "host: alfa.hallowerk.example", "host: 10.0.0.1", line: 10, says: "DNS name"),
        Case("alfa.yaml", "host: alfa.hallowerk.example", "host: alfa", line: 10, says: "DNS name"),
        Case("alfa.yaml", "poort: 8443", "poort: 0", line: 11, says: "a port, 1 to 65535"),
        Case("alfa.yaml", "poort: 8443", "poort: 65536", line: 11, says: "a port, 1 to 65535"),
        Case("alfa.yaml", "poort: 8443", "poort: https", line: 11, says: "a port, 1 to 65535"),
        Case("alfa.yaml", "    poort: 8443\n", "", line: 10, says: "an address lacks the key 'poort'"),
        Case("beta.yaml", "adres: 127.0.0.1", "adres: hier", line: 12, says: "an IP address"),
        Case("beta.yaml", "GM0003\nrollen", "GM0009\nrollen", line: 6, says: "not among the region's"),
        Case("alfa.yaml", "  - code: GM0002", "  - code: GM2", line: 18, says: "GM and four digits"),
        Case("alfa.yaml", "    naam: Tweestad\n", "", line: 18, says: "a municipality lacks the key 'naam'"),
        Case(
            "alfa.yaml", "naam: Tweestad", "naam: Tweestad\n    wethouder: Jansen", line: 20, says: "'wethouder'"),
        Case("alfa.yaml", "breedtegraad: 52.2", "breedtegraad: 5.22", line: 21, says: "not lie in the Netherlands"),
        Case("alfa.yaml", "breedtegraad: 52.2", "breedtegraad: nan", line: 21, says: "degrees such as"),
        Case("alfa.yaml", "lengtegraad: 5.2", "lengtegraad: 5,2", line: 22, says: "degrees such as"),
        Case("alfa.yaml", "gemeenten:\n", "gemeenten: GM0001\nrest:\n", line: 13, says: "no key 'rest'"),
        Case("gateways.yaml", "naam: gateway", "naam: De Gateway", line: 2, says: "lower-case letters"),
        Case("gateways.yaml", "naam: gateway", "naam: authority", line: 2, says: "'naam' is 'authority'"),
        Case("gateways.yaml", "\"00000099300000001000\"", "3", line: 3, says: "must be an OIN"),
        Case("gateways.yaml", "gateways:", "poorten:", line: 1, says: "lacks the key 'gateways'"),
        Case("processors.yaml", "verwerkers:", "firmas:", line: 1, says: "lacks the key 'verwerkers'"),
        Case("processors.yaml", "naam: Beheer", "naam: ", line: 2, says: "1 to 100 characters"),
        Case("processors.yaml", "\"00000099400000001000\"", "3", line: 3, says: "must be an OIN"),
        Case("processors.yaml", "regio: alfa", "regio: gamma", line: 5, says: "a region of this folder"),
        Case("processors.yaml", "van: 2026-01-01", "van: 2028-01-01", line: 7, says: "ends before it begins"),
        Case("processors.yaml", "tot: 2027-12-31", "tot: 31-12-2027", line: 7, says: "a day such as"),
        Case("processors.yaml", "00000099400000002000", "00000099400000001000", line: 10, says: "is given twice"),
        Case("processors.yaml", "[gezondheid, noodtoegang]", "[alles]", line: 8, says: "gezondheid and noodtoegang"),
        Case("processors.yaml", "[gezondheid, noodtoegang]", "[]", line: 8, says: "a list of at least one"),
    ]

    static let syntax = [
        Case("alfa.yaml", "naam: Alfa", "naam: \"Alfa", line: 5, says: "not YAML"),
        Case("alfa.yaml", "naam: Alfa", "naam: Alfa: Beta", line: 3, says: "not YAML"),
        Case("alfa.yaml", "naam: Alfa", "\tnaam: Alfa", line: 3, says: "not YAML"),
        Case("alfa.yaml", "rollen: [bron, bemiddelaar]", "rollen: [bron", line: 8, says: "not YAML"),
        Case("alfa.yaml", "naam: Alfa", "naam: Alfa\nnaam: Alpha", line: 3, says: "'naam' is given more than once"),
        Case("alfa.yaml", "naam: Alfa", "naam: Al\u{1}fa", line: 3, says: "not YAML"),
        Case("alfa.yaml", "naam: Alfa", "naam: *Alfa", line: 3, says: "not YAML"),
        Case("alfa.yaml", "status: actief", "status: actief\n---\ncode: beta", line: 9, says: "not YAML"),
        Case("alfa.yaml", SmallFolder.alfa, "# leeg\n", line: 1, says: "the file is empty"),
        Case("alfa.yaml", SmallFolder.alfa, "", line: nil, says: "the file is empty"),
        Case("alfa.yaml", SmallFolder.alfa, "- alfa\n", line: 1, says: "'key: value' lines"),
        Case("gateways.yaml", SmallFolder.gateways, "gateways: [x]\n", line: 1, says: "'key: value' lines"),
    ]

    static let together = [
        Case("beta.yaml", "cbscode: AM02", "cbscode: AM01", line: 2, says: "CBS code AM01 is given before"),
        Case("beta.yaml", "naam: Beta", "naam: Alfa", line: 3, says: "the name Alfa is given before"),
        Case("beta.yaml", "00000099100000002000", "00000099100000001000", line: 5, says: "alfa.yaml:5"),
        Case("beta.yaml", "00000099200000003000", "00000099200000002000", line: 16, says: "alfa.yaml:20"),
        Case("beta.yaml", "00000099200000003000", "00000099100000002000", line: 16, says: "beta.yaml:5"),
        Case(
            "beta.yaml", "  - code: GM0003", "  - code: GM0002", line: 14, says: "municipality GM0002 is given before"),
        Case(
            "alfa.yaml", "  - code: GM0002", "  - code: GM0001", line: 18, says: "municipality GM0001 is given before"),
        Case("beta.yaml", "beta.hallowerk", "alfa.hallowerk", line: 10, says: "alfa.hallowerk.example:8443 is given"),
        Case("gateways.yaml", "00000099300000001000", "00000099100000001000", line: 3, says: "alfa.yaml:5"),
        Case("gateways.yaml", "gateway.hallowerk", "alfa.hallowerk", line: 5, says: "is given before"),
        Case("gateways.yaml", "naam: gateway", "naam: alfa", line: 2, says: "'alfa' is a region's code"),
    ]

    static let postcodes = [
        Case("postcodes.csv", "inwoners", "mensen", line: 1, says: "the first line must be"),
        Case("postcodes.csv", "1001,GM0002", "GM0002", line: 3, says: "six fields and this one has 5"),
        Case("postcodes.csv", "Tweestad", "Twee,stad", line: 3, says: "six fields and this one has 7"),
        Case("postcodes.csv", "1001", "0999", line: 3, says: "'0999' is not a postcode"),
        Case("postcodes.csv", "1001", "1001AB", line: 3, says: "'1001AB' is not a postcode"),
        Case("postcodes.csv", "1001", "1000", line: 3, says: "postcode 1000 is given before, on line 2"),
        Case("postcodes.csv", "GM0002", "0002", line: 3, says: "'0002' is not GM"),
        Case("postcodes.csv", "GM0002", "GM0009", line: 3, says: "municipality GM0009 belongs to no region"),
        Case("postcodes.csv", "Tweestad", "", line: 3, says: "the place has no name"),
        Case("postcodes.csv", "52.2,5.2", "5.2,52.2", line: 3, says: "not a place in the Netherlands"),
        Case("postcodes.csv", "52.2,5.2", "x,5.2", line: 3, says: "not a place in the Netherlands"),
        Case("postcodes.csv", "5.2,0", "5.2,-1", line: 3, says: "'-1' is not a number of inhabitants"),
        Case("postcodes.csv", "5.2,0", "5.2,0\n", line: 4, says: "six fields and this one has 1"),
        Case("postcodes.csv", "300\n", "300\r\n", line: 4, says: "not a number of inhabitants"),
        Case("postcodes.csv", SmallFolder.postcodes, "", line: nil, says: "the file is empty"),
    ]

    @Test(arguments: fields + syntax + together + postcodes)
    func refuses(_ example: Case) throws {
        let folder = try SmallFolder()
        try folder.change(example.file, example.old, example.new)
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        let faults = refusal?.faults ?? []
        let fault = faults.first { $0.description.contains(example.says) }
        #expect(fault != nil, "\(faults)")
        #expect(fault?.file == "\(folder.path)/\(example.at)")
        #expect(fault?.line == example.line, "\(faults)")
        #expect(fault?.remedy.isEmpty == false)
    }

    @Test func `all faults of all files come at once, in order, each once`() throws {
        let folder = try SmallFolder()
        try folder.change("alfa.yaml", "randstad: true", "randstad: ja")
        try folder.change("alfa.yaml", "poort: 8443", "poort: 0")
        try folder.change("beta.yaml", "status: onderhoud", "status: weg")
        try folder.change("gateways.yaml", "naam: gateway", "naam: G")
        try folder.change("postcodes.csv", "1001", "x")
        try folder.change("postcodes.csv", "2000", "y")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        let places = refusal?.faults.map { "\(($0.file as NSString).lastPathComponent):\($0.line ?? 0)" }
        let expected = [
            "alfa.yaml:4", "alfa.yaml:11", "beta.yaml:8", "gateways.yaml:2", "postcodes.csv:3", "postcodes.csv:4",
        ]
        #expect(places == expected)
    }

    @Test func `a region that cannot be read does not make strangers of its postcodes`() throws {
        let folder = try SmallFolder()
        try folder.change("alfa.yaml", "naam: Alfa", "naam: \"Alfa")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        #expect(refusal?.faults.count == 1)
    }

    @Test(arguments: ["gateways.yaml", "postcodes.csv"])
    func `a missing file is named`(_ name: String) throws {
        let folder = try SmallFolder()
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        #expect(refusal?.faults.map(\.file) == ["\(folder.path)/\(name)"])
    }

    @Test func `a file that would be overlooked is named`() throws {
        let folder = try SmallFolder()
        try folder.scratch.write(SmallFolder.beta, to: "delta.yml")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        #expect(refusal?.faults.first?.reason == "only files that end in .yaml are read")
    }

    @Test func `a region under a reserved name is refused`() throws {
        let folder = try SmallFolder()
        let text = SmallFolder.beta.replacingOccurrences(of: "code: beta", with: "code: authority")
        try FileManager.default.removeItem(atPath: folder.scratch.file("beta.yaml"))
        try folder.scratch.write(text, to: "authority.yaml")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        #expect(refusal?.faults.first?.reason == "'authority' is not free for a region")
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() throws {
        let folder = try SmallFolder()
        var bytes = Array(SmallFolder.alfa.utf8)
        bytes.insert(0xff, at: try #require(bytes.firstIndex(of: 10)) + 1)
        try Data(bytes).write(to: URL(filePath: folder.scratch.file("alfa.yaml")))
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        #expect(refusal?.faults.map(\.line) == [2])
        #expect(refusal?.faults.first?.reason == "it is not UTF-8")
    }

    @Test func `an empty folder and none at all are refused`() throws {
        let scratch = try ScratchFolder()
        let empty = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(scratch.path) }
        #expect(empty?.faults.contains { $0.reason == "it holds no region" } == true)
        let none = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(scratch.file("none")) }
        #expect(none?.faults.map(\.reason) == ["the folder cannot be read"])
    }

    @Test func `a fault prints as file, line, reason and remedy`() throws {
        let folder = try SmallFolder()
        try folder.change("alfa.yaml", "randstad: true", "randstad: ja")
        let refusal = #expect(throws: RegionsInvalid.self) { try RegionsFolder.load(folder.path) }
        let expected = "\(folder.path)/alfa.yaml:4: 'randstad' is 'ja' and must be true or false; correct it"
        #expect(refusal?.description == expected)
    }
}
