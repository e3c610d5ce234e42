import Access
import Domain
import Foundation
import Hummingbird
import PeopleHTTP
import Wire

/// The first people of a municipality and of the region's IT, and staff of a processor. Whoever owns the machine makes
/// them, at the municipality's request; all other roles are given by the municipality's own administrator, on the
/// portal (P-VIS-3).
extension ControlRoutes {
    /// Roles that nobody on the portal can give.
    private static let firstRoles: Set<Role> = [.municipalAdministrator, .regionalIT, .processor]

    func addAccount(_ request: Request) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let user = fields.text("gebruiker", atMost: 64)
        let name = fields.text("naam", atMost: 100)
        let role = fields.text("rol", atMost: 40)
        let municipality = fields.optionalText("gemeente", atMost: 6)
        let organisation = fields.optionalText("organisatie", atMost: 20)
        try fields.refuse()
        guard let role = Role(rawValue: role), Self.firstRoles.contains(role) else {
            throw Problem.badRequest([
                FieldError(
                    field: "rol",
                    message: "moet gemeentebeheerder, regioIct of verwerker zijn; andere rollen geeft de beheerder van "
                        + "de gemeente")
            ])
        }
        let place: String
        let account: Account
        if role == .processor {
            let oin = try processor(organisation)
            place = oin.digits
            account = Account(user: user, displayName: name, role: role, municipality: nil, organisation: oin)
        } else {
            guard let found = municipality.flatMap({ try? MunicipalityCode($0) }).flatMap(parts.municipality) else {
                throw Problem.badRequest([
                    FieldError(
                        field: "gemeente",
                        message: "hoort niet bij deze regio; of de node draait niet: start die eerst")
                ])
            }
            place = "\(found.code)"
            account = Account(
                user: user, displayName: name, role: role, municipality: found.code, organisation: found.oin)
        }
        return try await FirstAccount.make(account, of: place, in: parts.accounts) { object, result in
            try await audit("add account", object, "owner of the machine", result)
        }
    }

    /// - Throws: `Problem` 400 for who has no agreement with this region now.
    private func processor(_ text: String?) throws -> OIN {
        guard let oin = text.flatMap({ try? OIN($0) }), parts.hasAgreement(oin) else {
            throw Problem.badRequest([
                FieldError(
                    field: "organisatie",
                    message:
                        "moet het OIN zijn van een verwerker die in deze regio om noodtoegang mag vragen; of de node "
                        + "draait niet: start die eerst")
            ])
        }
        return oin
    }
}
