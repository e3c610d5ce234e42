import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Showcase
import Trust
import WebUI
import Wire

/// The portal as an interface for programs (design.md §6): the same searches and profiles, as JSON.
struct InterfaceRoutes: Sendable {
    /// Why a profile is opened: `activiteit;grondslag`, or `activiteit;grondslag;vacature` (percent-encoded).
    static let purposeHeader = "HalloWerk-Doel"
    /// Profiles that can still be opened today.
    static let leftHeader = "HalloWerk-Profielen-Over"
    private static let logInBytes = 4 * 1024

    let parts: PortalParts
    let sessions: PortalSessions
    let search: PortalSearch
    let detail: PortalDetail
    let home: HomeRegionSearch
    let purposes = PurposeMemory()

    init(
        parts: PortalParts, sessions: PortalSessions, search: PortalSearch, detail: PortalDetail, home: HomeRegionSearch
    ) {
        self.parts = parts
        self.sessions = sessions
        self.search = search
        self.detail = detail
        self.home = home
    }

    func add(to router: Router<FaceContext>) {
        let description = OpenAPIDocument.portal()
        router.post(RouterPath(WirePath.sessions)) { request, context in try await logIn(request, context) }
        router.delete(RouterPath(WirePath.sessions)) { request, _ in try await logOut(request) }
        router.post(RouterPath(WirePath.search)) { request, context in try await find(request, context) }
        router.get(RouterPath(WirePath.profiles + "/:handvat")) { request, context in try await open(request, context) }
        addHomeRegion(to: router)
        router.get(RouterPath(WirePath.openAPI)) { _, _ in Response.document(.ok, description, MediaType.json) }
    }

    private func logIn(_ request: Request, _ context: FaceContext) async throws -> Response {
        try request.refuseOtherSites()
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.logInBytes))
        let user = fields.text("gebruiker", atMost: 100)
        let password = fields.text("wachtwoord", atMost: 256)
        let code = fields.optionalText(Problem.codeField, atMost: 32)
        try fields.refuse()
        let session = try await PortalLogIn(parts).logIn(
            user: user, password: password, code: code, origin: context.origin)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let body = #"{"token":"\#(session.token)","verloopt":"\#(session.expires.formatted(style))"}"#
        return .document(.created, Array(body.utf8), MediaType.json)
    }

    private func logOut(_ request: Request) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser {
            try request.refuseOtherSites()
            guard PortalSessions.csrf(of: request) == visit.session.csrfToken else { throw Problem.forbidden() }
        }
        try await PortalLogIn(parts).end(visit.session)
        return Response(status: .noContent)
    }

    private func find(_ request: Request, _ context: FaceContext) async throws -> Response {
        let wantsLines = try Self.wantsLines(request)
        let visit = try await sessions.searcher(of: request, csrf: PortalSessions.csrf(of: request))
        let body = try await request.bytes(of: MediaType.json, upTo: Limits.requestBytes)
        var (query, cursor) = try CursorField.decode(body)
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let cursors = PageCursor(keys: parts.localKeys)
        if let cursor {
            do throws(PageCursor.Refusal) {
                query.position = try cursors.open(cursor, of: query, person: asker.person)
            } catch {
                throw Problem.badRequest([
                    FieldError(
                        field: "cursor", message: "hoort niet bij deze zoekvraag en deze gebruiker; zoek opnieuw")
                ])
            }
        }
        let answer = try await context.untilGone { [query] in try await search.run(query, by: asker) }.federated
        purposes.remember(query.purpose, of: visit.session.csrfToken)
        let next = try answer.next.map { try cursors.seal($0, of: query, person: asker.person) }
        let budget = try await PortalBudget(parts).standing(of: asker).left
        let meant = query.position == nil ? parts.showcase.corrected(query.text) : nil
        return wantsLines
            ? .document(.ok, Self.lines(of: answer, next, budget, meant), MediaType.ndjson)
            : .document(.ok, Self.document(of: answer, next, budget, meant), MediaType.json)
    }

    private func open(_ request: Request, _ context: FaceContext) async throws -> Response {
        let visit = try await opener(of: request)
        let handle = try context.parameters.require("handvat")
        guard handle != "_zoek" else { throw Problem.methodNotAllowed(allow: "POST") }
        let purpose = try purpose(of: request, visit)
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let opened = try await context.untilGone { try await detail.open(handle, for: purpose, by: asker) }
        let left = try await PortalBudget(parts).standing(of: asker).profilesLeft
        var response = Response.document(.ok, opened.json, MediaType.json)
        response.add([Self.leftHeader: String(left)])
        return response
    }

    /// Who asks for one profile: somebody who may search.
    func opener(of request: Request) async throws -> Visit {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser { try request.refuseOtherSites() }
        try sessions.requireSearcher(visit)
        return visit
    }

    /// The purpose that the header states, or else that of the session's latest search.
    func purpose(of request: Request, _ visit: Visit) throws -> Purpose {
        guard let stated = HeaderName(Self.purposeHeader).flatMap({ request.headers[$0] }) else {
            if let remembered = purposes.purpose(of: visit.session.csrfToken) { return remembered }
            throw Problem.badRequest([
                FieldError(
                    field: Self.purposeHeader,
                    message: "Zoek eerst, of geef het doel als activiteit;grondslag;vacature.")
            ])
        }
        let pieces = stated.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        let vacancy = pieces.count > 2 ? pieces[2].removingPercentEncoding ?? "" : ""
        guard let purpose = SearchFormReader.purpose(pieces.prefix(2).joined(separator: ";"), vacancy: vacancy) else {
            throw Problem.badRequest([
                FieldError(field: Self.purposeHeader, message: "is geen activiteit met een grondslag die daarbij hoort")
            ])
        }
        return purpose
    }

    /// Whether the asker wants NDJSON; JSON when both or anything will do.
    ///
    /// - Throws: `Problem` 406.
    private static func wantsLines(_ request: Request) throws -> Bool {
        guard let accept = request.headers[.accept]?.lowercased() else { return false }
        let types = accept.split(separator: ",").map { $0.prefix { $0 != ";" }.filter { $0 != " " } }
        if types.contains(where: { [MediaType.json, "application/*", "*/*"].contains($0) }) { return false }
        guard types.contains(MediaType.ndjson) else { throw Problem.notAcceptable() }
        return true
    }

    /// The hits are the gateway's own bytes.
    private static func document(
        of answer: FederatedAnswer, _ next: String?, _ budget: BudgetLeft, _ meant: String?
    ) -> [UInt8] {
        FederatedAnswerJSON.document(
            searchID: answer.searchID, total: answer.total, hits: answer.hits.map { $0.raw[...] },
            facets: answer.facets,
            outcomes: answer.outcomes, coverage: answer.coverage, cursor: next, budget: budget, meant: meant)
    }

    private static func lines(
        of answer: FederatedAnswer, _ next: String?, _ budget: BudgetLeft, _ meant: String?
    ) -> [UInt8] {
        var bytes = answer.outcomes.flatMap(FederatedAnswerJSON.region)
        bytes += FederatedAnswerJSON.head(
            searchID: answer.searchID, total: answer.total, facets: answer.facets, coverage: answer.coverage)
        for hit in answer.hits { FederatedAnswerJSON.append(hit.raw[...], to: &bytes) }
        return bytes + FederatedAnswerJSON.end(cursor: next, budget: budget, meant: meant)
    }
}
