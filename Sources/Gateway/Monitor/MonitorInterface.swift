import Domain
import Hummingbird
import Monitoring
import PeopleHTTP
import Trust
import Wire

/// The monitor for programs: the same as the pages, as JSON, for who is logged in; and on the ops face for all.
struct MonitorInterface: Sendable {
    private static let listed = 100

    let parts: MonitorParts
    /// Whose request it is: nil for nobody.
    let reach: @Sendable (Request) async throws -> HealthReach?

    func add(to router: Router<FaceContext>) {
        router.get("/v1/knooppunten") { request, _ in
            let reach = try await allowed(request)
            return json(
                StandingsJSON.encode(
                    parts.gateway.standings().filter { reach.includes($0.region) }, checkedAt: parts.gateway.now(),
                    certificateExpires: parts.gateway.keys.expires))
        }
        router.get("/v1/knooppunten/:regio") { request, context in
            let standing = try parts.standing(context, within: try await allowed(request))
            return json(StandingsJSON.encode(standing))
        }
        router.get("/v1/knooppunten/:regio/historie/:periode") { request, context in
            let standing = try parts.standing(context, within: try await allowed(request))
            let range = try HealthRange.named(context.parameters.get("periode") ?? "")
            let subject = HealthSubject.region(standing.region)
            return json(
                HealthHistoryJSON.encode(
                    subject, range, try await parts.history.points(of: subject, range, asOf: parts.gateway.now())))
        }
        router.get("/v1/openapi.json", use: Self.description)
        router.get("/v1/incidenten") { request, _ in
            let reach = try await allowed(request)
            return json(
                IncidentsJSON.encode(
                    try await parts.history.incidents(within: reach, openOnly: false, limit: Self.listed)))
        }
    }

    /// What this face answers, for whoever asks.
    static let description: @Sendable (Request, FaceContext) async throws -> Response = { _, _ in
        .document(.ok, OpenAPIDocument.monitor(), MediaType.json)
    }

    private func allowed(_ request: Request) async throws -> HealthReach {
        guard let reach = try await reach(request) else { throw Problem.unauthorized() }
        return reach
    }

    private func json(_ bytes: [UInt8]) -> Response { .document(.ok, bytes, MediaType.json) }
}
