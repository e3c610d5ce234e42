import Access
import Accountability
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Trust
import Wire

/// Accounts of the monitor, which whoever owns the gateway's machine makes: for a processor with an agreement, for
/// regional IT, and for the federation's administration.
struct GatewayAccounts: Sendable {
    /// What a request says.
    private struct Asked: Decodable {
        let gebruiker: String
        let naam: String
        let rol: String
        let organisatie: String?
    }

    private static let bodyBytes = 4 * 1024

    let accounts: AccountStore
    let registry: CurrentRegistry
    let auditLog: AuditLog
    /// The gateway's own, for the federation's administration.
    let own: OIN
    let now: @Sendable () -> Date

    func add(to router: Router<FaceContext>) {
        router.post("/v1/accounts") { request, _ in try await add(request) }
    }

    private func add(_ request: Request) async throws -> Response {
        let bytes = try await request.bytes(of: MediaType.json, upTo: Self.bodyBytes)
        guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(bytes)) else {
            throw Problem.badRequest([FieldError(field: "", message: "mist gebruiker, naam of rol")])
        }
        let (role, organisation) = try place(asked)
        let account = Account(
            user: asked.gebruiker, displayName: asked.naam, role: role, municipality: nil, organisation: organisation)
        return try await FirstAccount.make(account, of: organisation.digits, in: accounts, audit: audit)
    }

    /// - Throws: `Problem` 400 for another role, and for an organisation that the registry does not have.
    private func place(_ asked: Asked) throws -> (Role, OIN) {
        let oin = asked.organisatie.flatMap { try? OIN($0) }
        let registry = registry.value
        func refusal(_ field: String, _ message: String) -> Problem {
            .badRequest([FieldError(field: field, message: message)])
        }
        switch Role(rawValue: asked.rol) {
        case .federationAdministrator?: return (.federationAdministrator, own)
        case .processor?:
            guard let oin, registry.processor(oin: oin) != nil else {
                let known = registry.processors.map { "\($0.oin.digits) (\($0.name))" }.joined(separator: ", ")
                throw refusal(
                    "organisatie",
                    "moet het OIN zijn van een verwerker in het register: \(known.isEmpty ? "geen" : known)")
            }
            return (.processor, oin)
        case .regionalIT?:
            guard let oin, registry.member(oin: oin) != nil else {
                throw refusal("organisatie", "moet het OIN zijn van een regio in het register")
            }
            return (.regionalIT, oin)
        default:
            throw refusal("rol", "moet verwerker, regioIct of federatiebeheerder zijn")
        }
    }

    private func audit(_ object: String, _ result: String) async throws {
        do {
            try await auditLog.record(
                AuditRecord(
                    action: "add account", object: object, result: result, origin: "control",
                    actor: "owner of the machine", time: now(), traceID: TraceContext.start().traceID))
        } catch {
            throw Problem.unavailable()
        }
    }
}
