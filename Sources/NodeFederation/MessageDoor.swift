package import Domain
package import Foundation
package import Trust
package import Wire

/// The way from the federation face to the region's messages: it keeps one, and says how some stand. There is no way
/// from here to a dossier (I-2); the wiring makes it of the store.
package struct MessageDoor: Sendable {
    /// A message that was let in: about somebody who is visible now, from somebody who proved who that is.
    package struct Delivery: Sendable {
        package let question: MessageJSON.Question
        package let person: ProfileID
        package let municipality: MunicipalityCode
        package let generation: Int
        package let requester: Requester
        package let organisation: OIN
        package let role: Role
        package let purpose: Purpose
    }

    /// What became of one.
    package enum Outcome: Hashable, Sendable {
        /// By what this region calls it.
        case kept(UUID)
        case refused(MessageJSON.Refusal)
    }

    let deliver: @Sendable (Delivery) async throws -> Outcome
    let standings: @Sendable ([UUID]) async throws -> [MessageStanding?]

    /// - Parameters:
    ///   - deliver: keeps it once, however often it comes.
    ///   - standings: each in its place; takes as long for an id that is not there.
    package init(
        deliver: @escaping @Sendable (Delivery) async throws -> Outcome,
        standings: @escaping @Sendable ([UUID]) async throws -> [MessageStanding?]
    ) {
        self.deliver = deliver
        self.standings = standings
    }
}
