import Domain
import Federation
import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing
import Trust
import Wire

@testable import PeerHTTP

/// A gateway in the hands of the test: keeps every request that a node sends it, whole, and answers with what the node
/// itself gives, as an honest gateway would.
final class WatchingGateway: Sendable {
    /// A request as its peer received it: everything that HTTP carries, in order.
    struct Seen: Sendable {
        let method: String
        let path: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]
        /// The tie-breaker of the last hit that was answered; nil when none.
        var lastTie: UInt64?

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    private let gateway: TestGateway
    private let node = Mutex<InsideNode?>(nil)
    private let seen = Mutex<[Seen]>([])

    init(in federation: TestFederation) throws { gateway = try TestGateway(in: federation) }

    /// From now on `node` is who asks and who answers.
    func watch(_ watched: InsideNode) { node.withLock { $0 = watched } }

    /// Everything since the last time.
    func taken() -> [Seen] {
        seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }

    var handler: PeerHandler {
        { request, responder in
            var seen = Seen(
                method: request.method, path: request.path, headers: request.headers.map { ($0.name, $0.value) },
                body: request.body)
            let answer = try? await self.answer(to: seen)
            seen.lastTie = answer?.lastTie
            self.seen.withLock { $0.append(seen) }
            try? await responder.send(answer?.response ?? PeerResponse(Problem.unavailable()))
        }
    }

    private func answer(to seen: Seen) async throws -> (response: PeerResponse, lastTie: UInt64?) {
        guard !seen.path.hasPrefix(WirePath.statistics) else { return (PeerResponse(Problem.notFound()), nil) }
        let watched = node.withLock { $0 }
        let node = try #require(watched)
        let id = seen.header(WireHeader.transaction) ?? ""
        let token = seen.header(WireHeader.verklaring) ?? ""
        let question = Question(method: seen.method, path: seen.path, body: seen.body, id: id, token: token)
        let answer = try await gateway.send(question, to: node)
        let type = [(name: "Content-Type", value: answer.contentType)]
        guard seen.method == "POST", answer.status == 200 else {
            return (PeerResponse(status: answer.status, headers: type, body: answer.body), nil)
        }
        let query = try SearchRequestJSON.decode(seen.body)
        let scanned = try NodeAnswerJSON.scan(answer.body, from: node.code, searchID: id, limit: query.count)
        let outcome = RegionOutcome(
            region: node.code, state: .answered, count: scanned.header.total, duration: .milliseconds(1),
            asOf: scanned.header.asOf)
        var body = FederatedAnswerJSON.region(outcome)
        body += FederatedAnswerJSON.head(
            searchID: id, total: scanned.header.total, facets: [:], coverage: 1)
        for hit in scanned.hits { FederatedAnswerJSON.append(scanned.bytes[hit.range], to: &body) }
        let salt = query.position?.salt ?? SearchSalt(ofSearch: id)
        let shown = (query.position?.shown ?? 0) + scanned.hits.count
        let next = scanned.hits.last.map { SearchPosition(salt: salt, score: $0.score, tie: $0.tie, shown: shown) }
        body += FederatedAnswerJSON.end(next: scanned.more ? next : nil)
        return (PeerResponse(status: 200, headers: type, body: body), scanned.hits.last?.tie)
    }
}
