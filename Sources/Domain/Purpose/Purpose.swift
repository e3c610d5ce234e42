/// Why a query is asked (doelbinding): the activity, its legal basis, and the vacancy it is for.
package struct Purpose: Hashable, Sendable {
    package enum Refusal: Error, Hashable { case basisNotAllowed, roleNotAllowed, vacancyTooLong }

    package let activity: Activity
    package let basis: LegalBasis
    /// The asker's own reference of the vacancy, at most 64 bytes; no personal data.
    package let vacancy: String?

    /// - Throws: `Refusal.basisNotAllowed` when the activity does not rest on `basis`; `Refusal.vacancyTooLong`.
    package init(activity: Activity, basis: LegalBasis, vacancy: String? = nil) throws(Refusal) {
        guard activity.bases.contains(basis) else { throw .basisNotAllowed }
        guard (vacancy?.utf8.count ?? 0) <= 64 else { throw .vacancyTooLong }
        self.activity = activity
        self.basis = basis
        self.vacancy = vacancy
    }

    package func allows(_ role: Role) -> Bool { activity.roles.contains(role) }
}
