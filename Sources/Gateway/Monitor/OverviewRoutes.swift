import Domain
import Federation
import Foundation
import Hummingbird
import Monitoring
import PeopleHTTP
import WebUI
import Wire

/// All regions at a glance, and one in depth.
struct OverviewRoutes: Sendable {
    static let allowed = ["/": "GET"]

    /// Incidents of one region that its page lists.
    private static let listed = 20

    let parts: MonitorParts

    func add(to router: Router<FaceContext>) {
        let keeper = parts.keeper
        router.get("/") { request, _ in
            guard let visit = try await keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            return try await overview(visit, onlyIll: request.uri.queryParameters["toon"] == "aandacht")
        }
        router.get("/regio/:regio") { request, context in
            guard let visit = try await keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            return try await node(visit, request, context)
        }
    }

    private func overview(_ visit: MonitorVisit, onlyIll: Bool) async throws -> Response {
        let now = parts.gateway.now()
        let standings = parts.gateway.standings().filter { visit.reach.includes($0.region) }
        let subjects = standings.map { HealthSubject.region($0.region) }
        let bands = try await parts.history.bands(of: subjects, asOf: now)
        let minutes = parts.history.recentLatencies(asOf: now)
        let open = parts.history.ongoing.count { visit.reach.includes($0.subject) }
        let rows = standings.filter { !onlyIll || $0.mark != .ok }.map { standing in
            let subject = HealthSubject.region(standing.region)
            return MonitorPage.Row(
                standing: standing, bands: bands[subject] ?? Bands(), minutes: minutes[subject] ?? [])
        }
        return .html(
            .ok,
            parts.pages.monitor(
                MonitorPage(
                    frame: visit.frame, rows: rows, own: parts.gateway.ownFindings(), openIncidents: open,
                    isFiltered: onlyIll,
                    counts: Dictionary(grouping: standings, by: \.mark).mapValues(\.count), now: now)))
    }

    private func node(_ visit: MonitorVisit, _ request: Request, _ context: FaceContext) async throws -> Response {
        let standing = try parts.standing(context, within: visit.reach)
        let range = try HealthRange.asked(request)
        let now = parts.gateway.now()
        let subject = HealthSubject.region(standing.region)
        return .html(
            .ok,
            parts.pages.node(
                NodePage(
                    frame: visit.frame, standing: standing, range: range,
                    points: try await parts.history.points(of: subject, range, asOf: now),
                    bands: try await parts.history.bands(of: [subject], asOf: now)[subject] ?? Bands(),
                    incidents: try await parts.history.incidents(of: subject, limit: Self.listed), now: now)))
    }
}

extension HealthRange {
    /// What `periode` asks for; an hour without.
    ///
    /// - Throws: `Problem` 400.
    static func asked(_ request: Request) throws -> HealthRange {
        guard let text = request.uri.queryParameters["periode"] else { return .hour }
        return try named(String(text))
    }

    /// - Throws: `Problem` 400.
    static func named(_ text: String) throws -> HealthRange {
        guard let range = HealthRange(rawValue: text) else {
            let known = allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.badRequest([FieldError(field: "periode", message: "moet een van deze zijn: \(known)")])
        }
        return range
    }
}

extension MonitorParts {
    /// The region that the path names.
    ///
    /// - Throws: `Problem` 404 for one outside `reach`, as for one that does not exist.
    func standing(_ context: FaceContext, within reach: HealthReach) throws -> NodeStanding {
        guard let code = context.parameters.get("regio"),
            let standing = gateway.standings().first(where: { $0.region.slug == code && reach.includes($0.region) })
        else { throw Problem.notFound() }
        return standing
    }
}
