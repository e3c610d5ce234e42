import Domain
import Foundation
import Testing
import Trust
import WebUI
import Wire

@testable import hallowerk

@Suite("Each live count is how many people the same search finds with that value as a filter", .oneAtATime)
struct LiveCountTests {
    /// Values of each facet that are tried: those of most and of fewest people.
    private static let tried = 2

    private func run(_ body: @escaping @Sendable (InsideNode) async throws -> Void) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 60) }
        ) { federation in try await body(federation.node("gorinchem")) }
    }

    /// The filter of a request that a value of `facet` is.
    private static func filter(_ facet: Facet, _ value: String) -> [String: Any] {
        switch facet {
        case .municipality: ["gemeenten": [value]]
        case .targetGroup: ["doelgroepen": [value]]
        case .occupation: ["beroepen": [value]]
        case .skill: ["vaardigheden": [value]]
        case .educationLevel: ["opleidingsniveaus": [value]]
        case .licence: ["rijbewijzen": [value]]
        case .language: ["talen": [["taal": value, "niveau": "beginner"]]]
        case .contract: ["contractvormen": [value]]
        case .sector: ["sectoren": [value]]
        }
    }

    @Test("over the interface, of every facet", arguments: ["", "medewerker"])
    func interface(_ text: String) async throws {
        try await run { node in
            let portal = try await node.logIn()
            let all = try await portal.search(text, extra: ["facetten": Facet.allCases.map(\.rawValue), "aantal": 1])
            let facets = try #require(all.answer).facets
            for facet in Facet.allCases {
                let counts = try #require(facets[facet], "\(facet)")
                try #require(!counts.isEmpty, "\(facet)")
                for count in counts.prefix(Self.tried) + counts.suffix(Self.tried) {
                    let filters = Self.filter(facet, count.value)
                    let found = try await portal.search(text, extra: ["filters": filters, "aantal": 1]).answer
                    #expect(found?.total == count.count, "\(facet) \(count.value)")
                }
            }
        }
    }

    @Test("on the page: ticking a box finds as many people as stand beside it")
    func page() async throws {
        try await run { node in
            let (browser, csrf) = try await enter(node)
            let start = [("csrf", csrf), ("doel", "vacatureVervullen;wetSuwi"), ("tekst", "")]
            let page = try await browser.post("/zoeken", start)
            for kind in FilterKind.allCases {
                let box = try Regex(
                    "name=\"\(kind.rawValue)\" value=\"([^\"]+)\"> <span>[^<]*</span> <span class=\"count\">([0-9]+)<")
                let boxes = page.html.matches(of: box)
                try #require(!boxes.isEmpty, "\(kind)")
                for match in boxes.prefix(Self.tried) + boxes.suffix(Self.tried) {
                    let value = String(match[1].substring ?? "").replacing("&#39;", with: "'")
                    let count = String(match[2].substring ?? "")
                    let ticked = try await browser.post("/zoeken", start + [(kind.rawValue, value)])
                    let people = count == "1" ? "1 mens" : "\(count) mensen"
                    #expect(ticked.html.contains("<h2>\(people) <span>"), "\(kind) \(value) \(count)")
                }
            }
        }
    }

    @Test("orders: nearest first within the distance, and soonest first, over every page")
    func orders() async throws {
        try await run { node in
            let portal = try await node.logIn()
            let area: [String: Any] = ["gebied": ["postcode": "4201", "afstandKm": 150]]
            let centre = try #require(InsideFederation.regions.places[try PostcodeArea("4201")]).centre
            let near = try await every(portal, ["sortering": "afstand", "filters": area])
            let metres = near.compactMap { hit in
                InsideFederation.regions.places[hit.postcodeArea].map { $0.centre.distanceKm(to: centre) * 1_000 }
            }
            try #require(near.count > 20 && metres.count == near.count)
            for (hit, distance) in zip(near, metres) { #expect(abs(Double(-hit.score) - distance) <= 1) }
            #expect(zip(metres, metres.dropFirst()).allSatisfy { $0 <= $1 + 1 })
            let soon = try await every(portal, ["sortering": "beschikbaarheid"]).map(\.availableFrom)
            try #require(soon.count > 20)
            #expect(soon == soon.sorted())
        }
    }

    /// The hits of every page.
    private func every(_ portal: PortalClient, _ extra: [String: Any]) async throws -> [HitView] {
        var hits: [HitView] = []
        var cursor: String?
        repeat {
            var asked = extra.merging(["aantal": 7]) { $1 }
            if let cursor { asked["cursor"] = cursor }
            let answer = try #require(try await portal.search("", extra: asked).answer)
            hits += answer.hits
            cursor = answer.cursor
        } while cursor != nil
        return hits
    }

    private func enter(_ node: InsideNode) async throws -> (browser: Browser, csrf: String) {
        try await node.addAccount(.accountManager)
        let browser = Browser(node.portal)
        let log = [("gebruiker", "accountmanager"), ("wachtwoord", InsideNode.password)]
        try #require(try await browser.post("/inloggen", log).status == 303)
        return (browser, try await browser.get("/").value("csrf") ?? "")
    }
}
