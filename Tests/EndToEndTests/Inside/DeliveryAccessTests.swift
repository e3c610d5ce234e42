import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Testing
import Wire

@testable import hallowerk

/// A program that delivers for a municipality.
struct DeliveryClient: Sendable {
    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let location: String?
        let body: [UInt8]

        func object() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        }
    }

    let url: String
    let token: String?

    func send(
        _ method: String, _ path: String, _ body: String? = nil, type: String = "application/json",
        length: Int64? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            if let length {
                let never = AsyncStream<ByteBuffer> { $0.yield(ByteBuffer(string: body)) }
                request.body = .stream(never, length: .known(length))
            } else {
                request.body = .bytes(Array(body.utf8))
            }
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let status = Int(response.status.code)
        let location = response.headers.first(name: "Location")
        // Of a body that never ends the client sees no end of the answer either.
        guard length == nil else { return Answer(status: status, location: location, body: []) }
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return Answer(status: status, location: location, body: Array(bytes.readableBytesView))
    }

    func object(_ path: String, until state: String) async throws -> [String: Any] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let object = try await send("GET", path).object()
            if object["toestand"] as? String == state { return object }
            try #require(ContinuousClock.now < deadline, "\(object)")
            await Task.yield()
        }
    }
}

@Suite("Delivering and taking out: the administrator of that municipality, and nobody else", .oneAtATime)
struct DeliveryAccessTests {
    private static let file = DeliveringNode.export(1...5) + DeliveringNode.badRow(6)

    /// Every page and call, given the path of a delivery.
    private static let pages: [(method: String, path: String)] = [
        ("GET", "/leveringen"), ("UPLOAD", "/leveringen"), ("GET", "/leveringen/ID"),
        ("POST", "/leveringen/ID/besluit"), ("GET", "/leveringen/ID/afgekeurd"), ("GET", "/leveringen/ID/ontbrekend"),
        ("GET", "/uitlevering"), ("POST", "/uitlevering"),
    ]
    private static let calls: [(method: String, path: String, body: String?)] = [
        ("GET", "/v1/leveringen", nil), ("POST", "/v1/leveringen", file), ("GET", "/v1/leveringen/ID", nil),
        ("POST", "/v1/leveringen/ID/besluit", #"{"besluit":"goedeRijenOvernemen","compleet":false}"#),
        ("GET", "/v1/leveringen/ID/afgekeurd", nil), ("GET", "/v1/leveringen/ID/ontbrekend", nil),
        ("POST", "/v1/uitleveringen", #"{"vorm":"csv"}"#),
    ]

    private func client(_ node: DeliveringNode, _ browser: Browser) -> DeliveryClient {
        DeliveryClient(url: node.node.portal, token: browser.cookies.values.first)
    }

    @Test("every page and every call is refused to every other role of the same municipality; IT sees the list")
    func roles() async throws {
        try await DeliveringNode.run { node in
            let (own, token) = try await node.browser()
            let (path, _) = try await node.deliver(own, token, Self.file)
            let id = String(path.dropFirst("/leveringen/".count))
            let roles: [Role] = [.accountManager, .caseManager, .regionalIT, .processor, .federationAdministrator]
            for role in roles {
                let (browser, csrf) = try await node.browser(role)
                for (method, path) in Self.pages {
                    let path = path.replacing("ID", with: id)
                    let fields = [("csrf", csrf), ("besluit", "opgeven"), ("vorm", "csv")]
                    let page =
                        switch method {
                        case "GET": try await browser.get(path)
                        case "POST": try await browser.post(path, fields)
                        default: try await browser.upload(path, [("csrf", csrf)], file: Self.file)
                        }
                    let isAllowed = role == .regionalIT && method == "GET" && path == "/leveringen"
                    #expect(page.status == (isAllowed ? 200 : 403), "\(role) \(method) \(path)")
                }
                let program = client(node, browser)
                for (method, path, body) in Self.calls {
                    let type = body == Self.file ? "text/csv" : "application/json"
                    let answer = try await program.send(method, path.replacing("ID", with: id), body, type: type)
                    let isAllowed = role == .regionalIT && method == "GET" && path == "/v1/leveringen"
                    #expect(answer.status == (isAllowed ? 200 : 403), "\(role) \(method) \(path)")
                }
            }
            #expect(try await own.get(path).html.contains("Wat wilt u doen?"), "it still waits")
            #expect(node.kept.allSatisfy { $0.hasPrefix(id) }, "nothing was received: \(node.kept)")
        }
    }

    @Test("without a session there is the log-in, and 401 for programs")
    func nobody() async throws {
        try await DeliveringNode.run { node in
            let browser = Browser(node.node.portal)
            for (method, path) in Self.pages {
                let page =
                    switch method {
                    case "GET": try await browser.get(path)
                    case "POST": try await browser.post(path, [])
                    default: try await browser.upload(path, [], file: Self.file)
                    }
                #expect(page.status == 401 || page.location == "/inloggen", "\(method) \(path) \(page.status)")
            }
            for (method, path, body) in Self.calls {
                let answer = try await DeliveryClient(url: node.node.portal, token: nil).send(method, path, body)
                #expect(answer.status == 401, "\(method) \(path)")
            }
            #expect(node.kept.isEmpty)
        }
    }

    @Test("regional IT sees when, which municipality, how many and what came of it, and no person")
    func figures() async throws {
        try await DeliveringNode.run { node in
            let (own, csrf) = try await node.browser()
            try await node.take(own, csrf, DeliveringNode.export(1...30))
            try await node.take(own, csrf, DeliveringNode.export(1...25), complete: true)
            _ = try await node.deliver(own, csrf, Self.file)
            let (browser, _) = try await node.browser(.regionalIT)
            #expect(try await browser.get("/").location == "/leveringen")
            // The token against forgery is by chance, and may have a Z1 in it.
            let page = try await browser.get("/leveringen").html
                .replacing(#/name="csrf" value="[^"]*"/#, with: "")
            #expect(page.contains(try node.municipality(0).name) && page.contains("verwerkt"))
            #expect(page.components(separatedBy: "<tr>").count == 4, "two imports under a header")
            for text in ["Z1", "Noor", "Jansen", "href=\"/leveringen/", "type=\"file\"", "gemeentebeheerder"] {
                #expect(!page.contains(text), "\(text)")
            }
        }
    }

    @Test("a program delivers, sees what is wrong, decides, and takes out, as the description says")
    func program() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            try await node.take(browser, csrf, DeliveringNode.export(1...20))
            let program = client(node, browser)
            let sent = try await program.send("POST", "/v1/leveringen", Self.file, type: "text/csv; charset=utf-8")
            #expect(sent.status == 201)
            let path = try #require(sent.location)
            let checked = try await program.object(path, until: "teBesluiten")
            let report = try #require(checked["verslag"] as? [String: Any])
            #expect(report["goed"] as? Int == 5 && report["fout"] as? Int == 1)
            let faults = try #require(report["fouten"] as? [[String: Any]])
            #expect(faults.map { $0["kolom"] as? String } == ["voornaam", "postcode"])
            #expect(faults.allSatisfy { $0["regel"] as? Int == 7 && ($0["oplossing"] as? String)?.isEmpty == false })
            let missing = try #require(checked["ontbrekend"] as? [String: Any])
            #expect(missing["aantal"] as? Int == 15 && (missing["klantnummers"] as? [String])?.count == 15)
            #expect(
                String(decoding: try await program.send("GET", path + "/afgekeurd").body, as: UTF8.self).contains("Z6"))
            #expect(try await program.send("GET", path + "/ontbrekend").body.count { $0 == 0x0A } == 16)
            for (body, status) in [
                (#"{"besluit":"overnemen","compleet":false}"#, 409),
                (#"{"besluit":"goedeRijenOvernemen","compleet":true}"#, 409),
                (#"{"besluit":"iets","compleet":false}"#, 400),
                (#"{"besluit":"overnemen"}"#, 400), (#"{"besluit":"opgeven","compleet":false,"x":1}"#, 400), ("", 400),
            ] {
                #expect(try await program.send("POST", path + "/besluit", body).status == status, "\(body)")
            }
            let take = #"{"besluit":"goedeRijenOvernemen","compleet":false}"#
            #expect(try await program.send("POST", path + "/besluit", take).status == 200)
            let done = try await program.object(path, until: "verwerkt")
            let figures = try #require(done["verwerking"] as? [String: Int])
            #expect(figures["verwerkt"] == 5 && figures["toegevoegd"] == 0)
            #expect(try await program.send("POST", path + "/besluit", take).status == 409)
            let lines = try await program.send("POST", "/v1/leveringen", "{}\n", type: "application/x-ndjson")
            let other = try #require(lines.location)
            _ = try await program.object(other, until: "teBesluiten")
            let up = #"{"besluit":"opgeven","compleet":false}"#
            #expect(try await program.send("POST", other + "/besluit", up).status == 204)
            #expect(try await program.send("GET", other).status == 404)
            let out = try await program.send("POST", "/v1/uitleveringen", #"{"vorm":"json"}"#)
            #expect(out.status == 200 && out.body.count { $0 == 0x0A } == 20)
            let list = try await program.send("GET", "/v1/leveringen")
            try Self.described(["Levering": [sent, try await program.send("GET", path)], "Leveringen": [list]])
        }
    }

    @Test("a file that says it is larger than is taken is refused before it comes; another type too")
    func tooLarge() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            let program = client(node, browser)
            let type = "multipart/form-data; boundary=b"
            for (path, type) in [("/v1/leveringen", "text/csv"), ("/leveringen", type)] {
                let sent = try await program.send("POST", path, DeliveringNode.header, type: type, length: 3 << 30)
                #expect(sent.status == 413, "\(path)")
            }
            #expect(try await program.send("POST", "/v1/leveringen", "x", type: "text/html").status == 415)
            #expect(try await browser.post("/leveringen", [("csrf", csrf)]).status == 415)
            #expect(node.kept.isEmpty)
        }
    }

    /// Every member of the answers is in the description's schema, and every required one is there.
    private static func described(_ answers: [String: [DeliveryClient.Answer]]) throws {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.portal())) as? [String: Any]
        let components = try #require(document?["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        func check(_ value: Any, _ schema: [String: Any], _ place: String) throws {
            if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
                return try check(value, try #require(schemas[String(name)]), place)
            }
            if let properties = schema["properties"] as? [String: [String: Any]] {
                let object = try #require(value as? [String: Any], "\(place)")
                for name in schema["required"] as? [String] ?? [] { #expect(object[name] != nil, "\(place).\(name)") }
                for (name, member) in object {
                    try check(member, try #require(properties[name], "\(place).\(name)"), "\(place).\(name)")
                }
            } else if let items = schema["items"] as? [String: Any] {
                for item in try #require(value as? [Any]) { try check(item, items, place + "[]") }
            } else if let choices = schema["enum"] as? [String] {
                #expect((value as? String).map(choices.contains) == true, "\(place): \(value)")
            } else {
                #expect(schema["type"] as? String == "integer" ? value is Int : value is String, "\(place): \(value)")
            }
        }
        for (name, all) in answers {
            for answer in all { try check(try answer.object(), try #require(schemas[name]), name) }
        }
    }
}
