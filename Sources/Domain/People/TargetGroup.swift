/// A group with support for the employer (doelgroep), shared together with a visible profile (P-DAT-2).
package enum TargetGroup: String, CaseIterable, Hashable, Sendable {
    case baanafspraak
    case praktijkroute
    case bbl
}
