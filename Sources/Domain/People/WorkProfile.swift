/// What a jobseeker can and wants: the part of a dossier that is about work. Texts are as written, not masked.
package struct WorkProfile: Hashable, Sendable {
    /// Preferred occupations (voorkeursberoepen), most wanted first; 1 to 10.
    package var occupations: [String]
    /// At most 50.
    package var skills: [String]
    /// Motivation and talents in the jobseeker's own words; at most 4,000 characters.
    package var motivation: String
    /// Newest first; at most 20.
    package var experience: [Experience]
    package var education: EducationLevel
    package var licences: [DrivingLicence]
    package var languages: [LanguageSkill]
    package var hours: WeeklyHours
    /// The first day that the person can start.
    package var availableFrom: CalendarDay
    package var targetGroups: [TargetGroup]
    /// Works, or wants to work, for themselves (ondernemer).
    package var isEntrepreneur: Bool
    /// At most 20 each.
    package var interests: [String]
    package var talents: [String]
    /// Newest first; at most 20 each.
    package var schooling: [Schooling]
    package var courses: [Course]
    package var contracts: [ContractForm]
    package var sectors: [Sector]
    /// How far from home at most, 1 to 200; nil when it does not matter or is not said.
    package var travelKm: Int?
    /// Voluntary; each load once.
    package var capacity: [WorkCapacity]
    /// At most 20.
    package var documents: [DocumentReference]

    package init(
        occupations: [String], skills: [String], motivation: String, experience: [Experience],
        education: EducationLevel, licences: [DrivingLicence], languages: [LanguageSkill], hours: WeeklyHours,
        availableFrom: CalendarDay, targetGroups: [TargetGroup], isEntrepreneur: Bool = false,
        interests: [String] = [], talents: [String] = [], schooling: [Schooling] = [], courses: [Course] = [],
        contracts: [ContractForm] = [], sectors: [Sector] = [], travelKm: Int? = nil, capacity: [WorkCapacity] = [],
        documents: [DocumentReference] = []
    ) {
        self.occupations = occupations
        self.skills = skills
        self.motivation = motivation
        self.experience = experience
        self.education = education
        self.licences = licences
        self.languages = languages
        self.hours = hours
        self.availableFrom = availableFrom
        self.targetGroups = targetGroups
        self.isEntrepreneur = isEntrepreneur
        self.interests = interests
        self.talents = talents
        self.schooling = schooling
        self.courses = courses
        self.contracts = contracts
        self.sectors = sectors
        self.travelKm = travelKm
        self.capacity = capacity
        self.documents = documents
    }
}
