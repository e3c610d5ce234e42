import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Showcase
import Trust
import WebUI
import Wire
import Workplace

/// The search page. Searching is a POST: nothing that was typed stands in a URL. A script that asks for events sees the
/// regions arrive; the page at their end is the one that the form alone would get.
struct SearchRoutes: Sendable {
    /// Filters that are tried away when nobody is found.
    private static let suggestions = 6
    /// Lists that the box for a vacancy's number offers: those changed last. Any other can be typed.
    private static let vacancies = 20
    /// Hidden people in the folded block below results: whoever is in it is logged as looked at. The rest is a click
    /// away.
    private static let hiddenShown = 5
    /// How long that may take.
    private static let suggestionTime = Duration.milliseconds(800)

    let parts: PortalParts
    let sessions: PortalSessions
    let pages: SearchPages
    let search: PortalSearch
    let home: HomeRegionSearch
    let saved: SavedSearches

    func add(to router: Router<FaceContext>) {
        router.get("/") { request, context in try await form(request, context) }
        router.post("/zoeken") { request, context in try await find(request, context) }
    }

    private func form(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        if let path = sessions.way(of: request) {
            var response = Response.seeOther(path)
            response.setCookie(sessions.wayCookie(to: path, seconds: 0))
            return response
        }
        let isSearcher = !Purpose.choices(for: visit.account.role).isEmpty
        if !isSearcher, let start = MenuEntry.all(for: visit.account.role).first { return .seeOther(start.path) }
        try sessions.requireSearcher(visit)
        let work = SearchWork(
            vacancies: try await vacancies(of: visit),
            saved: try await context.untilGone { await saved.list(for: visit, origin: context.origin) })
        return pages.response(visit, SearchForm(), work: work)
    }

    /// Open lists that a search can be for; that which `search` is for remembers it.
    private func vacancies(of visit: Visit, searching search: Search? = nil) async throws -> [AssignmentItem] {
        let desk = VacancyDesk(parts)
        if let search { try await desk.remember(search.form, for: search.query.purpose, by: visit) }
        return try await desk.assignments(for: visit, .open, limit: Self.vacancies).map(AssignmentItem.init)
    }

    private func find(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let reading = pages.read(body, visit)
        guard var asked = reading.request else {
            return pages.response(visit, reading.form, faults: reading.faults, .badRequest)
        }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let cursors = PageCursor(keys: parts.localKeys)
        if let cursor = body.first(SearchForm.Field.cursor), !cursor.isEmpty {
            do throws(PageCursor.Refusal) {
                asked.position = try cursors.open(cursor, of: asked, person: asker.person)
            } catch {
                let message = "Deze bladzijde hoort niet bij deze zoekvraag. Zoek opnieuw."
                return pages.response(
                    visit, reading.form, faults: [FormFault(field: "cursor", message: message)], .badRequest)
            }
        }
        let search = Search(
            query: asked, form: reading.form, visit: visit, asker: asker, origin: context.origin,
            countsAvailability: body.first(SearchForm.Field.count) == SearchForm.Field.availability)
        guard request.headers[.accept] == MediaType.events else {
            return .html(.ok, try await context.untilGone { try await page(of: search) })
        }
        return SearchEvents(pages: pages, logger: parts.logger).response(visit, context) { arriving in
            try await page(of: search, arriving: arriving)
        }
    }

    /// The page of what `reading` asks, or of what is wrong with it.
    func response(
        to reading: SearchFormReader.Reading, _ visit: Visit, _ context: FaceContext
    ) async throws -> Response {
        guard let query = reading.request else {
            return pages.response(visit, reading.form, faults: reading.faults, .badRequest)
        }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let search = Search(
            query: query, form: reading.form, visit: visit, asker: asker, origin: context.origin,
            countsAvailability: false)
        return .html(.ok, try await context.untilGone { try await page(of: search) })
    }

    /// A search that somebody may make.
    private struct Search: Sendable {
        let query: SearchRequest
        let form: SearchForm
        let visit: Visit
        let asker: PortalAsker
        let origin: String
        /// Whether is to be counted who can start when.
        let countsAvailability: Bool
    }

    /// Searches, and makes the page of what was found.
    ///
    /// - Parameter arriving: as of `PortalSearch.run`.
    private func page(
        of asked: Search, arriving: (@Sendable (RegionOutcome) -> Void)? = nil
    ) async throws -> String {
        let (visit, asker) = (asked.visit, asked.asker)
        let found = try await find(asked.query, by: asker, arriving: arriving)
        let (answer, query) = (found.answer, found.query)
        var form = asked.form
        form.text = query.text
        let cursors = PageCursor(keys: parts.localKeys)
        let results = SearchResults(
            answer, query, places: parts.places, meant: found.meant,
            cursor: try answer.federated.next.map { try cursors.seal($0, of: query, person: asker.person) },
            suggestions: answer.federated.total == 0 && !answer.ownRegionOnly
                ? await withoutOneFilter(form, pages.reader(visit), asker) : [],
            allowance: Allowance(try await PortalBudget(parts).standing(of: asker)),
            availability: asked.countsAvailability
                ? await AvailabilityCount(search: search, today: parts.today).count(query, answer.federated, by: asker)
                : nil)
        // Last, so that what is hidden moves no request that goes out, in number nor in time (I-3); the pages after the
        // first do without.
        let holder = HomeRegionHolder(visit, origin: asked.origin, keys: parts.localKeys)
        let hidden = query.position == nil ? try await self.hidden(query, holder) : nil
        return pages.html(
            visit, form, results: results, home: hidden.map { HomeRegionResults($0, query, parts) },
            work: SearchWork(vacancies: try await vacancies(of: visit, searching: asked)))
    }

    /// The own region's hidden people; nil when the budget of those is used up: the others are shown all the same.
    private func hidden(_ query: SearchRequest, _ holder: HomeRegionHolder) async throws -> HomeRegionSearch.Found? {
        var few = query.withoutFacets
        few.count = min(query.count, Self.hiddenShown)
        do {
            return try await home.search(few, after: nil, by: holder)
        } catch let problem as Problem where problem.budgetSpan != nil {
            return nil
        }
    }

    /// What a search found, and for what: when nobody in the federation is found, for what may have been meant, in a
    /// second search with a log line and a verklaring of its own.
    private func find(
        _ query: SearchRequest, by asker: PortalAsker, arriving: (@Sendable (RegionOutcome) -> Void)?
    ) async throws -> (answer: PortalSearch.Answer, query: SearchRequest, meant: SearchResults.Meant?) {
        let answer = try await search.run(query, by: asker, arriving: arriving)
        guard query.position == nil, let text = parts.showcase.corrected(query.text) else {
            return (answer, query, nil)
        }
        guard answer.federated.total == 0 else {
            return (answer, query, SearchResults.Meant(typed: query.text, text: text, isSearched: false))
        }
        var second = query
        second.text = text
        let other = try await search.run(second, by: asker, arriving: arriving)
        guard other.federated.total > 0 else { return (answer, query, nil) }
        return (other, second, SearchResults.Meant(typed: query.text, text: text, isSearched: true))
    }

    /// How many people there are without each of the filters, most first; a filter whose removal finds nobody is left
    /// out.
    private func withoutOneFilter(
        _ form: SearchForm, _ reader: SearchFormReader, _ asker: PortalAsker
    ) async -> [SearchResults.Suggestion] {
        await withTaskGroup(of: SearchResults.Suggestion?.self) { group in
            for filter in form.filters.prefix(Self.suggestions) {
                var wider = form
                wider.remove(filter)
                guard var query = reader.read(wider).request else { continue }
                query.count = 1
                query.facets = []
                query.timeLimit = Self.suggestionTime
                group.addTask { [query] in
                    guard let total = try? await search.run(query, by: asker, isShown: false).federated.total, total > 0
                    else {
                        return nil
                    }
                    return SearchResults.Suggestion(filter: filter, total: total)
                }
            }
            var found: [SearchResults.Suggestion] = []
            for await suggestion in group { suggestion.map { found.append($0) } }
            return found.sorted { $0.total != $1.total ? $0.total > $1.total : $0.filter < $1.filter }
        }
    }
}

extension SearchResults {
    /// A federated answer as a page shows it.
    init(
        _ answer: PortalSearch.Answer, _ query: SearchRequest, places: PostcodeTable, meant: Meant?, cursor: String?,
        suggestions: [Suggestion], allowance: Allowance, availability: Availability?
    ) {
        let centre = query.filters.area.flatMap { places[$0.postcode]?.centre }
        self.init(
            total: answer.federated.total, shownBefore: query.position?.shown ?? 0,
            hits: answer.federated.hits.map { hit in
                HitCard(hit, distanceKm: places.kilometres(from: centre, to: hit.postcodeArea))
            },
            outcomes: answer.federated.outcomes,
            facets: answer.federated.facets.mapValues { counts in
                Dictionary(counts.map { ($0.value, $0.count) }, uniquingKeysWith: { first, _ in first })
            },
            banners: (answer.ownRegionOnly ? [.ownRegionOnly] : []) + (answer.gatewayCaught ? [.gatewayCaught] : []),
            cursor: cursor, suggestions: suggestions, meant: meant, allowance: allowance,
            area: query.filters.area.flatMap { area in centre.map { ($0, area.distanceKm) } },
            availability: availability)
    }
}

extension HitCard {
    /// Somebody whom a region lists.
    init(_ hit: HitView, distanceKm: Int?) {
        self.init(
            handle: hit.handle, region: hit.region, municipality: hit.municipality, distanceKm: distanceKm,
            occupations: hit.occupations, skills: hit.skills, hours: hit.hours, availableFrom: hit.availableFrom,
            education: hit.education, licences: hit.licences, languages: hit.languages,
            targetGroups: hit.targetGroups, fragment: hit.fragment.map { ($0.text, $0.match) },
            reasons: hit.reasons)
    }
}
