/// What an alert says. The raw value is what webhooks read and the store keeps: append only.
package enum AlertKind: String, CaseIterable, Hashable, Sendable {
    case began = "begonnen"
    case worsened = "erger"
    case escalated = "escalatie"
    case recovered = "voorbij"
    case test = "proef"
}
