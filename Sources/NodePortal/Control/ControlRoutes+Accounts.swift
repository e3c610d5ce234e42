import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// The first people of a municipality and of the region's IT. Whoever owns the machine makes them, at the
/// municipality's request; all other roles are given by the municipality's own administrator, on the portal (P-VIS-3).
extension ControlRoutes {
    /// Roles that nobody on the portal can give.
    private static let firstRoles: Set<Role> = [.municipalAdministrator, .regionalIT]

    func addAccount(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let user = fields.text("gebruiker", atMost: 64)
        let name = fields.text("naam", atMost: 100)
        let role = fields.text("rol", atMost: 40)
        let municipality = fields.text("gemeente", atMost: 6)
        try fields.refuse()
        guard let role = Role(rawValue: role), Self.firstRoles.contains(role) else {
            throw Problem.badRequest([
                FieldError(
                    field: "rol",
                    message: "moet gemeentebeheerder of regioIct zijn; andere rollen geeft de beheerder van de gemeente"
                )
            ])
        }
        guard let found = (try? MunicipalityCode(municipality)).flatMap(parts.municipality) else {
            throw Problem.badRequest([
                FieldError(
                    field: "gemeente", message: "hoort niet bij deze regio; of de node draait niet: start die eerst")
            ])
        }
        let account = Account(
            user: user, displayName: name, role: role, municipality: found.code, organisation: found.oin)
        let object = "\(role.rawValue) of \(found.code)"
        try await audit("add account", object, "owner of the machine", "asked")
        let password = AccountStore.startPassword()
        do throws(AccountRefusal) {
            try await parts.accounts.add(account, password: password, isTemporary: true)
        } catch {
            try await audit("add account", object, "owner of the machine", "refused")
            throw Problem.badRequest([FieldError(field: "gebruiker", message: error.description)])
        }
        try await audit("add account", object, "owner of the machine", "done")
        return try .json(["wachtwoord": password])
    }
}
