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
    /// The municipality's number of the case (zaaknummer), and street with house number; empty when not known.
    package let caseNumber: String
    package let street: String
    package let gender: Gender?
    package let support: SupportLevel?
    /// In the group of the ToZo scheme.
    package let isToZo: Bool
    /// When the municipality's service to the person ended; retention counts from it (P-RIG-3).
    package let serviceEnded: CalendarDay?

    package init(
        clientNumber: String, postcode: Postcode, birthDay: CalendarDay, caseManager: String, caseNumber: String = "",
        street: String = "", gender: Gender? = nil, support: SupportLevel? = nil, isToZo: Bool = false,
        serviceEnded: CalendarDay? = nil
    ) {
        self.clientNumber = clientNumber
        self.postcode = postcode
        self.birthDay = birthDay
        self.caseManager = caseManager
        self.caseNumber = caseNumber
        self.street = street
        self.gender = gender
        self.support = support
        self.isToZo = isToZo
        self.serviceEnded = serviceEnded
    }

    /// The same, with the municipality's service ended on `day`.
    package func ended(on day: CalendarDay) -> InternalFields {
        InternalFields(
            clientNumber: clientNumber, postcode: postcode, birthDay: birthDay, caseManager: caseManager,
            caseNumber: caseNumber, street: street, gender: gender, support: support, isToZo: isToZo, serviceEnded: day)
    }
}
