/// What somebody is to the system, and so what they may do (P-ROL). The raw value travels in a verklaring.
package enum Role: String, CaseIterable, Hashable, Sendable {
    case accountManager = "accountmanager"
    case caseManager = "klantmanager"
    case municipalAdministrator = "gemeentebeheerder"
    case regionalIT = "regioIct"
    case processor = "verwerker"
    case federationAdministrator = "federatiebeheerder"
}
