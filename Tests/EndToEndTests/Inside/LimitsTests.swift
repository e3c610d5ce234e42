import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("I-12: over a limit there is a clear refusal, and within it there is not", .oneAtATime)
struct LimitsTests {
    private static let purpose = #""doel":{"activiteit":"vacatureVervullen","grondslag":"wetSuwi"}"#

    /// One limit, a search request at it and one just over it, and the field that the refusal names.
    struct Limit: CustomTestStringConvertible, Sendable {
        let field: String
        let within: String
        let over: String
        var testDescription: String { field }

        init(_ field: String, _ make: (Int) -> String, at limit: Int) {
            self.field = field
            within = make(limit)
            over = make(limit + 1)
        }
    }

    static let limits: [Limit] = {
        let many = { (count: Int, value: (Int) -> String) in (0..<count).map(value).joined(separator: ",") }
        let codes = InsideFederation.randstad(over: 2).flatMap(\.municipalities).map(\.code.code)
        let position =
            #""positie":{"zout":"00000000000000000000000000000001","score":0,"rang":"0000000000000001","getoond":"#
        return [
            Limit("tekst", { #""tekst":"\#(String(repeating: "é", count: $0))""# }, at: Limits.textCharacters),
            Limit("aantal", { #""aantal":\#($0)"# }, at: Limits.pageHits.upperBound),
            Limit(
                "filters.gemeenten",
                { count in #""filters":{"gemeenten":[\#(many(count) { "\"\(codes[$0])\"" })]}"# },
                at: Limits.filterValues),
            Limit(
                "filters.gebied.afstandKm", { #""filters":{"gebied":{"postcode":"3011","afstandKm":\#($0)}}"# },
                at: Limits.distanceKm.upperBound),
            Limit("tijdslimietMs", { #""tijdslimietMs":\#($0)"# }, at: Int(Limits.longestDeadline / .milliseconds(1))),
            Limit("positie.getoond", { position + "\($0)}" }, at: Limits.depth),
        ]
    }()

    private func run(_ body: @escaping @Sendable (InsideFederation, InsideNode) async throws -> Void) async throws {
        // Two regions with more municipalities than one filter may name.
        let regions = InsideFederation.randstad(over: 2)
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 20) }
        ) { federation in
            try await body(federation, federation.nodes[0])
        }
    }

    @Test("of a search request's fields: at the gateway, at a region and at the portal")
    func fields() async throws {
        try await run { federation, node in
            let asker = try await TestAsker(
                federation.nodes[1].code.slug, in: federation.federation, clock: federation.clock)
            let gateway = try TestGateway(in: federation.federation)
            let portal = try await node.logIn()
            for limit in Self.limits {
                let time = limit.field == "tijdslimietMs" ? "" : #","tijdslimietMs":10000"#
                for (text, status) in [(limit.within + time, 200), (limit.over + time, 400)] {
                    var asker = asker
                    asker.purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi)
                    let question = try await asker.search(Array("{\(Self.purpose),\(text)}".utf8))
                    let atGateway = try await asker.ask(question)
                    let atRegion = try await gateway.send(question, to: node)
                    #expect(atGateway.status == status && atRegion.status == status, "\(limit.field)")
                    if status == 400 {
                        for answer in [atGateway, atRegion] { try expect(limit.field, in: answer.body) }
                    }
                    // A portal has cursors, no positions.
                    guard !limit.field.hasPrefix("positie") else { continue }
                    let url = portal.url + WirePath.search
                    let body = Array("{\(Self.purpose),\(text)}".utf8)
                    let atPortal = try await PortalClient.send("POST", url, body, portal.token)
                    #expect(atPortal.status == status, "\(limit.field)")
                    if status == 400 { try expect(limit.field, in: atPortal.body) }
                }
            }
        }
    }

    private func expect(_ field: String, in problem: [UInt8]) throws {
        let text = String(decoding: problem, as: UTF8.self)
        #expect(text.contains(#""\#(field)"#), "\(text) does not name \(field)")
    }

    @Test("of bodies, header fields, tokens and handles at a region")
    func messages() async throws {
        try await run { federation, node in
            let asker = try await TestAsker(
                federation.nodes[1].code.slug, in: federation.federation, clock: federation.clock)
            let gateway = try TestGateway(in: federation.federation)
            let fields = Self.purpose + #","tijdslimietMs":10000"#
            let padding = Limits.requestBytes - "{\(fields)}".utf8.count
            for (extra, status) in [(0, 200), (1, 413)] {
                var asker = asker
                asker.purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi)
                let body = "{\(fields)\(String(repeating: " ", count: padding + extra))}"
                let question = try await asker.search(Array(body.utf8))
                #expect(try await gateway.send(question, to: node).status == status)
                #expect(try await asker.ask(question).status == status)
            }
            let question = try await asker.search(SearchRequest(text: "", count: 1, purpose: TestAsker.purpose))
            let swollen = question.message.replacing(
                "Host: node\r\n", with: "Host: node\r\nX: \(String(repeating: "x", count: Limits.headerBytes))\r\n")
            let answer = String(decoding: try await gateway.bytes(swollen, to: node).prefix(12), as: UTF8.self)
            #expect(answer == "HTTP/1.1 431")
            let long = Question(
                method: "POST", path: WirePath.search, body: question.body, id: question.id,
                token: question.token + String(repeating: "A", count: VerklaringChecker.tokenBytes))
            #expect(try await gateway.send(long, to: node).status == 403)
            let handle = "\(node.code)." + String(repeating: "A", count: 1_025)
            #expect(try await gateway.send(asker.open(handle, at: node.keys.oin), to: node).status == 404)
        }
    }

    @Test("of what browsers and programs send to a portal")
    func portal() async throws {
        try await run { _, node in
            let portal = try await node.logIn()
            let json = (type: MediaType.json, url: portal.url + WirePath.search)
            let tooLong = "{\(Self.purpose)\(String(repeating: " ", count: Limits.requestBytes))}"
            #expect(try await Self.send(tooLong, json, portal.token) == 413)
            #expect(try await Self.send(tooLong, (MediaType.json, portal.url + WirePath.sessions), nil) == 413)
            let form = (type: "application/x-www-form-urlencoded", url: portal.url + "/zoeken")
            #expect(try await Self.send("tekst=" + String(repeating: "a", count: 40_000), form, portal.token) == 413)
            let fields = (0...400).map { "f\($0)=" }.joined(separator: "&")
            #expect(try await Self.send(fields, form, portal.token) == 400)
            #expect(
                try await Self.send("{\(Self.purpose)}", json, portal.token + String(repeating: "a", count: 200)) == 401
            )
            #expect(try await Self.send("{\(Self.purpose)}", json, portal.token) == 200)
        }
    }

    @Test("of failed log-ins: then the right password must wait too, and the answer says how long")
    func logIns() async throws {
        try await run { _, node in
            try await node.addAccount(.accountManager)
            func answer(_ password: String) async throws -> HTTPClientResponse {
                var request = HTTPClientRequest(url: node.portal + WirePath.sessions)
                request.method = .POST
                request.headers.add(name: "Content-Type", value: MediaType.json)
                request.body = .bytes(Array(#"{"gebruiker":"accountmanager","wachtwoord":"\#(password)"}"#.utf8))
                return try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            }
            for _ in 0..<5 { #expect(try await answer("verkeerd-wachtwoord").status == .unauthorized) }
            let refused = try await answer(InsideNode.password)
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers.first(name: "Retry-After") == "900")
        }
    }

    private static func send(_ body: String, _ to: (type: String, url: String), _ token: String?) async throws -> Int {
        var request = HTTPClientRequest(url: to.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: to.type)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.body = .bytes(Array(body.utf8))
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(20)).status.code)
    }
}
