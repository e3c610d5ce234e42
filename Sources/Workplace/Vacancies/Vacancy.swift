import Domain

/// A vacancy that an accountmanager fills: what its list of candidates hangs under.
package struct Vacancy: Hashable, Sendable {
    /// Longest title, in characters.
    package static let titleLimit = 120
}
