package import Domain
package import Foundation
import GRDB
import Storage

/// A message about somebody of this region.
package struct ReceivedMessage: Hashable, Sendable {
    /// Who sent it: a person of a region, by the pseudonym that travels.
    package struct Sender: Hashable, Sendable {
        package let region: OIN
        package let person: String
        package let organisation: OIN
        package let role: Role

        package init(region: OIN, person: String, organisation: OIN, role: Role) {
            self.region = region
            self.person = person
            self.organisation = organisation
            self.role = role
        }
    }

    /// About whom it is: a jobseeker, in the visibility that the sender saw.
    package struct Subject: Hashable, Sendable {
        package let person: ProfileID
        package let municipality: MunicipalityCode
        package let generation: Int

        package init(person: ProfileID, municipality: MunicipalityCode, generation: Int) {
            self.person = person
            self.municipality = municipality
            self.generation = generation
        }
    }

    /// What came of it.
    package struct Answer: Hashable, Sendable {
        package let text: String
        package let at: Date
        /// The case manager's user; it stays in this region.
        package let by: String
    }

    /// This region's own name of it.
    package let id: UUID
    /// The sender's name of it: the same message comes once.
    package let token: UUID
    package let sender: Sender
    /// Sent by a user of this node: it never left it.
    package let isHome: Bool
    package let subject: Subject
    package let purpose: Purpose
    package let content: MessageContent
    package let at: Date
    package let readAt: Date?
    package let answer: Answer?

    package init(
        token: UUID, sender: Sender, isHome: Bool, subject: Subject, purpose: Purpose, content: MessageContent, at: Date
    ) {
        id = UUID.random()
        self.token = token
        self.sender = sender
        self.isHome = isHome
        self.subject = subject
        self.purpose = purpose
        self.content = content
        self.at = at
        readAt = nil
        answer = nil
    }

    /// Until when it can be answered and asked about.
    package var ends: Date { at.addingTimeInterval(TimeInterval(Limits.messageDays * 86_400)) }

    /// The message in a row of `MailboxSchema.receivedColumns`; nil when its words are not this version's.
    init?(_ row: Row) {
        let (activity, basis): (String, String) = (row[10], row[11])
        guard let id = UUID(data: row[0]), let token = UUID(data: row[3]), let region = try? OIN(row[1] as String),
            let person = ProfileID(bytes: row[5] as Data), let municipality = try? MunicipalityCode(row[6]),
            let organisation = try? OIN(row[8] as String), let role = Role(rawValue: row[9]),
            let purpose = Purpose(activity, basis, row[12]),
            case .success(let content) = MessageContent.read(
                addressee: row[13], text: row[14], contact: row[15] as String? ?? "")
        else { return nil }
        self.id = id
        self.token = token
        sender = Sender(region: region, person: row[2], organisation: organisation, role: role)
        isHome = row[4]
        subject = Subject(person: person, municipality: municipality, generation: row[7])
        self.purpose = purpose
        self.content = content
        at = Date(milliseconds: row[16])
        readAt = (row[17] as Int64?).map(Date.init(milliseconds:))
        let answer: String? = row[18]
        self.answer = answer.map { Answer(text: $0, at: Date(milliseconds: row[19]), by: row[20]) }
    }
}

extension Purpose {
    init?(_ activity: String, _ basis: String, _ vacancy: String?) {
        guard let activity = Activity(rawValue: activity), let basis = LegalBasis(rawValue: basis),
            let purpose = try? Purpose(activity: activity, basis: basis, vacancy: vacancy)
        else { return nil }
        self = purpose
    }
}
