import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import PeerHTTP
import TestSupport
import Testing
import Wire

@testable import hallowerk

@Suite("The search page sees regions arrive while others still work, and then the page", .oneAtATime)
struct ArrivingRegionsTests {
    private struct Event: Sendable {
        let name: String
        let data: String
    }

    private static let form = [("tekst", ""), ("doel", "vacatureVervullen;wetSuwi")]

    /// Gorinchem as it is; Zeeland answers wrongly, and not before `release` has an element.
    private func run(
        _ body: @escaping @Sendable (Desk, AsyncStream<Void>.Continuation, AsyncStream<Bool>) async throws -> Void
    ) async throws {
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        try await InsideFederation.run(zeeland: { request, responder in
            if request.path == WirePath.search {
                _ = await released.first()
                ended.yield(Task.isCancelled)
            }
            try? await responder.send(PeerResponse(Problem.notFound()))
        }) { inside in
            try await body(try await Desk.enter(inside.node("gorinchem"), .accountManager), release, ends)
        }
    }

    private func read(
        _ response: HTTPClientResponse, each: (Event) throws -> Void
    ) async throws {
        var text = ""
        for try await piece in response.body {
            text += String(buffer: piece)
            while let end = text.range(of: "\n\n") {
                let lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
                let data = lines.dropFirst().map { $0.dropFirst("data: ".count) }.joined(separator: "\n")
                try each(Event(name: String(try #require(lines.first).dropFirst("event: ".count)), data: data))
                text = String(text[end.upperBound...])
            }
        }
        #expect(text.isEmpty)
    }

    @Test("one that has answered is told before the other has; the page comes last, and is the one of the form alone")
    func arrive() async throws {
        try await run { desk, release, ended in
            var seen: [Event] = []
            let response = try await desk.browser.events("/zoeken", [("csrf", desk.csrf)] + Self.form)
            #expect(response.headers.first(name: "Content-Type") == MediaType.events)
            #expect(response.headers.first(name: "Cache-Control") == "no-store")
            try await read(response) { event in
                seen.append(event)
                if event.data.contains(#"data-region="gorinchem""#), event.name == "regio" { release.yield() }
            }
            #expect(await ended.first() == false, "Zeeland was waited for, not cut off: its line came after")
            try #require(seen.map(\.name) == ["regios", "regio", "regio", "pagina"])
            #expect(seen[0].data.count(of: "data-awaited") == 2 && seen[0].data.contains("wordt gevraagd"))
            #expect(seen[1].data.contains("gevonden") && !seen[1].data.contains("data-awaited"))
            #expect(seen[2].data.contains(#"data-region="zeeland""#) && seen[2].data.contains("andere versie"))

            release.yield()
            let plain = try await desk.post("/zoeken", Self.form).html
            let page = seen[3].data
            for part in ["<h2>", "handvat", "<form", "class=\"card hit\"", "andere versie"] {
                #expect(page.count(of: part) == plain.count(of: part) && page.contains(part), "\(part)")
            }
        }
    }

    @Test("what goes wrong once it has begun is told as a page, the last event")
    func failed() async throws {
        let region = try InsideFederation.region("gorinchem")
        try await InsideFederation.run([region], people: { try InsideFederation.people(in: $0, count: 5) }) { inside in
            let node = try inside.node("gorinchem")
            let desk = try await Desk.enter(node, .accountManager)
            try await LogFault.refusedProcessing.set(true, in: node)
            var seen: [Event] = []
            let response = try await desk.browser.events("/zoeken", [("csrf", desk.csrf)] + Self.form)
            try await read(response) { seen.append($0) }
            #expect(response.status == .ok && seen.map(\.name) == ["regios", "pagina"])
            #expect(seen.last?.data.contains("<h1>") == true && seen.last?.data.contains("handvat") == false)
            try await LogFault.refusedProcessing.set(false, in: node)
        }
    }

    @Test("what is refused before the search is a page with its status, not a stream")
    func refused() async throws {
        try await run { desk, _, _ in
            let forged = try await desk.browser.events("/zoeken", [("csrf", "x")] + Self.form)
            #expect(forged.status == .forbidden)
            let wrong = try await desk.browser.events(
                "/zoeken", [("csrf", desk.csrf), ("postcode", "1"), ("afstand", "20")] + Self.form)
            #expect(wrong.status == .badRequest)
            #expect(wrong.headers.first(name: "Content-Type")?.hasPrefix("text/html") == true)
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
