import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// Announcing a pause of the whole node: an act of the region's IT.
extension ControlRoutes {
    func beginMaintenance(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let until = fields.text("tot", atMost: 40)
        let reason = fields.text("reden", atMost: Limits.maintenanceReason)
        try fields.refuse()
        let maintenance = try read(until, reason)
        return try await asRegionalIT(credentials, "begin maintenance") {
            try parts.maintenance.announce(maintenance)
            return try maintenanceState()
        }
    }

    func endMaintenance(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        try fields.refuse()
        return try await asRegionalIT(credentials, "end maintenance") {
            try parts.maintenance.announce(nil)
            return try maintenanceState()
        }
    }

    /// What is announced, and which gateways know.
    func maintenanceState() throws -> Response {
        let told = parts.maintenance.told
        var state: [String: any Sendable] = [
            "gateways": parts.gateways.map { oin in
                ["oin": oin.digits, "verteld": told.contains(oin)] as [String: any Sendable]
            }
        ]
        if let maintenance = parts.maintenance.current(at: parts.now()) {
            state["onderhoud"] = [
                "tot": maintenance.until.formatted(.iso8601), "reden": maintenance.reason,
            ]
        }
        return try .json(state)
    }

    private func read(_ until: String, _ reason: String) throws -> Maintenance {
        let now = parts.now()
        guard let until = try? Date(until, strategy: .iso8601), until > now,
            until <= now.addingTimeInterval(Limits.maintenance / .seconds(1))
        else {
            throw Problem.badRequest([
                FieldError(field: "tot", message: "moet een moment zijn in de komende zeven dagen, met tijdzone")
            ])
        }
        guard BSNDetector.first(in: reason) == nil, let maintenance = Maintenance(until: until, reason: reason) else {
            throw Problem.badRequest([
                FieldError(field: "reden", message: "moet één regel zijn, zonder nummer dat een BSN kan zijn")
            ])
        }
        return maintenance
    }

    /// Runs `body` as the regional IT that `credentials` name.
    ///
    /// - Throws: as `signedIn` and `audited`; 403 for another role.
    private func asRegionalIT(
        _ credentials: Credentials, _ action: String, _ body: () async throws -> Response
    ) async throws -> Response {
        try await signedIn(credentials) { account in
            let object = "node of \(parts.region)"
            guard account.role == .regionalIT else {
                try await audit(action, object, account.user, "refused: role")
                throw Problem.forbidden()
            }
            return try await audited(action, object, account, body)
        }
    }
}
