package import Domain

/// What is around every page: whose face this is, and who is logged in.
package struct Frame: Hashable, Sendable {
    /// Which face of the federation.
    package enum Face: Hashable, Sendable {
        /// A region's portal, with the region's name.
        case portal(region: String)
        case monitor
    }

    package let face: Face
    /// Nil before log-in.
    package let visitor: Visitor?
    /// What everybody who is logged in must know now, in a sentence or two.
    package let notice: String?
    /// Exceptional access that concerns the visitor now.
    package let emergency: Emergency?

    /// Said on every page to who has exceptional access, and to those whose people are looked at.
    package struct Emergency: Hashable, Sendable {
        package let sentence: String
        /// Whether the visitor can do something about it.
        package let canAct: Bool

        package init(sentence: String, canAct: Bool) {
            self.sentence = sentence
            self.canAct = canAct
        }
    }

    package init(face: Face, visitor: Visitor?, notice: String? = nil, emergency: Emergency? = nil) {
        self.face = face
        self.visitor = visitor
        self.notice = notice
        self.emergency = emergency
    }

    /// Whether the visitor looks at people by exceptional access, and so changes nothing.
    var isReadOnly: Bool { visitor?.role != .caseManager }
}

/// Somebody who is logged in.
package struct Visitor: Hashable, Sendable {
    package let name: String
    /// Decides what stands in the menu.
    package let role: Role
    /// The municipality's name or the role: what stands under the name.
    package let organisation: String
    /// Goes with every form that changes or asks something.
    package let csrfToken: String
    /// Messages and answers that were not looked at yet: the menu says how many.
    package let unread: Int

    package init(name: String, role: Role, organisation: String, csrfToken: String, unread: Int = 0) {
        self.name = name
        self.role = role
        self.organisation = organisation
        self.csrfToken = csrfToken
        self.unread = unread
    }
}
