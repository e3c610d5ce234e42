import Domain
import Foundation
import NIOPosix
import PeerHTTP
import Synchronization
import TestSupport
import Trust
import Wire

@testable import hallowerk

/// Stands in front of the federation's honest gateway, with its certificate, and does something to what it answers one
/// region. It passes on with that region's certificate: it has no other way to be let in.
final class LyingGateway: Sendable {
    private struct State {
        var forgery: Forgery?
        var earlier: [String] = []
    }

    private let client: PeerClient
    private let gateway: Registry.Gateway
    private let state = Mutex(State())

    /// - Parameters:
    ///   - region: whose searches it answers.
    ///   - port: of the honest gateway.
    init(for region: String, in federation: TestFederation, honest port: Int) throws {
        client = PeerClient(
            tls: try federation.tls(region), group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])
        let honest = federation.registry.value.gateways[0]
        gateway = Registry.Gateway(
            oin: honest.oin, name: honest.name,
            endpoints: honest.endpoints.map { Endpoint(host: $0.host, port: port, address: "127.0.0.1") })
    }

    /// From now on; nil for the truth.
    func forge(_ forgery: Forgery?) { state.withLock { $0.forgery = forgery } }

    var handler: PeerHandler {
        { request, responder in
            do {
                try await self.answer(request, responder)
            } catch {
                responder.abort()
            }
        }
    }

    private func answer(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let kept = [
            "Accept", "Content-Type", WireHeader.verklaring, WireHeader.transaction, WireHeader.timeLimit,
            WireHeader.trace, WireHeader.noneMatch,
        ]
        let call = PeerCall(
            method: request.method, path: request.path,
            headers: kept.compactMap { name in request.header(name).map { (name: name, value: $0) } },
            body: request.body, answerLimit: Limits.epochBytes, repeatable: false)
        let answer = try await client.call(
            call, to: gateway.endpoints, expecting: gateway.oin, deadline: .now + Limits.longestDeadline)
        var body = answer.body
        if request.path == WirePath.search, answer.status == 200 {
            var lines = String(decoding: body, as: UTF8.self).split(separator: "\n").map(String.init)
            state.withLock { state in
                let honest = lines
                state.forgery?.change(&lines, state.earlier)
                state.earlier = honest
            }
            body = Array((lines.joined(separator: "\n") + "\n").utf8)
        } else if request.path.hasPrefix(WirePath.profiles), answer.status == 200 {
            state.withLock { state in state.forgery?.detail(&body) }
        }
        var headers = [(name: "Content-Type", value: answer.contentType)]
        for name in [WireHeader.tag, WireHeader.signature] {
            if let value = answer.header(name) { headers.append((name: name, value: value)) }
        }
        try await responder.send(PeerResponse(status: answer.status, headers: headers, body: body))
    }
}

/// One thing that a gateway may do to an answer, and what the asking region finds.
struct Forgery: Sendable {
    let name: String
    /// Part of the finding in the audit log.
    let finding: String
    /// Whether the rest of the answer stands, without one region.
    var isPartial = false
    /// Changes the lines of an answer; gets those of the honest answer before it, too.
    var change: @Sendable (inout [String], _ earlier: [String]) -> Void = { _, _ in }
    var detail: @Sendable (inout [UInt8]) -> Void = { _ in }

    /// - Parameter kind: of the lines to change: `treffer`, `regel`, `kop`, `einde`, `regio`.
    static func first(
        _ kind: String, _ name: String, _ finding: String, isPartial: Bool = false,
        _ change: @escaping @Sendable (String) -> String?
    ) -> Forgery {
        Forgery(name: name, finding: finding, isPartial: isPartial) { lines, _ in
            guard let place = lines.firstIndex(where: { $0.isLine(kind) }) else { return }
            if let line = change(lines[place]) { lines[place] = line } else { lines.remove(at: place) }
        }
    }

    static let all = [
        first("treffer", "a hit left out", "otherCountOfHits") { _ in nil },
        Forgery(name: "two hits exchanged", finding: "otherHit") { lines, _ in
            guard let place = lines.firstIndex(where: { $0.isLine("treffer") }) else { return }
            lines.swapAt(place, place + 1)
        },
        first("treffer", "one word of a hit altered", "otherHit") {
            $0.replacingOccurrences(of: "\"beroepen\":[\"", with: "\"beroepen\":[\"x")
        },
        Forgery(name: "the handles of two hits exchanged", finding: "otherHit") { lines, _ in
            guard let place = lines.firstIndex(where: { $0.isLine("treffer") }),
                let (one, two) = lines[place].member("handvat").flatMap({ one in
                    lines[place + 1].member("handvat").map { (one, $0) }
                })
            else { return }
            lines[place] = lines[place].replacingOccurrences(of: one, with: two)
            lines[place + 1] = lines[place + 1].replacingOccurrences(of: two, with: one)
        },
        Forgery(name: "a hit of the search before it added", finding: "otherCountOfHits") { lines, earlier in
            guard let place = lines.lastIndex(where: { $0.isLine("treffer") }),
                let old = earlier.last(where: { $0.isLine("treffer") })
            else { return }
            lines.insert(old, at: place + 1)
        },
        first("kop", "another total", "otherTotal") { $0.setting("aantal", to: "3") },
        first("regio", "another count of a region", "otherCount") { $0.setting("aantal", to: "3") },
        first("regio", "a region left out", "regionNotOnce") { _ in nil },
        first("regio", "a region said to be late that answered", "answeredAfterAll") {
            $0.replacingOccurrences(of: "beantwoord", with: "teLaat")
        },
        first("regel", "a region's own line left out", "lineMissing") { _ in nil },
        Forgery(name: "a region's own line of the search before it", finding: "another search") { lines, earlier in
            guard let place = lines.firstIndex(where: { $0.isLine("regel") }),
                let old = earlier.first(where: { $0.isLine("regel") })
            else { return }
            lines[place] = old
        },
        first("einde", "no further page", "otherEnd") { _ in #"{"soort":"einde"}"# },
        Forgery(name: "no answer at all", finding: "cannot be read") { lines, _ in lines = ["<p>"] },
        // A line whose seal does not hold may be the region's fault, too: the rest stands.
        first("regel", "the seal of a region altered", "the seal of", isPartial: true) { line in
            line.member("zegel").map { seal in
                line.replacingOccurrences(of: seal, with: (seal.first == "A" ? "B" : "A") + seal.dropFirst())
            } ?? line
        },
        first("regel", "a region's own line altered", "the seal of", isPartial: true) {
            $0.setting("register", to: "0")
        },
    ]
}

extension String {
    fileprivate func isLine(_ kind: String) -> Bool { hasPrefix("{\"soort\":\"\(kind)\"") }

    /// The text of the member `key`.
    fileprivate func member(_ key: String) -> String? {
        guard let start = range(of: "\"\(key)\":\"") else { return nil }
        return self[start.upperBound...].firstIndex(of: "\"").map { String(self[start.upperBound..<$0]) }
    }
}
