import Access
import Alerting
import Domain
import Foundation
import Hummingbird
import Mail
import PeopleHTTP
import WebUI
import Wire

/// Who is told of incidents, and what became of it: for the federation's administration.
struct AlertRoutes: Sendable {
    static let allowed = ["/meldingen": "GET", "/meldingen/proef": "POST"]

    private static let listed = 50

    let parts: MonitorParts

    func add(to router: Router<FaceContext>) {
        let keeper = parts.keeper
        router.get("/meldingen") { request, _ in
            guard let visit = try await keeper.visit(of: request) else { return Response.seeOther("/inloggen") }
            guard visit.session.account.role == .federationAdministrator else { throw Problem.forbidden() }
            return try await page(visit, hasTested: request.uri.queryParameters["proef"] != nil)
        }
        router.post("/meldingen/proef") { request, context in
            let (visit, _) = try await keeper.acting(request)
            guard visit.session.account.role == .federationAdministrator else { throw Problem.forbidden() }
            try await keeper.audit("test alerts", "ok", actor: visit.user, context.origin, object: "alerts")
            try await parts.alerts.test(at: parts.gateway.now())
            return Response.seeOther("/meldingen?proef=1")
        }
    }

    private func page(_ visit: MonitorVisit, hasTested: Bool) async throws -> Response {
        let deliveries = try await parts.alerts.deliveries(limit: Self.listed)
        return .html(
            .ok,
            parts.pages.alerts(
                AlertsPage(
                    frame: visit.frame, receivers: parts.alerts.receivers.map(\.shown),
                    deliveries: deliveries.map { delivery in
                        .init(
                            made: delivery.made, receiver: delivery.receiver, channel: delivery.channel,
                            kind: delivery.kind.rawValue, incidents: delivery.incidents, isDone: delivery.due == nil,
                            isTaken: delivery.outcome == "ok", tries: delivery.tries)
                    }, hasTested: hasTested, now: parts.gateway.now())))
    }
}

extension AlertReceiver {
    /// In words, without a secret.
    fileprivate var shown: AlertsPage.Receiver {
        var rules: [String] = []
        switch reach {
        case .all: rules.append("Alle regio's.")
        case .regions(let codes): rules.append("Alleen \(codes.map(\.slug).sorted().joined(separator: ", ")).")
        }
        rules.append(takesAttention ? "Vanaf let op." : "Alleen storing.")
        if !leavesOut.isEmpty {
            rules.append("Niet: \(leavesOut.map { $0.title.lowercased() }.sorted().joined(separator: ", ")).")
        }
        if let quiet { rules.append("Stil van \(quiet.text)\(breaksQuiet ? ", behalve storing" : "").") }
        if let escalation { rules.append("Na \(Int(escalation.after) / 60) minuten ook \(escalation.to).") }
        return .init(
            name: name,
            channels: mails.map(\.text) + [webhook?.address.host.map { "webhook bij \($0)" }].compactMap(\.self),
            rules: rules)
    }
}
