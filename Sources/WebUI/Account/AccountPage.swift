package import Domain
package import Foundation

/// One's own account: where it is open, the password, and the second factor.
package struct AccountPage: Hashable, Sendable {
    /// Names of the forms' fields.
    package enum Field {
        package static let present = "huidig"
        package static let password = "nieuw"
        package static let repeated = "herhaal"
        package static let code = "code"
    }

    /// A session that is open.
    package struct OpenSession: Hashable, Sendable {
        let began: Date
        let lastUsed: Date
        let isThis: Bool

        package init(began: Date, lastUsed: Date, isThis: Bool) {
            self.began = began
            self.lastUsed = lastUsed
            self.isThis = isThis
        }
    }

    /// Which form a refusal is of.
    package enum Fault: Hashable, Sendable {
        case password(EntranceRefusal)
        case secondFactor(EntranceRefusal)
    }

    package let frame: Frame
    package let user: String
    package let sessions: [OpenSession]
    package let isEnrolled: Bool
    package let recoveryCodesLeft: Int
    /// An identity provider keeps password and second factor.
    package let isOfProvider: Bool
    package let fault: Fault?
    /// What was just done.
    package let done: String?
    package let now: Date

    package init(
        frame: Frame, user: String, sessions: [OpenSession], isEnrolled: Bool, recoveryCodesLeft: Int,
        isOfProvider: Bool, fault: Fault? = nil, done: String? = nil, now: Date
    ) {
        self.frame = frame
        self.user = user
        self.sessions = sessions
        self.isEnrolled = isEnrolled
        self.recoveryCodesLeft = recoveryCodesLeft
        self.isOfProvider = isOfProvider
        self.fault = fault
        self.done = done
        self.now = now
    }
}

/// What `account.mustache` reads.
struct AccountView {
    struct Row {
        let began: String
        let lastUsed: String
        let isThis: Bool
    }

    let layout: LayoutView
    let user: String
    let role: String
    let csrf: String
    let rows: [Row]
    let hasOthers: Bool
    let isLocal: Bool
    let isEnrolled: Bool
    let codesLeft: String
    let passwordFault: String?
    let factorFault: String?
    let done: String?

    init(_ page: AccountPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Mijn account", links)
        user = page.user
        role = page.frame.visitor.map { StaffWording.name(of: $0.role) } ?? ""
        csrf = page.frame.visitor?.csrfToken ?? ""
        rows = page.sessions.map { session in
            Row(
                began: session.began.dutch(asOf: page.now), lastUsed: session.lastUsed.dutch(asOf: page.now),
                isThis: session.isThis)
        }
        hasOthers = page.sessions.contains { !$0.isThis }
        isLocal = !page.isOfProvider
        isEnrolled = page.isEnrolled
        codesLeft = page.recoveryCodesLeft == 1 ? "1 herstelcode" : "\(page.recoveryCodesLeft) herstelcodes"
        switch page.fault {
        case .password(let refusal): (passwordFault, factorFault) = (EntranceWording.sentence(refusal), nil)
        case .secondFactor(let refusal): (passwordFault, factorFault) = (nil, EntranceWording.sentence(refusal))
        case nil: (passwordFault, factorFault) = (nil, nil)
        }
        done = page.done
    }
}
