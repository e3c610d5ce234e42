import Crypto
import Domain
import Foundation
import Trust
import Wire

/// Where a page ended, sealed for the browser or program: good for one person and one and the same search.
struct PageCursor: Sendable {
    /// A cursor that is altered, somebody else's, or of another search.
    struct Refusal: Error {}

    private static let digestBytes = 16
    private let sealer: CursorSealer

    init(keys: LocalKeys) { self.init(key: keys.cursor) }

    init(key: SymmetricKey) { sealer = CursorSealer(key: key) }

    /// The cursor of what follows on `request`'s page.
    func seal(_ next: SearchPosition, of request: SearchRequest, person: String) throws -> String {
        var carrier = SearchRequest(text: "", purpose: request.purpose)
        carrier.position = next
        return try sealer.seal(Self.digest(of: request) + SearchRequestJSON.encode(carrier), person: person)
    }

    /// The position that `cursor` holds, if it is this person's and of this search.
    func open(_ cursor: String, of request: SearchRequest, person: String) throws(Refusal) -> SearchPosition {
        guard let bytes = try? sealer.open(cursor, person: person), bytes.starts(with: Self.digest(of: request)),
            let carrier = try? SearchRequestJSON.decode(Array(bytes.dropFirst(Self.digestBytes))),
            let position = carrier.position
        else { throw Refusal() }
        return position
    }

    /// Of everything that decides who is found and in which order.
    private static func digest(of request: SearchRequest) -> [UInt8] {
        let same = SearchRequest(
            text: request.text, filters: request.filters, order: request.order, purpose: request.purpose)
        return Array(SHA256.hash(data: SearchRequestJSON.encode(same)).prefix(digestBytes))
    }
}
