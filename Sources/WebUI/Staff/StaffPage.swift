package import Domain
package import Foundation

/// The roles of a municipality's own people, for its administrator: what must be confirmed stands first.
package struct StaffPage: Hashable, Sendable {
    /// Names of the forms' fields.
    package enum Field {
        package static let user = "gebruiker"
        package static let name = "naam"
        package static let role = "rol"
    }

    /// One of the municipality's people.
    package struct Member: Hashable, Sendable {
        let user: String
        let name: String
        let role: Role
        let hasRole: Bool
        /// The identity provider, by the title of its button.
        let provider: String?
        let isEnrolled: Bool
        let isTemporary: Bool
        let lastLogIn: Date?
        let confirmed: Date
        let mustBeConfirmed: Bool
        /// The administrator who looks.
        let isSelf: Bool

        package init(
            user: String, name: String, role: Role, hasRole: Bool, provider: String?, isEnrolled: Bool,
            isTemporary: Bool, lastLogIn: Date?, confirmed: Date, mustBeConfirmed: Bool, isSelf: Bool
        ) {
            self.user = user
            self.name = name
            self.role = role
            self.hasRole = hasRole
            self.provider = provider
            self.isEnrolled = isEnrolled
            self.isTemporary = isTemporary
            self.lastLogIn = lastLogIn
            self.confirmed = confirmed
            self.mustBeConfirmed = mustBeConfirmed
            self.isSelf = isSelf
        }
    }

    /// A password that is told once.
    package struct StartPassword: Hashable, Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package let frame: Frame
    package let municipality: String
    package let members: [Member]
    package let told: StartPassword?
    package let fault: String?
    package let done: String?

    package init(
        frame: Frame, municipality: String, members: [Member], told: StartPassword? = nil, fault: String? = nil,
        done: String? = nil
    ) {
        self.frame = frame
        self.municipality = municipality
        self.members = members
        self.told = told
        self.fault = fault
        self.done = done
    }

    /// The list as a file for a spreadsheet.
    package var file: [UInt8] {
        Spreadsheet.file(
            ["gebruiker", "naam", "rol", "inloggen", "laatst ingelogd", "laatst bevestigd", "te bevestigen"],
            members.map { member in
                [
                    member.user, member.name, StaffWording.role(of: member), StaffWording.logIn(of: member),
                    member.lastLogIn.map { CalendarDay(of: $0).description } ?? "nooit",
                    CalendarDay(of: member.confirmed).description, member.mustBeConfirmed ? "ja" : "nee",
                ]
            })
    }
}

/// What roles and ways to log in are called.
enum StaffWording {
    static func name(of role: Role) -> String {
        switch role {
        case .accountManager: "accountmanager"
        case .caseManager: "klantmanager"
        case .municipalAdministrator: "beheerder van de gemeente"
        case .regionalIT: "ICT van de regio"
        case .processor: "verwerker"
        case .federationAdministrator: "beheerder van de federatie"
        }
    }

    static func role(of member: StaffPage.Member) -> String { member.hasRole ? name(of: member.role) : "geen rol" }

    static func logIn(of member: StaffPage.Member) -> String {
        if let provider = member.provider { return provider }
        if member.isTemporary { return "startwachtwoord, nog niet gewijzigd" }
        return member.isEnrolled ? "wachtwoord en tweede factor" : "wachtwoord"
    }
}

/// What `staff.mustache` reads.
struct StaffView {
    struct Row {
        let user: String
        let name: String
        let role: String
        let logIn: String
        let lastLogIn: String
        let confirmed: String
        let mustBeConfirmed: Bool
        let isSelf: Bool
        /// The role may be given, withdrawn or taken over by another here.
        let canChange: Bool
        let canWithdraw: Bool
        let canClose: Bool
        let canConfirm: Bool
        /// Roles that can be given instead.
        let others: [Choice]
        let csrf: String
    }

    struct Choice {
        let value: String
        let title: String
    }

    let layout: LayoutView
    let municipality: String
    let csrf: String
    let rows: [Row]
    let toConfirm: [Row]
    let hasToConfirm: Bool
    let confirmTitle: String
    let roles: [Choice]
    let told: StaffPage.StartPassword?
    let fault: String?
    let done: String?

    init(_ page: StaffPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Rollen", links, in: .roles)
        municipality = page.municipality
        let csrf = page.frame.visitor?.csrfToken ?? ""
        self.csrf = csrf
        let given: [Role] = [.accountManager, .caseManager]
        roles = given.map { Choice(value: $0.rawValue, title: StaffWording.name(of: $0)) }
        // What must be confirmed first; otherwise as they came.
        let ordered = page.members.filter(\.mustBeConfirmed) + page.members.filter { !$0.mustBeConfirmed }
        rows = ordered.map { member in
            let isManaged = given.contains(member.role) && !member.isSelf
            let canChange = isManaged && member.provider == nil
            return Row(
                user: member.user, name: member.name, role: StaffWording.role(of: member),
                logIn: StaffWording.logIn(of: member),
                lastLogIn: member.lastLogIn.map { CalendarDay(of: $0).dutch } ?? "nog nooit",
                confirmed: CalendarDay(of: member.confirmed).dutch, mustBeConfirmed: member.mustBeConfirmed,
                isSelf: member.isSelf, canChange: canChange, canWithdraw: canChange && member.hasRole,
                canClose: isManaged, canConfirm: member.hasRole && !member.isSelf,
                others: given.filter { $0 != member.role || !member.hasRole }.map {
                    Choice(value: $0.rawValue, title: StaffWording.name(of: $0))
                }, csrf: csrf)
        }
        toConfirm = rows.filter { $0.mustBeConfirmed && $0.canConfirm }
        hasToConfirm = !toConfirm.isEmpty
        confirmTitle = toConfirm.count == 1 ? "Deze rol bevestigen" : "Deze \(toConfirm.count) rollen bevestigen"
        told = page.told
        fault = page.fault
        done = page.done
    }
}
