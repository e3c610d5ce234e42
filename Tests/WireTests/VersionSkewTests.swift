import Domain
import Foundation
import Testing
import Wire

@Suite("Nodes one minor version apart work together; of another major version nothing is used")
struct VersionSkewTests {
    /// What a newer version may add to any object of an answer.
    private static let additions = [
        #""nieuw":null"#, #""nieuw":{"a":[1,{"b":"c"}]}"#, #""nieuw":[],"nieuwer":-1.5e3,"Nieuwst":true"#,
    ]

    /// Each object of `json`, one level deep or more, gets these members: only those that a reader looks into count.
    private static func adding(_ members: String, to json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var isInside = false
        var isEscaped = false
        for (index, byte) in json.enumerated() {
            bytes.append(byte)
            if isEscaped {
                isEscaped = false
            } else if isInside {
                isEscaped = byte == UInt8(ascii: "\\")
                isInside = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isInside = true
            } else if byte == UInt8(ascii: "{"), index + 1 < json.count {
                bytes += Array(members.utf8)
                if json[index + 1] != UInt8(ascii: "}") { bytes.append(UInt8(ascii: ",")) }
            }
        }
        return bytes
    }

    @Test("what is not known is ignored in every object of every answer", arguments: additions)
    func answers(_ members: String) throws {
        func added(_ name: String) throws -> [UInt8] { Self.adding(members, to: try Golden.bytes(name)) }
        let nodes = try [Golden.bytes("antwoord-knooppunt.ndjson"), added("antwoord-knooppunt.ndjson")].map {
            try NodeAnswerJSON.scan($0, from: Samples.rijnmond(), searchID: Samples.search, limit: 2)
        }
        #expect(nodes[0].header == nodes[1].header && nodes[0].more == nodes[1].more)
        #expect(nodes[0].hits.map(\.tie) == nodes[1].hits.map(\.tie) && nodes[1].hits.count == 1)
        #expect(try HealthJSON.decode(added("gezondheid.json")) == HealthJSON.decode(Golden.bytes("gezondheid.json")))
        #expect(
            try StandingsJSON.decode(added("knooppunten.json"))
                == StandingsJSON.decode(Golden.bytes("knooppunten.json")))
        #expect(
            try ProfileDetailJSON.decode(added("profiel.json"))
                == ProfileDetailJSON.decode(Golden.bytes("profiel.json")))
        for name in ["antwoord-gateway.ndjson", "antwoord-gateway.json"] {
            func read(_ bytes: [UInt8]) throws -> FederatedAnswer {
                name.hasSuffix(".json")
                    ? try FederatedAnswerJSON.readDocument(bytes) : try FederatedAnswerJSON.read(bytes)
            }
            let (old, new) = (try read(Golden.bytes(name)), try read(added(name)))
            #expect(new.total == old.total && new.outcomes == old.outcomes && new.facets == old.facets, "\(name)")
            #expect(new.hits.map(\.handle) == old.hits.map(\.handle) && new.next == old.next, "\(name)")
            #expect(new.hits.map(\.reasons) == old.hits.map(\.reasons), "\(name)")
        }
    }

    @Test("and refused in every object of a request, by its name", arguments: additions)
    func requests(_ members: String) throws {
        let request = try Golden.bytes("zoekvraag.json")
        _ = try SearchRequestJSON.decode(request)
        for (index, byte) in request.enumerated() where byte == UInt8(ascii: "{") {
            let added = request[...index] + Array(members.utf8) + [UInt8(ascii: ",")] + request[(index + 1)...]
            let refusal = #expect(throws: RequestRefusal.self) { try SearchRequestJSON.decode(Array(added)) }
            #expect(refusal?.errors.contains { $0.field.hasSuffix("nieuw") } == true, "after byte \(index)")
        }
    }

    @Test(
        "versions are held against ours",
        arguments: [
            ("1.0.0", true, "1.0.0"), ("1.1.0", true, "1.1.0"), ("1.99.3", true, "1.99.3"), ("2.0.0", false, "2.0.0"),
            ("3.4.5", false, "3.4.5"), ("0.9.0", false, "0.9.0"), ("10.0.0", false, "10.0.0"),
            ("", false, "onbekend"), ("1", false, "onbekend"), ("1.0", false, "onbekend"),
            ("1.0.0-<b>", false, "onbekend"), ("1..0", false, "onbekend"), ("١.٠.٠", false, "onbekend"),
            ("1.0.00000000000000000000", false, "onbekend"), ("-1.0.0", false, "onbekend"),
        ])
    func versions(_ stated: String, _ isCompatible: Bool, _ text: String) {
        let version = APIVersion(stated, ours: "1.0.0")
        #expect(version.isCompatible == isCompatible && version.text == text)
    }

    @Test("a response that states none is judged by its content")
    func unstated() { #expect(APIVersion(nil).isCompatible) }
}
