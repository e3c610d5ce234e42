import Domain
import Foundation
import NIOCore
import NIOPosix
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Nobody works for an asker who has left: not the gateway, not a node", .oneAtATime)
struct AskerThatLeavesTests {
    /// How the work at a region ends that answers nothing by itself.
    private struct Work: Sendable {
        let began: AsyncStream<Void>
        let cancelled: AsyncStream<Bool>
    }

    /// Zeeland works without end on every search.
    private func run(
        _ body: @escaping @Sendable (InsideFederation, Work) async throws -> Void
    ) async throws {
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        let (cancelled, ending) = AsyncStream.makeStream(of: Bool.self)
        try await InsideFederation.run(zeeland: { request, responder in
            guard request.path == WirePath.search else {
                try? await responder.send(PeerResponse(Problem.notFound()))
                return
            }
            beginning.yield()
            // Bounded: what is not cancelled ends after the query's time, and the test sees that.
            try? await Task.sleep(for: Limits.longestDeadline * 2)
            ending.yield(Task.isCancelled)
        }) { inside in
            try await body(inside, Work(began: began, cancelled: cancelled))
        }
    }

    /// - Parameters:
    ///   - began: when the asker left.
    ///   - time: well within what the query has: it ends because the asker left, not because it was late.
    private func expectEnd(
        _ work: Work, since began: ContinuousClock.Instant, within time: Duration = .seconds(5)
    ) async {
        #expect(await work.cancelled.first() == true)
        #expect(began.duration(to: .now) < time)
    }

    @Test("a node leaves: the gateway's calls end, and with them the work at the regions")
    func node() async throws {
        try await run { inside, work in
            let asker = try await TestAsker("gorinchem", in: inside.federation, clock: inside.clock)
            let question = try await asker.search(SearchRequest(text: "", count: 5, purpose: TestAsker.purpose))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await asker.ask(question) }
                try #require(await work.began.first() != nil)
                let left = ContinuousClock.now
                group.cancelAll()
                await expectEnd(work, since: left)
            }
            #expect(try await asker.ask(asker.question("GET", WirePath.health, [], for: .federation)).status == 200)
        }
    }

    /// How somebody searches who leaves, and in which way.
    enum Leaving: CaseIterable {
        case program, programHalfClosed, pageWithEvents

        func message(to node: InsideNode) async throws -> String {
            let (path, fields, body) =
                self == .pageWithEvents ? try await page(of: node) : try await program(at: node)
            let length = "Content-Length: \(body.utf8.count)\r\n\r\n"
            return "POST \(path) HTTP/1.1\r\nHost: portaal\r\n" + fields + length + body
        }

        private func program(at node: InsideNode) async throws -> (String, String, String) {
            let fields = "Authorization: Bearer \(try await node.logIn().token)\r\nContent-Type: application/json\r\n"
            let purpose = #""doel":{"activiteit":"vacatureVervullen","grondslag":"wetSuwi"}"#
            return (WirePath.search, fields, #"{"tekst":"",\#(purpose),"tijdslimietMs":10000}"#)
        }

        private func page(of node: InsideNode) async throws -> (String, String, String) {
            let desk = try await Desk.enter(node, .accountManager)
            let cookies = desk.browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let fields =
                "Cookie: \(cookies)\r\nAccept: \(MediaType.events)\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
            return ("/zoeken", fields, "csrf=\(desk.csrf)&tekst=&doel=vacatureVervullen%3BwetSuwi")
        }
    }

    @Test("a browser leaves: so does its search, through node and gateway to the regions", arguments: Leaving.allCases)
    func browser(_ leaving: Leaving) async throws {
        try await run { inside, work in
            let node = try inside.node("gorinchem")
            let isHalfClosed = leaving == .programHalfClosed
            let message = try await leaving.message(to: node)
            let address = node.footing.settings.people
            let browser = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .connect(host: address.host, port: address.port).get()
            try await browser.writeAndFlush(ByteBuffer(string: message)).get()
            try #require(await work.began.first() != nil)
            let left = ContinuousClock.now
            try await browser.close(mode: isHalfClosed ? .output : .all).get()
            // A page's query has 1.5 seconds.
            await expectEnd(work, since: left, within: leaving == .pageWithEvents ? .seconds(1) : .seconds(5))
            if isHalfClosed { try? await browser.close().get() }
        }
    }
}
