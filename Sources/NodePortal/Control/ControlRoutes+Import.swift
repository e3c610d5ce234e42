import Access
import Domain
package import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// Importing a municipality's export: an act of the municipality, decided by its administrator.
extension ControlRoutes {
    /// Applies a checked stage; answers when all of it is applied.
    func startImport(_ request: Request) async throws -> Response {
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
            try await apply(id, for: account.organisation)
            return try await progress(id)
        }
    }

    /// Completes what a crash cut off, with its lines in both logs; before any listener opens.
    ///
    /// - Returns: Those that were completed.
    /// - Throws: `Problem` when a log cannot be written; what the ledger refuses.
    package func completeImports() async throws -> [ImportRun] {
        let runs = try await parts.ledger.unfinishedImports(in: parts.data, now: parts.now())
        guard !runs.isEmpty else { return [] }
        let accounts = try await parts.accounts.accounts()
        for run in runs {
            try await audit("import people", run.municipality.code, run.account, "completed after a stop")
            try await apply(run.id, for: accounts.first { $0.user == run.account }?.organisation)
        }
        return runs
    }

    /// How far an import is: figures only.
    func importState(_ context: FaceContext) async throws -> Response {
        try await progress(context.parameters.get("id") ?? "")
    }

    private func apply(_ id: String, for organisation: OIN?) async throws {
        try await parts.ledger.applyImport(id, in: parts.data, now: parts.now) { people in
            try await log(people, "gegevens aanleveren", "gegevensAanleveren", for: organisation)
        }
    }

    private func progress(_ id: String) async throws -> Response {
        guard let run = try await parts.ledger.importRun(id) else { throw Problem.notFound() }
        return try .json([
            "bestand": run.id, "gemeente": run.municipality.code, "totaal": run.total, "verwerkt": run.applied,
            "toegevoegd": run.added, "gewijzigd": run.changed, "beeindigd": run.ended, "klaar": run.isFinished,
        ])
    }

    /// Runs `body` as the administrator of `municipality` that `credentials` name.
    ///
    /// - Throws: as `signedIn` and `audited`; one and the same 403 for another role and for another municipality.
    func asAdministrator(
        _ credentials: Credentials, of municipality: MunicipalityCode, _ action: String,
        _ body: (Account) async throws -> Response
    ) async throws -> Response {
        try await signedIn(credentials) { account in
            guard account.role == .municipalAdministrator, account.municipality == municipality else {
                try await audit(action, municipality.code, account.user, "refused: role")
                throw Problem.forbidden()
            }
            return try await audited(action, municipality.code, account) { try await body(account) }
        }
    }
}
