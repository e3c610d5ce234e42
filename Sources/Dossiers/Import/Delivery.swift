package import Domain
package import Foundation

/// A file that a municipality delivered on the portal: whose it is, and what was found in it. It waits for somebody's
/// decision, beside its stage.
package struct Delivery: Hashable, Sendable {
    /// How far it is.
    package enum State: Codable, Hashable, Sendable {
        case checking
        /// Checked; `Report` says what can be taken.
        case checked(Report)
        /// It cannot be read as a whole; nothing of it is kept.
        case refused(ImportFault)
        /// The check could not be done, which is not the file's fault; nothing of it is kept.
        case failed
    }

    /// What was found in it.
    package struct Report: Codable, Hashable, Sendable {
        /// Rows that can be taken.
        package let good: Int
        /// Rows with at least one fault.
        package let bad: Int
        package let faultCount: Int
        /// In the order of the file, at most `ImportStage.reportedFaults`.
        package let faults: [ImportFault]
    }

    /// A UUID; the stage's and the import's too.
    package let id: String
    package let municipality: MunicipalityCode
    /// The user who delivered it.
    package let account: String
    package let received: Date
    package var state: State
    /// Whether it was decided to import it; then the import's own figures tell the rest.
    package var isDecided = false

    package init(id: String, municipality: MunicipalityCode, account: String, received: Date, state: State) {
        self.id = id
        self.municipality = municipality
        self.account = account
        self.received = received
        self.state = state
    }
}

extension Delivery: Codable {
    private enum Key: String, CodingKey { case id, municipality, account, received, state, isDecided }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = try values.decode(String.self, forKey: .id)
        municipality = try MunicipalityCode(try values.decode(String.self, forKey: .municipality))
        account = try values.decode(String.self, forKey: .account)
        received = try values.decode(Date.self, forKey: .received)
        state = try values.decode(State.self, forKey: .state)
        isDecided = try values.decode(Bool.self, forKey: .isDecided)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(id, forKey: .id)
        try values.encode(municipality.code, forKey: .municipality)
        try values.encode(account, forKey: .account)
        try values.encode(received, forKey: .received)
        try values.encode(state, forKey: .state)
        try values.encode(isDecided, forKey: .isDecided)
    }
}
