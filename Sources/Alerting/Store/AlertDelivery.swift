package import Foundation

/// Something that was, or is to be, handed over: what `/meldingen` shows.
package struct AlertDelivery: Hashable, Sendable {
    package let receiver: String
    /// `mail:address` or `webhook`.
    package let channel: String
    package let kind: AlertKind
    package let incidents: [Int64]
    package let made: Date
    /// When it is tried next; nil when it is done with.
    package let due: Date?
    package let tries: Int
    /// What became of the last try, for operators; empty before it, `ok` when it was taken.
    package let outcome: String
}

extension AlertDelivery {
    /// Numbers of incidents as the store keeps them.
    static func numbers(_ text: String) -> [Int64] { text.split(separator: ",").compactMap { Int64($0) } }
}

/// One that is to be handed over now.
struct DueDelivery: Sendable {
    let number: Int64
    let id: UUID
    let receiver: String
    let channel: String
    let incidents: [Int64]
    let subject: String
    let body: String
    let document: String
    let made: Date
    let tries: Int
}
