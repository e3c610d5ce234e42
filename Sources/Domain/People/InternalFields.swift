/// What the municipality keeps for itself: never shared with employers, never leaving the home region (P-DAT-3).
///
/// - Important: No type that is encoded outward may hold one of these.
package struct InternalFields: Hashable, Sendable {
    /// The municipality's own number for the person, unique within it.
    package let clientNumber: String
    package let postcode: Postcode
    package let birthDay: CalendarDay
    /// Name of the case manager (klantmanager).
    package let caseManager: String

    package init(clientNumber: String, postcode: Postcode, birthDay: CalendarDay, caseManager: String) {
        self.clientNumber = clientNumber
        self.postcode = postcode
        self.birthDay = birthDay
        self.caseManager = caseManager
    }
}
