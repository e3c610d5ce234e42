/// Whether everybody with a password needs a second factor.
package enum SecondFactor: String, CaseIterable, Hashable, Sendable {
    /// Who has none enrols one at log-in.
    case required
    /// Who has enrolled one must use it; others are let in with a password alone. On loopback only.
    case optional
}
