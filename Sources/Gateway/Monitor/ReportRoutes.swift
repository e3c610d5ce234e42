import Domain
import Foundation
import Hummingbird
import Monitoring
import PeopleHTTP
import Trust
import WebUI
import Wire

/// Versions, certificates, and how available regions were.
struct ReportRoutes: Sendable {
    static let allowed = [
        "/versies": "GET", "/certificaten": "GET", "/beschikbaarheid": "GET", "/beschikbaarheid.csv": "GET",
    ]

    let parts: MonitorParts

    func add(to router: Router<FaceContext>) {
        page("/versies", router) { visit, _ in
            parts.pages.versions(
                VersionsPage(
                    frame: visit.frame, standings: standings(visit),
                    registrySerial: parts.gateway.registry.value.serial,
                    epoch: parts.gateway.published.current.number))
        }
        page("/certificaten", router) { visit, _ in
            parts.pages.certificates(
                CertificatesPage(
                    frame: visit.frame, standings: standings(visit), own: parts.gateway.keys.expires,
                    now: parts.gateway.now()))
        }
        page("/beschikbaarheid", router) { visit, request in
            let (month, rows) = try await report(visit, request)
            return parts.pages.availability(availability(visit, month, rows))
        }
        router.get("/beschikbaarheid.csv") { request, _ in
            guard let visit = try await parts.keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            let (month, rows) = try await report(visit, request)
            let page = availability(visit, month, rows)
            var response = Response.document(.ok, page.file, "text/csv; charset=utf-8")
            response.headers[.contentDisposition] = "attachment; filename=\"beschikbaarheid-\(month.text).csv\""
            return response
        }
    }

    private func page(
        _ path: RouterPath, _ router: Router<FaceContext>,
        _ body: @escaping @Sendable (MonitorVisit, Request) async throws -> String
    ) {
        router.get(path) { request, _ in
            guard let visit = try await parts.keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            return .html(.ok, try await body(visit, request))
        }
    }

    private func availability(
        _ visit: MonitorVisit, _ month: Month, _ rows: [AvailabilityPage.Row]
    ) -> AvailabilityPage {
        AvailabilityPage(frame: visit.frame, month: month.page, months: months().map(\.page), rows: rows)
    }

    private func standings(_ visit: MonitorVisit) -> [NodeStanding] {
        parts.gateway.standings().filter { visit.reach.includes($0.region) }
    }

    /// A month in the Netherlands, of which something may be kept.
    private struct Month: Hashable {
        let start: Date
        let end: Date
        let text: String
        let title: String

        var page: AvailabilityPage.Month { .init(text: text, title: title) }
    }

    /// This month and those before it of which history is kept, the latest first.
    private func months() -> [Month] {
        let calendar = CalendarDay.dutchCalendar
        let now = parts.gateway.now()
        let oldest = now.addingTimeInterval(TimeInterval(-86_400 * Limits.healthDays))
        return (0..<5).compactMap { back in
            guard let day = calendar.date(byAdding: .month, value: -back, to: now),
                let interval = calendar.dateInterval(of: .month, for: day), interval.end > oldest
            else { return nil }
            let first = CalendarDay(of: interval.start)
            return Month(
                start: interval.start, end: interval.end,
                text: "\(first.year)-\(first.month < 10 ? "0" : "")\(first.month)",
                title: first.dutchMonth)
        }
    }

    private func report(
        _ visit: MonitorVisit, _ request: Request
    ) async throws -> (Month, [AvailabilityPage.Row]) {
        let months = months()
        let asked = request.uri.queryParameters["maand"].map { String($0) }
        guard let month = months.first(where: { asked == nil || $0.text == asked }) else {
            let known = months.map(\.text).joined(separator: ", ")
            throw Problem.badRequest([FieldError(field: "maand", message: "moet een van deze zijn: \(known)")])
        }
        let standings = standings(visit).sorted { $0.name < $1.name }
        let subjects = standings.map { HealthSubject.region($0.region) }
        let availability = try await parts.history.availability(of: subjects, from: month.start, to: month.end)
        let incidents = try await parts.history.incidents(within: visit.reach, openOnly: false, limit: .max)
            .filter { $0.opened < month.end && $0.closed ?? .distantFuture >= month.start }
        let counts = Dictionary(grouping: incidents, by: \.subject).mapValues(\.count)
        return (
            month,
            zip(standings, subjects).map { standing, subject in
                AvailabilityPage.Row(
                    name: standing.name, availability: availability[subject], incidents: counts[subject] ?? 0)
            }
        )
    }
}
