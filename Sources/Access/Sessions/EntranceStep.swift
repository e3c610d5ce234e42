package import Domain

/// Where somebody stands who logs in. ///
/// Invariant: whoever is half-way is nobody yet: there is no session before everything that is asked was given.
package enum EntranceStep: Sendable {
    /// Inside. Recovery codes are shown now and never again; none unless a second factor was just enrolled.
    case entered(Session, recoveryCodes: [String])
    /// Something is still needed; what was wrong with what was given last, if anything was.
    case halfWay(HalfWay, EntranceRefusal?)
    /// Back to the beginning.
    case refused(EntranceRefusal)
}
