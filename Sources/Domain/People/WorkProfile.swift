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

    package init(
        occupations: [String], skills: [String], motivation: String, experience: [Experience],
        education: EducationLevel, licences: [DrivingLicence], languages: [LanguageSkill], hours: WeeklyHours,
        availableFrom: CalendarDay, targetGroups: [TargetGroup]
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
    }
}
