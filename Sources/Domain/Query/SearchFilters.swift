/// What a hit must satisfy: all kinds that are given, and one value of each (within `targetGroups` too).
package struct SearchFilters: Hashable, Sendable {
    /// Regions asked; empty means all.
    package var regions: [RegionCode]
    package var municipalities: [MunicipalityCode]
    package var area: Area?
    package var targetGroups: [TargetGroup]
    /// Preferred occupations as they are written in profiles, whatever their case and accents.
    package var occupations: [String]
    package var skills: [String]
    package var educationLevels: [EducationLevel]
    package var licences: [DrivingLicence]
    /// Each language at this level at least.
    package var languages: [LanguageSkill]
    package var hours: WeeklyHours?
    /// Who can start on this day.
    package var availableBy: CalendarDay?
    package var contracts: [ContractForm]
    package var sectors: [Sector]

    /// Everybody whose postcode area's centre lies within a distance of another's, and who would travel that far.
    package struct Area: Hashable, Sendable {
        package let postcode: PostcodeArea
        /// 1 to 200.
        package let distanceKm: Int

        package init(postcode: PostcodeArea, distanceKm: Int) {
            self.postcode = postcode
            self.distanceKm = distanceKm
        }
    }

    package init(
        regions: [RegionCode] = [], municipalities: [MunicipalityCode] = [], area: Area? = nil,
        targetGroups: [TargetGroup] = [], occupations: [String] = [], skills: [String] = [],
        educationLevels: [EducationLevel] = [], licences: [DrivingLicence] = [], languages: [LanguageSkill] = [],
        hours: WeeklyHours? = nil, availableBy: CalendarDay? = nil, contracts: [ContractForm] = [],
        sectors: [Sector] = []
    ) {
        self.regions = regions
        self.municipalities = municipalities
        self.area = area
        self.targetGroups = targetGroups
        self.occupations = occupations
        self.skills = skills
        self.educationLevels = educationLevels
        self.licences = licences
        self.languages = languages
        self.hours = hours
        self.availableBy = availableBy
        self.contracts = contracts
        self.sectors = sectors
    }
}
