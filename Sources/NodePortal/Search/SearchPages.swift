import Trust
import Foundation
import Access
import Domain
import Hummingbird
import PeopleHTTP
import WebUI

/// Reads search forms and makes search pages, for the federation's list and for that of the own region.
struct SearchPages: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions

    func reader(_ visit: Visit) -> SearchFormReader {
        SearchFormReader(registry: parts.registry.value, places: parts.places, role: visit.account.role)
    }

    func read(_ body: FormBody, _ visit: Visit) -> SearchFormReader.Reading { reader(visit).read(SearchForm(body.all)) }

    /// - Parameters:
    ///   - results: what the federation found; nil before a search.
    ///   - home: who was found of the own region's hidden people; nil when they were not looked for.
    func html(
        _ visit: Visit, _ form: SearchForm, faults: [FormFault] = [], results: SearchResults? = nil,
        home: HomeRegionResults? = nil, work: SearchWork = SearchWork()
    ) -> String {
        parts.pages.search(
            SearchPage(
                frame: sessions.frame(visit), form: form, choices: choices(for: visit), faults: faults,
                results: results, home: home, work: work, today: parts.today))
    }

    /// The same as an answer.
    func response(
        _ visit: Visit, _ form: SearchForm, faults: [FormFault] = [], results: SearchResults? = nil,
        home: HomeRegionResults? = nil, work: SearchWork = SearchWork(), _ status: HTTPResponse.Status = .ok
    ) -> Response {
        .html(status, html(visit, form, faults: faults, results: results, home: home, work: work))
    }

    func choices(for visit: Visit) -> SearchChoices {
        let members = parts.registry.value.members
        return SearchChoices(
            role: visit.account.role, regions: members.map { ($0.region.code, $0.region.name) },
            municipalities: Dictionary(
                members.flatMap { $0.region.municipalities.map { ($0.code, $0.name) } }, uniquingKeysWith: { a, _ in a }
            ),
            centres: members.flatMap { member in
                member.region.municipalities.map {
                    SearchChoices.Centre(municipality: $0.code, region: member.region.code, point: $0.centre)
                }
            })
    }
}

extension PostcodeTable {
    /// Whole kilometres from `centre` to the middle of `area`; nil when either is not known.
    func kilometres(from centre: Coordinate?, to area: PostcodeArea) -> Int? {
        guard let centre, let entry = self[area] else { return nil }
        return Int(entry.centre.distanceKm(to: centre).rounded())
    }
}
