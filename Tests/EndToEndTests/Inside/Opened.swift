import Crypto
import Domain
import Foundation
import Testing
import Trust
import Wire

@testable import hallowerk

/// Traffic of a node with what cannot be equal made plain: signatures verified and blanked, handles and sealed parts
/// opened with the test's keys; lengths are kept, and all the rest is as it was sent.
struct Opened {
    let node: InsideNode
    let asker: TestAsker
    let clock: StillClock

    /// What the node answered to `question`, from the first byte of the status line on.
    func answer(_ bytes: [UInt8], to question: Question) throws -> String {
        let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
        let head = String(decoding: bytes[..<end.upperBound], as: UTF8.self)
        let body = Array(bytes[end.upperBound...])
        guard head.contains(MediaType.sealed) else {
            let text = try handles(in: String(decoding: body, as: UTF8.self), of: question)
            return head + (try text.contains(#""zegel":""#) ? proved(text, by: body, question) : text)
        }
        let handle = String(question.path.dropFirst(WirePath.profiles.count + 1))
        let plain = try DetailSealing.open(
            body, by: asker.keys.sealingKey, from: node.keys.publicKeys.sealing, search: question.id,
            handle: handle)
        return head + "\(body.count) sealed bytes of: " + String(decoding: plain, as: UTF8.self)
    }

    /// `text` with list and seal, which follow from the random handles, replaced by their lengths once they were found
    /// to be of exactly the lines of `body`.
    private func proved(_ text: String, by body: [UInt8], _ question: Question) throws -> String {
        let answer = try NodeAnswerJSON.scan(body, from: node.code, searchID: question.id, limit: 50)
        let isGenuine = RegionLineSeal().isGenuine(
            answer.own.seal, of: answer.own.sealed,
            by: .init(oin: node.keys.oin, sealing: node.keys.publicKeys.sealing), to: asker.keys.sealingKey,
            of: asker.keys.oin)
        try #require(isGenuine)
        let entries = answer.hits.map {
            HitList.Entry(score: $0.score, tie: $0.tie, digest: HitList.digest(of: body[$0.range]))
        }
        try #require(HitList.decode(answer.own.list) == entries)
        let list = #""lijst":"\#(answer.own.list)""#
        try #require(text.contains(list))
        return text.replacingOccurrences(of: list, with: #""lijst":\#(answer.own.list.utf8.count)"#)
            .replacingOccurrences(of: answer.own.seal, with: "\(answer.own.seal.utf8.count)")
    }

    /// `text` with each handle replaced by its length and what it grants.
    private func handles(in text: String, of question: Question) throws -> String {
        var pieces: [String] = []
        for (number, piece) in text.components(separatedBy: #""handvat":""#).enumerated() {
            guard number > 0 else {
                pieces.append(piece)
                continue
            }
            let handle = String(piece.prefix { $0 != "\"" })
            pieces.append("<\(try granted(handle, to: asker.requester))>" + piece.dropFirst(handle.count))
        }
        return pieces.joined(separator: #""handvat":""#)
    }

    /// - Important: Not the generation: it differs with the history, and only the home region can open it.
    private func granted(_ handle: String, to requester: Requester) throws -> String {
        let now = clock.now
        let sealer = HandleSealer(region: node.code, keys: node.stores.keys.handles, now: { now })
        let grant = try sealer.open(handle, requester: requester)
        let span = grant.expires.timeIntervalSince(now)
        return "\(handle.utf8.count) characters: \(grant.profile) for \(grant.purpose) during \(span) s"
    }

    /// What the node asked of a gateway.
    ///
    /// - Parameter before: what it asked before this, of which a next page continues one.
    func request(_ seen: WatchingGateway.Seen, after before: [WatchingGateway.Seen]) throws -> String {
        guard !seen.path.hasPrefix(WirePath.statistics) else {
            return ([seen.method, seen.path] + seen.headers.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
        }
        let token = try #require(seen.header(WireHeader.verklaring))
        var claims = try claims(token)
        try #require(claims["jti"] as? String == seen.header(WireHeader.transaction))
        let body = try body(seen, after: before)
        var path = seen.path
        if path != WirePath.search {
            let handle = String(path.dropFirst(WirePath.profiles.count + 1))
            let person = try #require(claims["sub"] as? String)
            path = (try? granted(handle, to: Requester(region: node.keys.oin, person: person))) ?? path
            claims["pad"] = path
        }
        claims["jti"] = ""
        if body.isBlanked { claims["inhoud"] = "" }
        let plain = try JSONSerialization.data(withJSONObject: claims, options: .sortedKeys)
        let fields = seen.headers.map { field in
            switch field.name {
            case WireHeader.verklaring:
                "\(field.name): \(token.utf8.count) bytes: \(String(decoding: plain, as: UTF8.self))"
            // Random, or counted by the wall clock: their lengths are compared.
            case WireHeader.transaction, WireHeader.trace, WireHeader.timeLimit:
                "\(field.name): \(field.value.utf8.count) bytes"
            default: "\(field.name): \(field.value)"
            }
        }
        return ([seen.method, path] + fields).joined(separator: "\n") + "\n\n\(seen.body.count) bytes: " + body.text
    }

    /// The body; in a next page's, the salt and the tie-breaker are checked and blanked: they follow from the random
    /// transaction id of the first page.
    private func body(
        _ seen: WatchingGateway.Seen, after before: [WatchingGateway.Seen]
    ) throws -> (text: String, isBlanked: Bool) {
        guard !seen.body.isEmpty else { return ("", false) }
        var query = try SearchRequestJSON.decode(seen.body)
        guard let position = query.position else { return (String(decoding: seen.body, as: UTF8.self), false) }
        let first = before.contains { SearchSalt(ofSearch: $0.header(WireHeader.transaction) ?? "") == position.salt }
        #expect(first && before.contains { $0.lastTie == position.tie })
        let blank = SearchSalt(high: 0, low: 0)
        query.position = SearchPosition(
            salt: blank, score: position.score, tie: 0, shown: position.shown,
            epoch: position.epoch)
        return (String(decoding: SearchRequestJSON.encode(query), as: UTF8.self), true)
    }

    /// The claims of a verklaring, which this node signed.
    private func claims(_ token: String) throws -> [String: Any] {
        let parts = token.split(separator: ".")
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: try #require(Base64URL.decode(parts[2])))
        let key = try P256.Signing.PublicKey(x963Representation: node.keys.publicKeys.signing)
        try #require(key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
        let payload = try JSONSerialization.jsonObject(with: Data(try #require(Base64URL.decode(parts[1]))))
        return try #require(payload as? [String: Any])
    }
}
