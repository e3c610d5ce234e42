/// What everybody connected may see of a visible jobseeker (P-VIS-1).
///
/// Invariants: made only by `init(disclosing:)` from a visible dossier, or by reading back what another region
/// disclosed; free text is masked (`ContactMasking`); no field of P-DAT-3 is in it.
package struct ShowcaseProfile: Hashable, Sendable {
    package let id: ProfileID
    package let generation: Int
    package let revision: Int
    package let municipality: MunicipalityCode
    package let postcodeArea: PostcodeArea
    package let occupations: [String]
    package let skills: [String]
    package let motivation: String
    package let experience: [Experience]
    package let education: EducationLevel
    package let licences: [DrivingLicence]
    package let languages: [LanguageSkill]
    package let hours: WeeklyHours
    package let availableFrom: CalendarDay
    package let targetGroups: [TargetGroup]
    package let isEntrepreneur: Bool
    package let interests: [String]
    package let talents: [String]
    package let schooling: [Schooling]
    package let courses: [Course]
    package let contracts: [ContractForm]
    package let sectors: [Sector]
    package let travelKm: Int?
    package let capacity: [WorkCapacity]
    package let documents: [DocumentReference]
    /// Goes out with the opened profile only; never in a list, in no index.
    package let contact: Contact

    /// What others may see of `dossier`, or nil while it is hidden: the only way from a dossier to a showcase (P-VIS-1,
    /// P-VIS-2).
    ///
    /// - Important: A field leaves the region only by being copied here, by name. Never encode a `Dossier` outward.
    package init?(disclosing dossier: Dossier) {
        guard dossier.visibility == .visible else { return nil }
        let work = dossier.work.masked(hiding: dossier.contact)
        id = dossier.id
        generation = dossier.generation
        revision = dossier.revision
        municipality = dossier.municipality
        postcodeArea = dossier.internalFields.postcode.area
        occupations = work.occupations
        skills = work.skills
        motivation = work.motivation
        experience = work.experience
        education = work.education
        licences = work.licences
        languages = work.languages
        hours = work.hours
        availableFrom = work.availableFrom
        targetGroups = work.targetGroups
        isEntrepreneur = work.isEntrepreneur
        interests = work.interests
        talents = work.talents
        schooling = work.schooling
        courses = work.courses
        contracts = work.contracts
        sectors = work.sectors
        travelKm = work.travelKm
        capacity = work.capacity
        documents = work.documents
        contact = dossier.contact
    }
}
