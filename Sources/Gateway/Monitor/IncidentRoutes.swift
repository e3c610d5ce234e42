import Domain
import Hummingbird
import Monitoring
import PeopleHTTP
import WebUI
import Wire

/// What is wrong, what was, and what people did about it. Each act is in the audit log before it is done.
struct IncidentRoutes: Sendable {
    static let allowed = ["/incidenten": "GET"]

    /// Incidents that are over, on one page.
    private static let listed = 100

    let parts: MonitorParts

    func add(to router: Router<FaceContext>) {
        let keeper = parts.keeper
        router.get("/incidenten") { request, _ in
            guard let visit = try await keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            let incidents = try await parts.history.incidents(
                within: visit.reach, openOnly: false, limit: Self.listed)
            return .html(
                .ok,
                parts.pages.incidents(
                    IncidentsPage(
                        frame: visit.frame,
                        incidents: incidents.map { ($0, parts.gateway.name(of: $0.subject)) },
                        now: parts.gateway.now())))
        }
        router.get("/incident/:nummer") { request, context in
            guard let visit = try await keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            return try await page(try await incident(context, within: visit.reach), visit)
        }
        router.post("/incident/:nummer/gezien") { request, context in
            try await act(request, context, "acknowledge incident") { incident, visit, _ in
                _ = try await parts.history.acknowledge(incident.number, by: visit.user, at: parts.gateway.now())
            }
        }
        router.post("/incident/:nummer/aantekening") { request, context in
            try await act(request, context, "annotate incident") { incident, visit, form in
                try await parts.history.annotate(
                    incident.number, form.first(IncidentPage.Field.note) ?? "", by: visit.user,
                    at: parts.gateway.now())
            }
        }
    }

    private func act(
        _ request: Request, _ context: FaceContext, _ action: String,
        _ body: (Incident, MonitorVisit, FormBody) async throws -> Void
    ) async throws -> Response {
        let (visit, form) = try await parts.keeper.acting(request)
        let incident = try await incident(context, within: visit.reach)
        func audit(_ result: String) async throws {
            try await parts.keeper.audit(
                action, result, actor: visit.user, context.origin, object: "incident \(incident.number)")
        }
        try await audit("asked")
        do {
            try await body(incident, visit, form)
            try await audit("done")
        } catch let refusal as IncidentRefusal {
            try await audit("refused")
            let now = try await self.incident(context, within: visit.reach)
            return try await page(
                now, visit, .badRequest, fault: refusal.sentence, typed: form.first(IncidentPage.Field.note) ?? "")
        }
        return .seeOther("/incident/\(incident.number)")
    }

    private func incident(_ context: FaceContext, within reach: HealthReach) async throws -> Incident {
        guard let number = context.parameters.get("nummer").flatMap({ Int64($0) }),
            let incident = try await parts.history.incident(number), reach.includes(incident.subject)
        else { throw Problem.notFound() }
        return incident
    }

    private func page(
        _ incident: Incident, _ visit: MonitorVisit, _ status: HTTPResponse.Status = .ok, fault: String? = nil,
        typed: String = ""
    ) async throws -> Response {
        .html(
            status,
            parts.pages.incident(
                IncidentPage(
                    frame: visit.frame, incident: incident, name: parts.gateway.name(of: incident.subject),
                    timeline: try await parts.history.timeline(of: incident.number), fault: fault, typed: typed,
                    now: parts.gateway.now())))
    }
}
