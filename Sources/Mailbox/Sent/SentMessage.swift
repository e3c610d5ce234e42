package import Domain
package import Foundation
import GRDB
import Storage

/// A message that a user of this node sent.
package struct SentMessage: Hashable, Sendable {
    /// How far it is, as far as is known here.
    package enum State: String, Hashable, Sendable {
        /// Sent, and no answer came whether it arrived: it can be sent again, and arrives once.
        case uncertain = "onzeker"
        case new = "nieuw"
        case read = "gelezen"
        case answered = "beantwoord"
        /// The person or the message can no longer be asked about, for whatever reason.
        case gone = "weg"
    }

    package let id: UUID
    package let user: String
    package let organisation: OIN
    /// The person's home.
    package let region: RegionCode
    /// It never left this node.
    package let isHome: Bool
    /// By what the sender knows the person: no name, so that nothing of the profile is kept here.
    package let label: String
    package let purpose: Purpose
    package let content: MessageContent
    package let at: Date
    package let state: State
    /// What the home region gave to ask about it.
    package let reference: String?
    package let readAt: Date?
    package let answer: String?
    package let answeredAt: Date?
    package let isAnswerSeen: Bool

    package init(
        id: UUID, user: String, organisation: OIN, region: RegionCode, isHome: Bool, label: String, purpose: Purpose,
        content: MessageContent, at: Date
    ) {
        self.id = id
        self.user = user
        self.organisation = organisation
        self.region = region
        self.isHome = isHome
        self.label = String(label.prefix(200))
        self.purpose = purpose
        self.content = content
        self.at = at
        state = isHome ? .new : .uncertain
        reference = nil
        readAt = nil
        answer = nil
        answeredAt = nil
        isAnswerSeen = false
    }

    /// The message in a row of `MailboxSchema.sentColumns`; nil when its words are not this version's.
    init?(_ row: Row) {
        guard let id = UUID(data: row[0]), let organisation = try? OIN(row[2] as String),
            let region = try? RegionCode(row[3] as String), let purpose = Purpose(row[6], row[7], row[8]),
            case .success(let content) = MessageContent.read(
                addressee: row[9], text: row[10], contact: row[11] as String? ?? ""),
            let state = State(rawValue: row[13])
        else { return nil }
        self.id = id
        user = row[1]
        self.organisation = organisation
        self.region = region
        isHome = row[4]
        label = row[5]
        self.purpose = purpose
        self.content = content
        at = Date(milliseconds: row[12])
        self.state = state
        reference = row[14]
        readAt = (row[15] as Int64?).map(Date.init(milliseconds:))
        answer = row[16]
        answeredAt = (row[17] as Int64?).map(Date.init(milliseconds:))
        isAnswerSeen = row[18]
    }
}
