import Domain
import Foundation
import PeerHTTP
import Showcase
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("I-7: every region is in the answer once, with what became of it, and the others are as they were", .oneAtATime)
struct RegionThatFailsTests {
    /// What a region can do instead of answering.
    enum Failure: CaseIterable {
        case garbage, emptyBody, cutOff, anotherRegion, anotherSearch, tooLarge, outOfOrder, internalError, refused
        case unknownPath, silent, closes, otherEpoch, epochGone

        var state: RegionOutcome.State {
            switch self {
            case .garbage, .emptyBody, .cutOff, .anotherRegion, .anotherSearch, .tooLarge, .outOfOrder, .internalError,
                .otherEpoch:
                .faulty
            case .refused, .epochGone: .refused
            case .unknownPath: .incompatible
            case .silent: .late
            case .closes: .unreachable
            }
        }

        func answer(_ request: PeerRequest, _ responder: PeerResponder) async throws {
            let id = request.header(WireHeader.transaction) ?? ""
            func lines(
                region: String = "zeeland", search: String, epoch: Int = 0, hits: [String] = []
            ) -> [UInt8] {
                let head =
                    #"{"soort":"regio","regio":"\#(region)","zoekopdracht":"\#(search)","aantal":\#(hits.count),"#
                    + #""zichtbaar":9,"peildatum":"2026-11-23T13:00:00.000Z","register":1,"tijdvak":\#(epoch)}"#
                return Array(([head] + hits + [#"{"soort":"einde","meer":false}"#, ""]).joined(separator: "\n").utf8)
            }
            func hit(_ score: Int) -> String {
                #"{"soort":"treffer","score":\#(score),"rang":"000000000000000a","handvat":"zeeland.x"}"#
            }
            let body: [UInt8]
            switch self {
            case .garbage: body = Array("<html>".utf8)
            case .emptyBody: body = []
            case .cutOff: body = lines(search: id).dropLast(5)
            case .anotherRegion: body = lines(region: "gorinchem", search: id)
            case .anotherSearch: body = lines(search: "een andere")
            case .tooLarge: body = [UInt8](repeating: 0x20, count: Limits.answerBytes + 1)
            case .outOfOrder: body = lines(search: id, hits: [hit(1), hit(9)])
            case .internalError: return try await responder.send(PeerResponse(.internalError()))
            case .refused: return try await responder.send(PeerResponse(.forbidden()))
            case .unknownPath: return try await responder.send(PeerResponse(.notFound()))
            case .silent: return try await Task.sleep(for: Limits.longestDeadline)
            case .closes: return responder.abort()
            case .otherEpoch: body = lines(search: id, epoch: 7)
            case .epochGone: return try await responder.send(PeerResponse(.epochGone()))
            }
            let type = [(name: "Content-Type", value: MediaType.ndjson)]
            try await responder.send(PeerResponse(status: 200, headers: type, body: body))
        }
    }

    /// For a region that does not answer: long enough for the others on a busy machine.
    private static let short = Duration.seconds(3)

    /// Gorinchem and Drechtsteden as they are, Zeeland as the test wants it.
    private func run(_ body: @escaping @Sendable (InsideFederation, TestAsker) async throws -> Void) async throws {
        let regions = try ["gorinchem", "drechtsteden", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, unplaced: ["zeeland"]
        ) { federation in
            let asker = try await TestAsker("gorinchem", in: federation.federation, clock: federation.clock)
            try await body(federation, asker)
        }
    }

    private func search(_ asker: TestAsker, within time: Duration = Limits.deadline) async throws -> FederatedAnswer {
        let request = SearchRequest(text: "", count: 50, purpose: TestAsker.purpose, timeLimit: time)
        let answer = try await asker.ask(asker.search(request))
        try #require(answer.status == 200)
        return try FederatedAnswerJSON.read(answer.body)
    }

    private func expect(_ state: RegionOutcome.State, _ answer: FederatedAnswer, of federation: InsideFederation) {
        #expect(answer.outcomes.map(\.region.slug).sorted() == ["drechtsteden", "gorinchem", "zeeland"])
        let failing = answer.outcomes.first { $0.region.slug == "zeeland" }
        #expect(failing?.state == state && failing?.count == nil && failing?.reason?.isEmpty == false)
        let visible = federation.nodes.map(\.showcase.count).reduce(0, +)
        #expect(answer.total == visible && answer.hits.count == visible && answer.coverage < 1)
        for node in federation.nodes {
            #expect(answer.outcomes.first { $0.region == node.code }?.count == node.showcase.count)
        }
    }

    @Test("whatever it sends instead of an answer is named, and nothing of it is shown", arguments: Failure.allCases)
    func fails(_ failure: Failure) async throws {
        try await run { federation, asker in
            try await withPeerServer(
                tls: federation.federation.tls("zeeland"), accepting: [.gateway],
                handler: { request, responder in try? await failure.answer(request, responder) }
            ) { port in
                federation.federation.place("zeeland", at: port)
                let time = failure == .silent ? Self.short : Limits.deadline
                try await expect(failure.state, search(asker, within: time), of: federation)
            }
        }
    }

    @Test("an address from which nothing comes back is teLaat, in the time that was given")
    func blackHole() async throws {
        try await run { federation, asker in
            let hole = try await BlackHole.open()
            federation.federation.place("zeeland", at: hole.port)
            let clock = ContinuousClock()
            let began = clock.now
            try await expect(.late, search(asker, within: Self.short), of: federation)
            #expect(clock.now - began < Self.short + .milliseconds(500))
            await hole.close()
        }
    }

    @Test("no region answers: an error, never an empty result")
    func nobody() async throws {
        try await run { federation, _ in
            let asker = try await TestAsker("zeeland", in: federation.federation, clock: federation.clock)
            let request = SearchRequest(
                text: "", filters: SearchFilters(regions: [try RegionCode("zeeland")]), count: 5,
                purpose: TestAsker.purpose, timeLimit: .milliseconds(500))
            let answer = try await asker.ask(asker.search(request))
            #expect(answer.status == 503 && answer.contentType == MediaType.problem)
        }
    }
}
