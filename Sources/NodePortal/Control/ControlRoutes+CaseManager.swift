import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

extension ControlRoutes {
    /// Runs `body` as the case manager that `credentials` name, for a dossier of that case manager's municipality; the
    /// session ends with it.
    ///
    /// - Throws: as `signedIn` and `audited`; 403 for another role, one and the same 404 for a dossier that is not
    ///   there and one of another municipality.
    func asCaseManager(
        _ credentials: Credentials, _ action: String, _ id: ProfileID,
        _ body: (Account, MunicipalityCode) async throws -> Response
    ) async throws -> Response {
        try await signedIn(credentials) { account in
            let object = "profile \(id)"
            guard account.role == .caseManager, let municipality = account.municipality else {
                try await audit(action, object, account.user, "refused: role")
                throw Problem.forbidden()
            }
            guard try await parts.dossiers.info(id)?.municipality == municipality else {
                try await audit(action, object, account.user, "refused: not of this municipality")
                throw Problem.notFound()
            }
            return try await audited(action, object, account) { try await body(account, municipality) }
        }
    }

    /// The state of one dossier and how it came about, without anything of the person.
    func describe(_ id: ProfileID) async throws -> Response {
        guard let standing = try await parts.dossiers.info(id) else { throw Problem.notFound() }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let history = standing.history.map { change in
            [
                "van": change.from.rawValue, "naar": change.to.rawValue, "door": change.account,
                "verzoek": change.request, "reden": change.reason, "tijdstip": change.at.formatted(style),
            ]
        }
        return try .json([
            "id": id.description, "gemeente": standing.municipality.code,
            "zichtbaarheid": standing.visibility.rawValue, "generatie": standing.generation,
            "revisie": standing.revision, "geschiedenis": history,
        ])
    }
}
