package import Domain

/// One opened profile: everything that the home region shares of a visible person, contact and employers included.
package struct ProfileDetail: Hashable, Sendable {
    package let region: RegionCode
    package let municipality: MunicipalityCode
    package let postcodeArea: PostcodeArea
    package let contact: Contact
    /// As disclosed: texts are masked.
    package let work: WorkProfile
}

/// The document that is sealed for the asking region. No id, generation or revision is in it.
package enum ProfileDetailJSON {
    package static func encode(_ profile: ShowcaseProfile, region: RegionCode) -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.member("regio", region.slug)
            writer.member("gemeente", profile.municipality.code)
            writer.member("postcodegebied", profile.postcodeArea.description)
            writer.contact(profile.contact)
            writer.work(profile)
            writer.member("ondernemer", profile.isEntrepreneur)
            writer.member("motivatie", profile.motivation)
            writer.member("interesses", profile.interests)
            writer.member("talenten", profile.talents)
            writer.member("contractvormen", profile.contracts.map(\.rawValue))
            writer.member("sectoren", profile.sectors.map(\.rawValue))
            if let travel = profile.travelKm { writer.member("reisafstandKm", travel) }
            writer.experience(profile.experience)
            writer.schooling(profile.schooling)
            writer.courses(profile.courses)
            writer.capacity(profile.capacity)
            writer.documents(profile.documents)
        }
        return writer.bytes
    }

    /// - Throws: `AnswerFault` when a field is missing or malformed; a value of a newer version that this one does not
    ///   know is left out.
    package static func decode(_ json: [UInt8]) throws(AnswerFault) -> ProfileDetail {
        let tree = try Tree.read(json[...], line: 1)
        guard let work = WorkView(tree), let contact = tree["contact"],
            let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let municipality = tree["gemeente"]?.text.flatMap({ try? MunicipalityCode($0) }),
            let area = tree["postcodegebied"]?.text.flatMap({ try? PostcodeArea($0) }),
            let given = contact["voornaam"]?.text, let family = contact["achternaam"]?.text,
            let email = contact["emailadres"]?.text, let phone = contact["telefoonnummer"]?.text,
            let motivation = tree["motivatie"]?.text, let experience = jobs(tree)
        else { throw AnswerFault(line: 1, reason: "a field of the profile is missing or malformed") }
        return ProfileDetail(
            region: region, municipality: municipality, postcodeArea: area,
            contact: Contact(givenName: given, familyName: family, email: email, phone: phone),
            work: WorkProfile(
                occupations: work.occupations, skills: work.skills, motivation: motivation, experience: experience,
                education: work.education, licences: work.licences, languages: work.languages, hours: work.hours,
                availableFrom: work.availableFrom, targetGroups: work.targetGroups,
                isEntrepreneur: tree["ondernemer"]?.flag ?? false, interests: tree["interesses"]?.texts ?? [],
                talents: tree["talenten"]?.texts ?? [], schooling: schooling(tree), courses: courses(tree),
                contracts: (tree["contractvormen"]?.texts ?? []).compactMap(ContractForm.init(rawValue:)),
                sectors: (tree["sectoren"]?.texts ?? []).compactMap(Sector.init(rawValue:)),
                travelKm: tree["reisafstandKm"]?.integer, capacity: capacity(tree), documents: documents(tree)))
    }

    /// The jobs, or nil when one of them is malformed.
    private static func jobs(_ tree: Tree) -> [Experience]? {
        guard let jobs = tree["werkervaring"]?.elements else { return nil }
        let read = jobs.compactMap { job -> Experience? in
            guard let title = job["functie"]?.text, let employer = job["werkgever"]?.text,
                let first = job["jaarVan"]?.integer, let description = job["omschrijving"]?.text
            else { return nil }
            return Experience(
                jobTitle: title, employer: employer, firstYear: first, lastYear: job["jaarTot"]?.integer,
                description: description)
        }
        return read.count == jobs.count ? read : nil
    }

    private static func schooling(_ tree: Tree) -> [Schooling] {
        (tree["opleidingen"]?.elements ?? []).compactMap { school in
            guard let level = school["niveau"]?.text.flatMap(EducationLevel.init(rawValue:)),
                let name = school["naam"]?.text
            else { return nil }
            return Schooling(
                level: level, name: name, endYear: school["jaarTot"]?.integer,
                hasDiploma: school["diploma"]?.flag ?? false)
        }
    }

    private static func courses(_ tree: Tree) -> [Course] {
        (tree["cursussen"]?.elements ?? []).compactMap { course in
            course["naam"]?.text.map { Course(name: $0, year: course["jaar"]?.integer) }
        }
    }

    private static func capacity(_ tree: Tree) -> [WorkCapacity] {
        (tree["belastbaarheid"]?.elements ?? []).compactMap { item in
            guard let load = item["onderdeel"]?.text.flatMap(WorkCapacity.Load.init(rawValue:)),
                let extent = item["mate"]?.text.flatMap(WorkCapacity.Extent.init(rawValue:))
            else { return nil }
            return WorkCapacity(load: load, extent: extent)
        }
    }

    private static func documents(_ tree: Tree) -> [DocumentReference] {
        (tree["documenten"]?.elements ?? []).compactMap { item in
            guard let kind = item["soort"]?.text.flatMap(DocumentReference.Kind.init(rawValue:)),
                let title = item["titel"]?.text
            else { return nil }
            return DocumentReference(kind: kind, title: title)
        }
    }
}
