extension WorkProfile {
    /// The same with every text masked (`ContactMasking`), for whoever may see the person.
    ///
    /// - Parameter contact: the person's own, whose names are masked too.
    package func masked(hiding contact: Contact) -> WorkProfile {
        let masking = ContactMasking(hiding: contact, titles: occupations + experience.map(\.jobTitle))
        var masked = self
        masked.occupations = occupations.map(masking.mask(title:))
        masked.skills = skills.map { masking.mask($0) }
        masked.motivation = masking.mask(motivation)
        masked.experience = experience.map { job in
            Experience(
                jobTitle: masking.mask(title: job.jobTitle), employer: masking.mask(job.employer),
                firstYear: job.firstYear, lastYear: job.lastYear, description: masking.mask(job.description))
        }
        masked.languages = languages.map { LanguageSkill(language: masking.mask($0.language), level: $0.level) }
        masked.interests = interests.map { masking.mask($0) }
        masked.talents = talents.map { masking.mask($0) }
        masked.schooling = schooling.map { school in
            Schooling(
                level: school.level, name: masking.mask(school.name), endYear: school.endYear,
                hasDiploma: school.hasDiploma)
        }
        masked.courses = courses.map { Course(name: masking.mask($0.name), year: $0.year) }
        masked.documents = documents.map { DocumentReference(kind: $0.kind, title: masking.mask($0.title)) }
        return masked
    }
}
