package import Domain

/// One opened profile: everything that the home region shares of a visible person, contact and employers included.
package struct ProfileDetail: Hashable, Sendable {
    package let region: RegionCode
    package let municipality: MunicipalityCode
    package let postcodeArea: PostcodeArea
    package let contact: Contact
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
}

/// The document that is sealed for the asking region. No id, generation or revision is in it.
package enum ProfileDetailJSON {
    package static func encode(_ profile: ShowcaseProfile, region: RegionCode) -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.member("regio", region.slug)
            writer.member("gemeente", profile.municipality.code)
            writer.member("postcodegebied", profile.postcodeArea.description)
            writer.key("contact")
            writer.object { writer in
                writer.member("voornaam", profile.contact.givenName)
                writer.member("achternaam", profile.contact.familyName)
                writer.member("emailadres", profile.contact.email)
                writer.member("telefoonnummer", profile.contact.phone)
            }
            writer.work(profile)
            writer.member("motivatie", profile.motivation)
            writer.key("werkervaring")
            writer.array { writer in for job in profile.experience { write(job, to: &writer) } }
        }
        return writer.bytes
    }

    private static func write(_ job: Experience, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("functie", job.jobTitle)
            writer.member("werkgever", job.employer)
            writer.member("jaarVan", job.firstYear)
            if let last = job.lastYear { writer.member("jaarTot", last) }
            writer.member("omschrijving", job.description)
        }
    }

    /// - Throws: `AnswerFault` when a field is missing or malformed.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> ProfileDetail {
        let tree = try Tree.read(json[...], line: 1)
        guard let work = WorkView(tree), let contact = tree["contact"],
            let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let municipality = tree["gemeente"]?.text.flatMap({ try? MunicipalityCode($0) }),
            let area = tree["postcodegebied"]?.text.flatMap({ try? PostcodeArea($0) }),
            let given = contact["voornaam"]?.text, let family = contact["achternaam"]?.text,
            let email = contact["emailadres"]?.text, let phone = contact["telefoonnummer"]?.text,
            let motivation = tree["motivatie"]?.text, let jobs = tree["werkervaring"]?.elements
        else { throw AnswerFault(line: 1, reason: "a field of the profile is missing or malformed") }
        var experience: [Experience] = []
        for job in jobs {
            guard let title = job["functie"]?.text, let employer = job["werkgever"]?.text,
                let first = job["jaarVan"]?.integer, let description = job["omschrijving"]?.text
            else { throw AnswerFault(line: 1, reason: "a job is malformed") }
            experience.append(
                Experience(
                    jobTitle: title, employer: employer, firstYear: first, lastYear: job["jaarTot"]?.integer,
                    description: description))
        }
        return ProfileDetail(
            region: region, municipality: municipality, postcodeArea: area,
            contact: Contact(givenName: given, familyName: family, email: email, phone: phone),
            occupations: work.occupations, skills: work.skills, motivation: motivation, experience: experience,
            education: work.education, licences: work.licences, languages: work.languages, hours: work.hours,
            availableFrom: work.availableFrom, targetGroups: work.targetGroups)
    }
}
