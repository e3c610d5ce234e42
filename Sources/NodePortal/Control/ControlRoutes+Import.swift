import Access
import Accountability
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import Wire

/// Importing a municipality's export: an act of the municipality, decided by its administrator.
extension ControlRoutes {
    /// Applies a checked stage; answers when all of it is applied.
    func startImport(_ request: Request, _ context: FaceContext) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let id = fields.text("bestand", atMost: 36)
        let code = fields.text("gemeente", atMost: 6)
        let isComplete = fields.flag("compleet")
        try fields.refuse()
        guard UUID(uuidString: id) != nil, let municipality = try? MunicipalityCode(code) else {
            throw Problem.badRequest([
                FieldError(field: "bestand", message: "Lever het bestand aan met `hallowerk import`.")
            ])
        }
        return try await asAdministrator(credentials, of: municipality, "import people") { account in
            try await parts.ledger.decideImport(
                id, in: parts.data, for: municipality, by: account.user, isComplete: isComplete, at: parts.now())
            try await parts.ledger.applyImport(id, in: parts.data, now: parts.now) { people in
                try await log(people, "gegevens aanleveren", "gegevensAanleveren", by: account)
            }
            return try await progress(id)
        }
    }

    /// How far an import is: figures only.
    func importState(_ context: FaceContext) async throws -> Response {
        try await progress(context.parameters.get("id") ?? "")
    }

    private func progress(_ id: String) async throws -> Response {
        guard let run = try await parts.ledger.importRun(id) else { throw Problem.notFound() }
        return try .json([
            "bestand": run.id, "gemeente": run.municipality.code, "totaal": run.total, "verwerkt": run.applied,
            "toegevoegd": run.added, "gewijzigd": run.changed, "beeindigd": run.ended, "klaar": run.isFinished,
        ])
    }

    /// One line of the processing log for `people`, by pseudonym (I-9).
    ///
    /// - Parameter activity: its name in the register of processing activities.
    func log(_ people: [ProfileID], _ name: String, _ activity: String, by account: Account) async throws {
        guard !people.isEmpty else { return }
        let trace = TraceContext.start()
        let time = parts.now()
        try await parts.processingLog.record(
            ProcessingRecord(
                traceID: trace.traceID, spanID: trace.spanID, parentSpanID: nil,
                activity: "https://register.hallowerk.example/verwerkingsactiviteiten/\(activity)", name: name,
                started: time, ended: time, succeeded: true,
                subjects: people.map { Pseudonym.subject($0, key: parts.subjectKey) }, asker: account.organisation))
    }

    /// Runs `body` as the administrator of `municipality` that `credentials` name.
    ///
    /// - Throws: as `asCaseManager`; one and the same 403 for another role and for another municipality.
    func asAdministrator(
        _ credentials: Credentials, of municipality: MunicipalityCode, _ action: String,
        _ body: (Account) async throws -> Response
    ) async throws -> Response {
        let session = try await logIn(credentials)
        do {
            let account = session.account
            guard account.role == .municipalAdministrator, account.municipality == municipality else {
                try await audit(action, municipality.code, account.user, "refused: role")
                throw Problem.forbidden()
            }
            try await audit(action, municipality.code, account.user, "asked")
            let response: Response
            do {
                response = try await body(account)
            } catch let refusal as LedgerRefusal {
                try await audit(action, municipality.code, account.user, "refused: \(refusal)")
                throw Self.problem(for: refusal)
            }
            try await audit(action, municipality.code, account.user, "done")
            try await end(session)
            return response
        } catch {
            try? await end(session)
            throw error
        }
    }
}
