import Domain
import Foundation
import Testing
import Wire

/// A file with what a message is: compared as decoded values, written anew only with `UPDATE_GOLDEN=1`.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// Every line of `bytes` as JSON: one for a document, several for NDJSON.
    static func values(_ bytes: some Collection<UInt8>) throws -> [NSDictionary] {
        try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? NSDictionary)
        }
    }
}

@Suite("What goes over the wire is what its golden file says")
struct GoldenTests {
    static let cases: [(name: String, make: @Sendable () throws -> [UInt8])] = [
        ("zoekvraag.json", { SearchRequestJSON.encode(try Samples.request()) }),
        ("antwoord-knooppunt.ndjson", { try Samples.nodeAnswer() }),
        ("antwoord-gateway.json", { try Samples.federatedDocument() }),
        ("antwoord-gateway.ndjson", { try Samples.federatedLines() }),
        ("antwoord-portaal.json", { try Samples.portalDocument() }),
        ("gezondheid.json", { HealthJSON.encode(try Samples.health()) }),
        ("gezondheid-gateway.json", { Samples.gatewayHealth() }),
        ("statistiek.json", { StatisticsJSON.encode(try Samples.statistics(), of: try Samples.rijnmond()) }),
        ("tijdvak.json", { EpochJSON.encode(try Samples.epoch()) }),
        ("historie.json", { try Samples.history() }), ("incidenten.json", { try Samples.incidents() }),
        ("knooppunten.json", { try Samples.standings() }), ("probleem.json", { Samples.problem() }),
        ("profiel.json", { try Samples.detail() }),
    ]

    @Test(arguments: cases.indices)
    func golden(_ index: Int) throws {
        let (name, make) = Self.cases[index]
        let file = Golden.folder.appendingPathComponent(name)
        let made = try make()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(made + (made.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")])).write(to: file)
        }
        #expect(try Golden.values(made) == Golden.values(Data(contentsOf: file)), "\(name)")
    }

    @Test("each is read back as what was written")
    func readsBack() throws {
        #expect(try SearchRequestJSON.decode(SearchRequestJSON.encode(Samples.request())) == Samples.request())
        #expect(try HealthJSON.decode(HealthJSON.encode(Samples.health())) == Samples.health())
        let detail = try ProfileDetailJSON.decode(Samples.detail())
        #expect(detail.contact == (try Samples.profile()).contact && detail.work.experience.count == 2)
        #expect(detail.work.capacity.count == 1 && detail.work.schooling.count == 1 && detail.work.courses.count == 2)
        #expect(detail.work.travelKm == 30 && detail.work.documents.count == 1 && detail.work.sectors == [.transport])
        for bytes in [try Samples.federatedLines(), try Samples.federatedDocument()] {
            let answer =
                bytes.last == UInt8(ascii: "\n")
                ? try FederatedAnswerJSON.read(bytes) : try FederatedAnswerJSON.readDocument(bytes)
            #expect(answer.searchID == Samples.search && answer.total == 401 && answer.hits.count == 1)
            #expect(answer.facets == Samples.facets && answer.coverage == 0.934)
            #expect(answer.next == (try Samples.request()).position)
            #expect(Set(answer.outcomes.map(\.state)) == [.answered, .late])
        }
        let standings = try StandingsJSON.decode(Samples.standings())
        #expect(standings.map { $0.traffic?.breaker } == [.open, nil] && standings[0].traffic?.refused == 7)
    }

    @Test("a level of education that a newer version knows does not spoil the answer")
    func newerEducation() throws {
        let newer = String(decoding: try Golden.bytes("antwoord-gateway.json"), as: UTF8.self)
            .replacing(#""opleiding":"MBO2""#, with: #""opleiding":"MBO9""#)
        #expect(try FederatedAnswerJSON.readDocument(Array(newer.utf8)).hits.map(\.education) == [.unknown])
    }
}
