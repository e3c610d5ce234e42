/// All that a region holds about one jobseeker. Its tenant is the municipality, the controller of the data (P-FED-1).
///
/// - Important: A dossier is never encoded outward. What may leave is made by `ShowcaseProfile.init(disclosing:)` only
///   (I-1).
package struct Dossier: Hashable, Sendable {
    /// Whether others may see the person. Off until switched on (P-VIS-5).
    package enum Visibility: String, Hashable, Sendable { case hidden = "verborgen", visible = "zichtbaar" }

    package let id: ProfileID
    package let municipality: MunicipalityCode
    package var contact: Contact
    package var internalFields: InternalFields
    package var work: WorkProfile
    package var visibility: Visibility
    /// Grows by one with every change of visibility, so that handles given out before do not revive (I-5). From 0.
    package var generation: Int
    /// Grows by one with every change; an older one never overwrites a newer (I-4). From 1.
    package var revision: Int

    package init(
        id: ProfileID, municipality: MunicipalityCode, contact: Contact, internalFields: InternalFields,
        work: WorkProfile, visibility: Visibility = .hidden, generation: Int = 0, revision: Int = 1
    ) {
        self.id = id
        self.municipality = municipality
        self.contact = contact
        self.internalFields = internalFields
        self.work = work
        self.visibility = visibility
        self.generation = generation
        self.revision = revision
    }
}
