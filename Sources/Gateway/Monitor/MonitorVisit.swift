import Access
import Domain
import Hummingbird
import PeopleHTTP
import WebUI
import Wire

/// Somebody who is inside, with what they may see.
struct MonitorVisit: Sendable {
    let session: Session
    let frame: Frame
    let reach: HealthReach

    var user: String { session.account.user }
}

extension MonitorKeeper {
    /// - Returns: nil for whoever is to log in first.
    func visit(of request: Request) async throws -> MonitorVisit? {
        try await session(of: request).map {
            MonitorVisit(session: $0, frame: frame(for: $0), reach: reach(of: $0.account))
        }
    }

    /// For an act: from our own page, by somebody who is inside.
    ///
    /// - Throws: `Problem` 403.
    func acting(_ request: Request) async throws -> (MonitorVisit, FormBody) {
        try request.refuseOtherSites()
        let form = try await FormBody.read(request, texts: [IncidentPage.Field.note])
        guard let visit = try await visit(of: request), form.first("csrf") == visit.session.csrfToken else {
            throw Problem.forbidden()
        }
        return (visit, form)
    }
}
