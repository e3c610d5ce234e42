package import Domain

/// One way into a part of the portal, in the menu on top of every page.
package struct MenuEntry: Hashable, Sendable {
    package let title: String
    package let path: String

    /// Asks all regions.
    static let search = MenuEntry(title: "Nieuwe zoekvraag", path: "/")
    /// The people of the own municipality.
    package static let people = MenuEntry(title: "Mijn gemeente", path: "/mensen")

    /// Vacancies and other lists of candidates, by the name that somebody with `role` knows them by.
    static func assignments(for role: Role) -> MenuEntry {
        MenuEntry(title: role == .caseManager ? "Lijsten" : "Vacatures", path: "/vacatures")
    }

    /// What was written about people, and what came of it.
    static let messages = MenuEntry(title: "Berichten", path: "/berichten")

    /// What municipalities delivered.
    static let deliveries = MenuEntry(title: "Leveringen", path: "/leveringen")
    /// A municipality's people back out.
    static let export = MenuEntry(title: "Uitleveren", path: "/uitlevering")

    /// Who of a municipality may do what.
    static let roles = MenuEntry(title: "Rollen", path: "/rollen")

    /// Exceptional access to a municipality's dossiers.
    package static let emergency = MenuEntry(title: "Noodtoegang", path: "/noodtoegang")

    /// The monitor's pages.
    static let overview = MenuEntry(title: "Overzicht", path: "/")
    static let incidents = MenuEntry(title: "Incidenten", path: "/incidenten")
    static let versions = MenuEntry(title: "Versies", path: "/versies")
    static let certificates = MenuEntry(title: "Certificaten", path: "/certificaten")
    static let availability = MenuEntry(title: "Beschikbaarheid", path: "/beschikbaarheid")
    static let alerts = MenuEntry(title: "Meldingen", path: "/meldingen")

    /// What somebody with `role` may go to on the monitor.
    package static func monitor(for role: Role) -> [MenuEntry] {
        [overview, incidents, versions, certificates, availability]
            + (role == .federationAdministrator ? [alerts] : [])
    }

    /// What somebody with `role` may go to, most used first; the first is where they start (P-ROL).
    package static func all(for role: Role) -> [MenuEntry] {
        switch role {
        case .accountManager: [search, assignments(for: role), messages]
        case .caseManager: [search, assignments(for: role), people, messages]
        case .municipalAdministrator: [deliveries, export, roles, emergency]
        case .regionalIT: [deliveries, emergency]
        case .processor: [emergency]
        case .federationAdministrator: []
        }
    }
    /// With how many messages are new, where that is told.
    func title(unread: Int) -> String { self == .messages && unread > 0 ? "\(title) (\(unread))" : title }
}
