import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// Importing a municipality's export: an act of the municipality, decided by its administrator.
extension ControlRoutes {
    /// Client numbers of those who are served and not in the file that an answer gives; all can be asked for.
    private static let missingShown = 20

    /// Decides to import a checked stage; answers when all of it is applied, with who was missing from it.
    func startImport(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let id = fields.text("bestand", atMost: 36)
        let code = fields.text("gemeente", atMost: 6)
        let isComplete = fields.flag("compleet")
        try fields.refuse()
        let municipality = try stage(id, of: code)
        return try await asAdministrator(credentials, of: municipality, "import people") { administrator in
            try await requireOpen(id)
            let missing = try await MissingPeople(parts: parts.imports.parts).first(
                Self.missingShown, in: id, for: administrator)
            var state = Self.figures(
                of: try await parts.imports.decideAndWait(id, by: administrator, isComplete: isComplete))
            state["ontbrekend"] =
                ["aantal": missing.total, "klantnummers": missing.clientNumbers] as [String: any Sendable]
            return try .json(state)
        }
    }

    /// All client numbers of those who are served and not in a checked stage, before it is decided.
    func missing(_ request: Request, _ context: FaceContext) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let code = fields.text("gemeente", atMost: 6)
        try fields.refuse()
        let id = context.parameters.get("id") ?? ""
        let municipality = try stage(id, of: code)
        return try await asAdministrator(credentials, of: municipality, "list missing people") { administrator in
            try await requireOpen(id)
            return MissingPeople(parts: parts.imports.parts).all(in: id, for: administrator)
        }
    }

    /// How far an import is: figures only.
    func importState(_ context: FaceContext) async throws -> Response {
        guard let run = try await parts.ledger.importRun(context.parameters.get("id") ?? "") else {
            throw Problem.notFound()
        }
        return try .json(Self.figures(of: run))
    }

    private static func figures(of run: ImportRun) -> [String: Any] {
        [
            "bestand": run.id, "gemeente": run.municipality.code, "totaal": run.total, "verwerkt": run.applied,
            "toegevoegd": run.added, "gewijzigd": run.changed, "beeindigd": run.ended, "klaar": run.isFinished,
        ]
    }

    private func stage(_ id: String, of code: String) throws -> MunicipalityCode {
        guard UUID(uuidString: id) != nil, let municipality = try? MunicipalityCode(code) else {
            throw Problem.badRequest([
                FieldError(field: "bestand", message: "Lever het bestand aan met `hallowerk import`.")
            ])
        }
        return municipality
    }

    /// Refuses a stage that is not there, and one of the portal: that is decided where its report is seen.
    private func requireOpen(_ id: String) async throws {
        guard try await parts.ledger.importRun(id) == nil else { throw Problem.alreadyDecided() }
        let isThere = FileManager.default.fileExists(atPath: ImportStage.path(id, in: parts.imports.parts.data))
        guard isThere, !parts.imports.desk.holds(id) else { throw Problem.notFound() }
    }

    /// Runs `body` as the administrator of `municipality` that `credentials` name.
    ///
    /// - Throws: as `signedIn` and `audited`; one and the same 403 for another role and for another municipality.
    func asAdministrator(
        _ credentials: Credentials, of municipality: MunicipalityCode, _ action: String,
        _ body: (Administrator) async throws -> Response
    ) async throws -> Response {
        try await signedIn(credentials) { account in
            guard let administrator = Administrator(account, origin: "unix"),
                administrator.municipality == municipality
            else {
                try await audit(action, municipality.code, account.user, "refused: role")
                throw Problem.forbidden()
            }
            return try await audited(action, municipality.code, account) { try await body(administrator) }
        }
    }
}
