/// A processing activity (verwerkingsactiviteit) across regions: the closed table of what may be asked, on which basis,
/// by whom.
///
/// A query that names an activity outside this table, a basis that the activity does not have, or a role that it does
/// not allow is refused at the source. Source: P-PUR-1, P-ROL.
package enum Activity: String, CaseIterable, Hashable, Sendable {
    /// Finding people to fill a vacancy.
    case fillVacancy = "vacatureVervullen"
    /// Finding out whom the regions could offer an employer, before there is a vacancy.
    case advise = "werkgeverAdviseren"
    /// Finding work for somebody in another region, or colleagues for a case.
    case mediate = "bemiddelen"

    package var bases: Set<LegalBasis> {
        switch self {
        case .fillVacancy, .advise: [.wetSuwi]
        case .mediate: [.participatiewet, .wetSuwi]
        }
    }

    package var roles: Set<Role> {
        switch self {
        case .fillVacancy, .advise: [.accountManager]
        case .mediate: [.accountManager, .caseManager]
        }
    }

    /// The activity's id in the register of processing activities, as the Logboek Dataverwerkingen records it.
    package var registerURI: String { Self.registerURI(of: rawValue) }

    /// The id of any processing activity, also of those that are no query across regions.
    package static func registerURI(of name: String) -> String {
        "https://register.hallowerk.example/verwerkingsactiviteiten/\(name)"
    }
}
