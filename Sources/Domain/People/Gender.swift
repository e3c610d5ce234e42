/// How the municipality has the person's gender (geslacht). Internal only (P-DAT-3).
package enum Gender: String, CaseIterable, Hashable, Sendable {
    case man = "man"
    case woman = "vrouw"
    case other = "anders"
}
