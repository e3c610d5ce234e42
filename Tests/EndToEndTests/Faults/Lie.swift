import Domain
import Foundation
import PeerHTTP
import TestSupport
import Testing
import Wire

@testable import hallowerk

/// One way in which a region's node says what is not so: made of its honest answer.
struct Lie: Sendable {
    let name: String
    /// What becomes of the region.
    let state: RegionOutcome.State
    let tell: @Sendable ([UInt8], PeerResponder) async throws -> Void

    /// A lie of the answer's lines: the region's own, the hits', the end's.
    static func lines(
        _ name: String, _ state: RegionOutcome.State = .faulty, _ change: @escaping @Sendable (inout [String]) -> Void
    ) -> Lie {
        bytes(name, state) { honest in
            var lines = String(decoding: honest, as: UTF8.self).split(separator: "\n").map(String.init)
            change(&lines)
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
    }

    /// One of the first hit's line.
    static func hit(
        _ name: String, _ state: RegionOutcome.State = .faulty, _ change: @escaping @Sendable (String) -> String
    ) -> Lie {
        lines(name, state) { $0[1] = change($0[1]) }
    }

    /// One of the region's own line.
    static func region(
        _ name: String, _ state: RegionOutcome.State = .faulty, _ change: @escaping @Sendable (String) -> String
    ) -> Lie {
        lines(name, state) { $0[0] = change($0[0]) }
    }

    static func bytes(
        _ name: String, _ state: RegionOutcome.State = .faulty, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> Lie {
        Lie(name: name, state: state) { honest, responder in
            try await responder.send(
                PeerResponse(
                    status: 200, headers: [(name: "Content-Type", value: MediaType.ndjson)], body: change(honest)))
        }
    }

    /// The honest lines under another status or other header fields.
    static func head(
        _ name: String, _ state: RegionOutcome.State, status: Int = 200, version: String = APIVersion.ours,
        _ change: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }
    ) -> Lie {
        Lie(name: name, state: state) { honest, responder in
            let headers = [
                (name: "Content-Type", value: MediaType.ndjson), (name: WireHeader.version, value: version),
            ]
            try await responder.send(PeerResponse(status: status, headers: headers, body: change(honest)))
        }
    }
}

extension String {
    /// With the value of the member `key` replaced by other JSON; the value is a number or a text without a comma.
    func setting(_ key: String, to json: String) -> String {
        guard let name = range(of: "\"\(key)\":"),
            let end = self[name.upperBound...].firstIndex(where: { ",}".contains($0) })
        else { return self }
        return self[..<name.upperBound] + json + self[end...]
    }

    /// With this before the object's first member.
    func adding(_ members: String) -> String { "{" + members + "," + dropFirst() }
}

extension Lie {
    static let deep = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)

    /// What no other check of the gateway would find out.
    static let ofOrder = [
        lines("the best hit last") { $0.swapAt(1, $0.count - 2) },
        lines("scores that rise") { $0[$0.count - 2] = $0[$0.count - 2].setting("score", to: "2147483647") },
        lines("a hit twice") { $0.insert($0[1], at: 1) },
        lines("a hit twice, with another tie-breaker") {
            let last = $0[$0.count - 2]
            $0.insert(last.setting("rang", to: "\"ffffffffffffffff\""), at: $0.count - 1)
        },
        lines("more hits than asked") { lines in
            let last = lines[lines.count - 2]
            let more = (0..<50).map { number in
                last.setting("rang", to: "\"ffffffffffffff\(String(number + 16, radix: 16))\"")
                    .setting("handvat", to: "\"zeeland.verzonnen\(number)\"")
            }
            lines.insert(contentsOf: more, at: lines.count - 1)
        },
        region("more hits than counted") { $0.setting("aantal", to: "1") },
        region("fewer than nobody") { $0.setting("aantal", to: "-1") },
        region("more people than a country has") { $0.setting("aantal", to: "99999999999") },
        region("half a person") { $0.setting("zichtbaar", to: "1.5") },
    ]

    /// Somebody else's.
    static let ofOthers = [
        region("somebody else's transaction") { $0.setting("zoekopdracht", to: "\"een-andere\"") },
        region("another region's line") { $0.setting("regio", to: "\"gorinchem\"") },
        region("another epoch") { $0.setting("tijdvak", to: "7") },
        hit("handles of another region") { $0.replacingOccurrences(of: "\"zeeland.", with: "\"gorinchem.") },
        hit("a handle of a region that begins alike") {
            $0.replacingOccurrences(of: "\"zeeland.", with: "\"zeelandia.")
        },
        hit("a person of another region") { $0.setting("regio", to: "\"gorinchem\"") },
    ]

    /// What the asking region could not read, and lose the whole answer by.
    static let ofForm = [
        hit("no occupations") { $0.replacingOccurrences(of: "\"beroepen\":", with: "\"baantjes\":") },
        hit("occupations that are none") { $0.replacingOccurrences(of: "\"beroepen\":[", with: "\"beroepen\":[1,") },
        hit("hours that cannot be") { $0.setting("minimaal", to: "61") },
        hit("a day that is none") { $0.setting("beschikbaarVanaf", to: "\"2026-13-01\"") },
        hit("a municipality that is none") { $0.setting("gemeente", to: "\"Delft\"") },
        hit("an area that is none") { $0.setting("postcodegebied", to: "\"0000\"") },
        hit("an education that is a number") { $0.setting("opleiding", to: "4") },
        hit("a score in words") { $0.setting("score", to: "\"veel\"") },
        hit("a score that overflows") { $0.setting("score", to: "9223372036854775808") },
        hit("a tie-breaker in capitals") { $0.setting("rang", to: "\"00000000000000AA\"") },
        hit("a key twice") { $0.adding("\"nieuw\":1,\"nieuw\":2") },
        hit("a list too deep") { $0.adding("\"nieuw\":\(deep)") },
        hit("too many members") { hit in
            hit.adding((0..<Limits.hitMembers).map { "\"nieuw\($0)\":0" }.joined(separator: ","))
        },
        hit("half a character pair") { $0.adding(#""nieuw":"\ud800""#) },
        lines("no end") { $0.removeLast() },
        lines("two ends") { $0.append($0[$0.count - 1]) },
        lines("a hit after the end") { $0.append($0[1]) },
        lines("an empty line") { $0.insert("", at: 2) },
        lines("a line of another kind") { $0.insert(#"{"soort":"reclame"}"#, at: 2) },
        lines("a line that is no JSON") { $0.insert("<p>", at: 2) },
        lines("nothing") { $0 = [] },
        bytes("no UTF-8") { honest in
            let place = honest.firstRange(of: Array("\"score\"".utf8))?.lowerBound ?? 0
            return Array(honest[..<place] + [UInt8(ascii: "\""), 0xFF] + honest[(place + 1)...])
        },
        bytes("a control character") { $0.map { $0 == UInt8(ascii: "r") ? 0x01 : $0 } },
    ]

    /// Of the message that carries the lines.
    static let ofMessages = [
        head("an error", .faulty, status: 500), head("not now", .faulty, status: 503),
        head("no such address", .incompatible, status: 404), head("forbidden", .refused, status: 403),
        head("elsewhere", .refused, status: 302),
        Lie(name: "without end", state: .faulty) { honest, responder in
            try await responder.begin(status: 200, headers: [(name: "Content-Type", value: MediaType.ndjson)])
            // Ends when the gateway closes the connection.
            while true { try await responder.write(honest) }
        },
        Lie(name: "broken off", state: .faulty) { honest, responder in
            try await responder.begin(status: 200, headers: [(name: "Content-Type", value: MediaType.ndjson)])
            try await responder.write(Array(honest.prefix(honest.count / 2)))
            responder.abort()
        },
    ]

    /// A node of another version.
    static let ofVersions = [
        head("two majors on", .incompatible, version: "3.0.0"),
        head("a version that is none", .incompatible, version: "<b>nieuw</b>"),
        head("one minor on", .answered, version: "1.1.0") { honest in
            var lines = String(decoding: honest, as: UTF8.self).split(separator: "\n").map(String.init)
            for number in lines.indices {
                lines[number] = lines[number].adding(#""nieuw":{"diep":[1,"x",null]},"Nieuw":-1.5e3"#)
            }
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        },
    ]
}
