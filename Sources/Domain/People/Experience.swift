/// One job that somebody had.
package struct Experience: Hashable, Sendable {
    package let jobTitle: String
    /// Shown in the opened profile only, never in a list (design.md §6).
    package let employer: String
    /// Calendar years, first to last; `nil` means until now.
    package let firstYear: Int
    package let lastYear: Int?
    package let description: String

    package init(jobTitle: String, employer: String, firstYear: Int, lastYear: Int?, description: String) {
        self.jobTitle = jobTitle
        self.employer = employer
        self.firstYear = firstYear
        self.lastYear = lastYear
        self.description = description
    }
}
