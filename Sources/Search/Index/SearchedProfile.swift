package import Domain

/// A profile that an index holds: what of it is looked in, filtered and counted. Names, contact and employers are not
/// among it.
package protocol SearchedProfile: Sendable {
    var id: ProfileID { get }
    var municipality: MunicipalityCode { get }
    var postcodeArea: PostcodeArea { get }
    var occupations: [String] { get }
    var skills: [String] { get }
    var motivation: String { get }
    /// Job titles and descriptions; the employers in it are not looked at.
    var experience: [Experience] { get }
    var education: EducationLevel { get }
    var licences: [DrivingLicence] { get }
    var languages: [LanguageSkill] { get }
    var hours: WeeklyHours { get }
    var availableFrom: CalendarDay { get }
    var targetGroups: [TargetGroup] { get }
    var contracts: [ContractForm] { get }
    var sectors: [Sector] { get }
    var travelKm: Int? { get }
}

extension ShowcaseProfile: SearchedProfile {}
