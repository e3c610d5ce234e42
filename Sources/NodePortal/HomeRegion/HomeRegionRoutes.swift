import Search
import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The pages of the own region's hidden people: the rest of their list, and one profile. POSTs: nothing that was typed,
/// no handle and no purpose stands in a URL.
///
/// From neither a way leads back to the federation's list by itself: that would ask the other regions again because
/// somebody looked at hidden people (I-3).
struct HomeRegionRoutes: Sendable {
    let parts: PortalParts
    let sessions: PortalSessions
    let pages: SearchPages
    let home: HomeRegionSearch

    func add(to router: Router<FaceContext>) {
        router.post("/eigen-regio") { request, context in try await list(request, context) }
        router.post("/eigen-profiel") { request, context in try await open(request, context) }
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let reading = pages.read(body, visit)
        guard let query = reading.request else {
            return pages.response(visit, reading.form, faults: reading.faults, .badRequest)
        }
        let cursor = body.first(SearchForm.Field.homeCursor).flatMap { $0.isEmpty ? nil : $0 }
        let found = try await home.search(
            query.withoutFacets, after: cursor,
            by: HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys))
        return pages.response(visit, reading.form, home: HomeRegionResults(found, query, parts))
    }

    private func open(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let form = SearchForm(body.all)
        let profile = try await home.open(
            body.first(SearchForm.Field.handle) ?? "", for: try SearchFormReader.requirePurpose(of: form),
            by: HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys))
        let place =
            parts.registry.value.municipality(profile.municipality)?.name ?? profile.municipality.code
        let page = ProfilePage(
            frame: sessions.frame(visit), form: form, purpose: try SearchFormReader.requirePurpose(of: form),
            regionName: parts.regionName, municipalityName: place, contact: profile.contact, work: profile.work,
            isHidden: true, today: parts.today,
            message: ContactForm(
                about: profile.work, in: place, handle: body.first(SearchForm.Field.handle) ?? "", form,
                isHidden: true))
        return .html(.ok, parts.pages.profile(page))
    }
}

extension SearchRequest {
    /// For a page that shows no counts.
    var withoutFacets: SearchRequest {
        var request = self
        request.facets = []
        return request
    }
}

extension HomeRegionResults {
    /// A page of hidden people as the screen shows it.
    init(_ found: HomeRegionSearch.Found, _ query: SearchRequest, _ parts: PortalParts) {
        let centre = query.filters.area.flatMap { parts.places[$0.postcode]?.centre }
        self.init(
            total: found.total, shownBefore: found.shownBefore,
            hits: found.hits.map { hit in
                HitCard(
                    hit, in: parts.region,
                    distanceKm: parts.places.kilometres(from: centre, to: hit.profile.postcodeArea))
            }, cursor: found.cursor)
    }
}

extension HitCard {
    /// Somebody hidden of the own region.
    init(_ hit: HomeRegionSearch.Hit, in region: RegionCode, distanceKm: Int?) {
        let (profile, work) = (hit.profile, hit.profile.work)
        self.init(
            handle: hit.handle, region: region, municipality: profile.municipality, distanceKm: distanceKm,
            occupations: work.occupations, skills: work.skills, hours: work.hours,
            availableFrom: work.availableFrom, education: work.education, licences: work.licences,
            languages: work.languages, targetGroups: work.targetGroups,
            fragment: hit.fragment.map { ($0.text, $0.match) }, reasons: hit.reasons)
    }
}
