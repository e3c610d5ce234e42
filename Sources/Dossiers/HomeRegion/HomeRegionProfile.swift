package import Domain
import Search

/// What staff of the home region may see of a hidden jobseeker: the same fields as of a visible one, masked in the same
/// way (P-VIS-2, P-ROL); no field of P-DAT-3 is in it.
///
/// Invariant: made only of a dossier that is hidden and whose service has not ended.
///
/// - Important: It never leaves the region. It is declared here, where no code of the federation can see it, so that
///   none can encode it; nothing turns it into a `ShowcaseProfile` (I-1, I-2).
package struct HomeRegionProfile: Hashable, Sendable {
    package let id: ProfileID
    package let generation: Int
    package let revision: Int
    package let municipality: MunicipalityCode
    package let postcodeArea: PostcodeArea
    /// Masked.
    package let work: WorkProfile
    /// Shown with the opened profile only; never in a list, in no index.
    package let contact: Contact

    /// Nil while others may see the person, and once the service has ended: then nobody looks for work for them.
    init?(ofHidden dossier: Dossier) {
        guard dossier.visibility == .hidden, dossier.internalFields.serviceEnded == nil else { return nil }
        id = dossier.id
        generation = dossier.generation
        revision = dossier.revision
        municipality = dossier.municipality
        postcodeArea = dossier.internalFields.postcode.area
        work = dossier.work.masked(hiding: dossier.contact)
        contact = dossier.contact
    }
}

extension HomeRegionProfile: SearchedProfile {
    package var occupations: [String] { work.occupations }
    package var skills: [String] { work.skills }
    package var motivation: String { work.motivation }
    package var experience: [Experience] { work.experience }
    package var education: EducationLevel { work.education }
    package var licences: [DrivingLicence] { work.licences }
    package var languages: [LanguageSkill] { work.languages }
    package var hours: WeeklyHours { work.hours }
    package var availableFrom: CalendarDay { work.availableFrom }
    package var targetGroups: [TargetGroup] { work.targetGroups }
    package var contracts: [ContractForm] { work.contracts }
    package var sectors: [Sector] { work.sectors }
    package var travelKm: Int? { work.travelKm }
}
