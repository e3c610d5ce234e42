/// The law that allows a processing (grondslag). Source: P-PUR-1.
package enum LegalBasis: String, CaseIterable, Hashable, Sendable {
    /// Support in finding work: Participatiewet art. 7, 9 and 53a.
    case participatiewet
    /// Cooperation inside the region, and the nation-wide register of applicants and vacancies: Wet SUWI art. 10.
    case wetSuwi
}
