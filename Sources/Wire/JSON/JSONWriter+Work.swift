package import Domain

/// The parts of a profile that are objects and lists, each under the name that every interface gives it.
extension JSONWriter {
    /// The value of a number of hours.
    package mutating func hours(_ hours: WeeklyHours) {
        object { writer in
            writer.member("minimaal", hours.minimum)
            writer.member("maximaal", hours.maximum)
        }
    }

    package mutating func contact(_ contact: Contact) {
        key("contact")
        object { writer in
            writer.member("voornaam", contact.givenName)
            writer.member("achternaam", contact.familyName)
            writer.member("emailadres", contact.email)
            writer.member("telefoonnummer", contact.phone)
        }
    }

    package mutating func languages(_ skills: [LanguageSkill]) {
        list("talen", skills) { skill, writer in
            writer.member("taal", skill.language)
            writer.member("niveau", skill.level.rawValue)
        }
    }

    package mutating func experience(_ jobs: [Experience]) {
        list("werkervaring", jobs) { job, writer in
            writer.member("functie", job.jobTitle)
            writer.member("werkgever", job.employer)
            writer.member("jaarVan", job.firstYear)
            if let last = job.lastYear { writer.member("jaarTot", last) }
            writer.member("omschrijving", job.description)
        }
    }

    package mutating func schooling(_ schools: [Schooling]) {
        list("opleidingen", schools) { school, writer in
            writer.member("niveau", school.level.rawValue)
            writer.member("naam", school.name)
            if let year = school.endYear { writer.member("jaarTot", year) }
            writer.member("diploma", school.hasDiploma)
        }
    }

    package mutating func courses(_ courses: [Course]) {
        list("cursussen", courses) { course, writer in
            writer.member("naam", course.name)
            if let year = course.year { writer.member("jaar", year) }
        }
    }

    package mutating func capacity(_ capacity: [WorkCapacity]) {
        list("belastbaarheid", capacity) { capacity, writer in
            writer.member("onderdeel", capacity.load.rawValue)
            writer.member("mate", capacity.extent.rawValue)
        }
    }

    package mutating func documents(_ documents: [DocumentReference]) {
        list("documenten", documents) { document, writer in
            writer.member("soort", document.kind.rawValue)
            writer.member("titel", document.title)
        }
    }

    /// The piece of text that a list shows.
    package mutating func fragment(_ parts: [FragmentPart]) {
        list("fragment", parts) { part, writer in
            writer.member("tekst", part.text)
            writer.member("gevonden", part.match)
        }
    }

    /// Why somebody is in a list.
    package mutating func reasons(_ reasons: [MatchReason]) {
        list("waarom", reasons) { reason, writer in
            writer.member("veld", reason.field)
            writer.member("woord", reason.word)
            writer.member("soort", reason.kind.rawValue)
            writer.member("aandeel", reason.share)
        }
    }

    /// What a list is counted by; nothing when nothing was asked.
    package mutating func facets(_ facets: [Facet: [FacetCount]]) {
        guard !facets.isEmpty else { return }
        key("facetten")
        object { writer in
            for facet in Facet.allCases {
                guard let counts = facets[facet] else { continue }
                writer.list(facet.rawValue, counts) { count, writer in
                    writer.member("waarde", count.value)
                    writer.member("aantal", count.count)
                }
            }
        }
    }

    /// A member that is a list of objects.
    private mutating func list<Item>(_ name: String, _ items: [Item], _ body: (Item, inout JSONWriter) -> Void) {
        key(name)
        array { writer in for item in items { writer.object { body(item, &$0) } } }
    }
}
