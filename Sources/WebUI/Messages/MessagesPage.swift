package import Domain
package import Foundation

/// Everything that somebody sent, and for a case manager what came in for the own municipality.
package struct MessagesPage: Sendable {
    /// Names of the forms' fields.
    package enum Field {
        package static let id = "bericht"
        package static let answer = "antwoord"
        package static let address = "emailadres"
    }

    /// A message that came in.
    package struct Received: Sendable {
        package let id: UUID
        /// The person's name; nil for somebody who is no longer in the dossiers.
        package let person: String?
        /// Opens the dossier, for this user only.
        package let dossier: String?
        /// Role, municipality and region of who sent it.
        package let sender: String
        package let purpose: Purpose
        package let content: MessageContent
        package let at: Date
        package let isRead: Bool
        package let answer: (text: String, at: Date)?
        /// Why an answer does not arrive, or cannot be given any more.
        package let obstacle: Obstacle?

        package enum Obstacle: Hashable, Sendable { case hidden, ended }

        package init(
            id: UUID, person: String?, dossier: String?, sender: String, purpose: Purpose, content: MessageContent,
            at: Date, isRead: Bool, answer: (text: String, at: Date)?, obstacle: Obstacle?
        ) {
            self.id = id
            self.person = person
            self.dossier = dossier
            self.sender = sender
            self.purpose = purpose
            self.content = content
            self.at = at
            self.isRead = isRead
            self.answer = answer
            self.obstacle = obstacle
        }
    }

    /// A message that the user sent.
    package struct Sent: Sendable {
        package enum State: Hashable, Sendable { case uncertain, new, read, answered, gone }

        package let label: String
        package let regionName: String
        package let purpose: Purpose
        package let content: MessageContent
        package let at: Date
        package let state: State
        package let answer: (text: String, at: Date)?
        package let isNew: Bool

        package init(
            label: String, regionName: String, purpose: Purpose, content: MessageContent, at: Date, state: State,
            answer: (text: String, at: Date)?, isNew: Bool
        ) {
            self.label = label
            self.regionName = regionName
            self.purpose = purpose
            self.content = content
            self.at = at
            self.state = state
            self.answer = answer
            self.isNew = isNew
        }
    }

    package let frame: Frame
    /// Nil for who does not work for one municipality's people.
    package let municipalityName: String?
    package let received: [Received]
    package let sent: [Sent]
    /// Regions that did not say how messages stand now.
    package let silent: [String]
    /// The message whose answer was wrong, with what was typed and why.
    package let fault: (id: UUID, answer: String, message: String)?
    package let notice: String?
    /// Where notices go; nil when this node sends no mail.
    package let address: String?
    package let addressFault: String?

    package init(
        frame: Frame, municipalityName: String?, received: [Received], sent: [Sent], silent: [String] = [],
        fault: (id: UUID, answer: String, message: String)? = nil, notice: String? = nil, address: String?,
        addressFault: String? = nil
    ) {
        self.frame = frame
        self.municipalityName = municipalityName
        self.received = received
        self.sent = sent
        self.silent = silent
        self.fault = fault
        self.notice = notice
        self.address = address
        self.addressFault = addressFault
    }
}
