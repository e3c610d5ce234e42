import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Search
import Showcase
import Trust
import WebUI

/// What the search box offers while somebody types: names of occupations, skills and places, each said what it is.
///
/// Nobody's data, so nothing is logged; a POST, since what is typed belongs in no URL.
struct CompletionRoutes: Sendable {
    /// Offers at most; and of each kind as long as there are others.
    private static let most = 8
    private static let ofOccupations = 4
    private static let ofOthers = 2
    /// Words at the end of what was typed that are tried as the beginning of a name.
    private static let words = 4

    let parts: PortalParts
    let sessions: PortalSessions
    private let names = PlaceNames()

    init(parts: PortalParts, sessions: PortalSessions) {
        self.parts = parts
        self.sessions = sessions
    }

    func add(to router: Router<FaceContext>) {
        router.post("/aanvullen") { request, _ in try await complete(request) }
    }

    private func complete(_ request: Request) async throws -> Response {
        let body = try await FormBody.read(request)
        _ = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let typed = String((body.first(SearchForm.Field.text) ?? "").prefix(Limits.textCharacters))
        let (offers, start) = offers(for: typed)
        return try .json(["voorstellen": offers.map(\.json), "vanaf": start])
    }

    /// One name to offer.
    private struct Offer {
        let kind: String
        let name: String
        /// The filter that it sets instead of standing in the text.
        var filter: (field: String, value: String)?

        var json: [String: String] {
            var json = ["soort": kind, "naam": name]
            if let filter { (json["veld"], json["waarde"]) = filter }
            return json
        }
    }

    /// What the whole of `typed` may become, or else its last words; and where those begin, in UTF-16 units as scripts
    /// count. Only when nothing begins so, one letter may be wrong.
    private func offers(for typed: String) -> (offers: [Offer], start: Int) {
        let ends = Self.ends(of: typed)
        for forgiving in [false, true] {
            for end in ends {
                let found = offers(for: String(end), forgiving: forgiving)
                guard found.isEmpty else {
                    return (found, typed.utf16.distance(from: typed.startIndex, to: end.startIndex))
                }
            }
        }
        return ([], 0)
    }

    /// All of `typed`, then what is left of it without its first word, and so on; at most `words` of them.
    private static func ends(of typed: String) -> [Substring] {
        var ends: [Substring] = []
        var rest = typed.drop(while: \.isWhitespace)
        while rest.count >= 2 {
            ends.append(rest)
            rest = rest.drop { !$0.isWhitespace }.drop(while: \.isWhitespace)
        }
        return Array(ends.prefix(1) + ends.dropFirst().suffix(words - 1))
    }

    private func offers(for text: String, forgiving: Bool) -> [Offer] {
        let named = parts.showcase.completions(of: text, limit: Self.most, forgiving: forgiving)
        let occupations = named.occupations.map { Offer(kind: "beroep", name: $0) }
        let skills = named.skills.filter { !named.occupations.contains($0) }.map {
            Offer(kind: "vaardigheid", name: $0)
        }
        let places = names.places(
            startingWith: text, limit: Self.most, forgiving: forgiving, in: parts.registry.value
        ).map(Self.offer)
        // A kind leaves what it does not need to the others, the first first.
        var room = Self.most
        var taken = [(occupations, Self.ofOccupations), (skills, Self.ofOthers), (places, Self.ofOthers)].map {
            all, most in
            let count = min(all.count, most)
            room -= count
            return (all: all, count: count)
        }
        for index in taken.indices {
            let more = min(room, taken[index].all.count - taken[index].count)
            taken[index].count += more
            room -= more
        }
        return taken.flatMap { $0.all.prefix($0.count) }
    }

    private static func offer(_ place: PlaceNames.Place) -> Offer {
        switch place {
        case .municipality(let code, let name):
            Offer(kind: "plaats", name: name, filter: (FilterKind.municipality.rawValue, code.code))
        case .region(let code, let name):
            Offer(kind: "regio", name: name, filter: (FilterKind.region.rawValue, code.slug))
        }
    }
}
