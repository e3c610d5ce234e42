package import Domain

/// The search form with what was found.
package struct SearchPage: Sendable {
    package let frame: Frame
    package let form: SearchForm
    /// What can be chosen, with names.
    package let choices: SearchChoices
    /// What is wrong with the form.
    package let faults: [FormFault]
    /// Nil before a search.
    package let results: SearchResults?
    /// Of the own region's hidden people; nil when they were not looked for.
    package let home: HomeRegionResults?
    /// What the reader works on.
    package let work: SearchWork
    /// For "per direct".
    package let today: CalendarDay

    package init(
        frame: Frame, form: SearchForm, choices: SearchChoices, faults: [FormFault] = [], results: SearchResults? = nil,
        home: HomeRegionResults? = nil, work: SearchWork = SearchWork(), today: CalendarDay
    ) {
        self.frame = frame
        self.form = form
        self.choices = choices
        self.faults = faults
        self.results = results
        self.home = home
        self.work = work
        self.today = today
    }
}

/// What the form offers, and the names of what codes mean.
package struct SearchChoices: Sendable {
    package let role: Role
    /// Regions of the federation, in the order of the page.
    package let regions: [(code: RegionCode, name: String)]
    package let municipalities: [MunicipalityCode: String]
    /// Where each municipality lies, for the map; empty: there is none.
    package let centres: [Centre]

    /// The middle of a municipality, and whose it is.
    package struct Centre: Sendable {
        package let municipality: MunicipalityCode
        package let region: RegionCode
        package let point: Coordinate

        package init(municipality: MunicipalityCode, region: RegionCode, point: Coordinate) {
            self.municipality = municipality
            self.region = region
            self.point = point
        }
    }

    package init(
        role: Role, regions: [(code: RegionCode, name: String)], municipalities: [MunicipalityCode: String],
        centres: [Centre] = []
    ) {
        self.role = role
        self.regions = regions
        self.municipalities = municipalities
        self.centres = centres
    }

    func name(of region: RegionCode) -> String { regions.first { $0.code == region }?.name ?? region.slug }
}

/// What is wrong with one field of a form.
package struct FormFault: Hashable, Sendable {
    /// `SearchForm.Field`.
    package let field: String
    /// A sentence.
    package let message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

/// One page of what was found, and how complete it is.
package struct SearchResults: Sendable {
    /// Something the reader must know before reading.
    package enum Banner: Hashable, Sendable {
        /// The gateway did not answer: only the own region was searched.
        case ownRegionOnly
        /// The gateway's answer does not add up; the operator's log says how.
        case gatewayCaught
    }

    package let total: Int
    /// Hits shown on the pages before this one.
    package let shownBefore: Int
    package let hits: [HitCard]
    /// Each region of the federation once.
    package let outcomes: [RegionOutcome]
    /// Counts by value, for those facets that were asked.
    package let facets: [Facet: [String: Int]]
    package let banners: [Banner]
    /// Sealed; nil on the last page.
    package let cursor: String?
    /// When nobody was found: filters whose removal finds people, best first.
    package let suggestions: [Suggestion]

    /// What may have been meant by what was typed; nil when every word is known.
    package let meant: Meant?
    /// Nil where nothing is said of it.
    package let allowance: Allowance?
    /// The place that was searched around; nil when none was.
    package let area: (centre: Coordinate, distanceKm: Int)?
    /// When people can start; nil when that was not asked.
    package let availability: Availability?

    /// How many of those found can start by when.
    package enum Availability: Hashable, Sendable {
        /// Today, within `days[0]` days, within `days[1]` days, and all; each holds the ones before.
        case counted(today: Int, soon: Int, later: Int, all: Int)
        /// Not every region answered each of the counts, so they cannot be compared.
        case incomplete

        /// What "soon" and "later" are.
        package static let days = (soon: 30, later: 90)
    }

    /// A text with its words put right.
    package struct Meant: Hashable, Sendable {
        package let typed: String
        package let text: String
        /// Nobody was found for what was typed, so the people are those for `text`.
        package let isSearched: Bool

        package init(typed: String, text: String, isSearched: Bool) {
            self.typed = typed
            self.text = text
            self.isSearched = isSearched
        }
    }

    /// A filter (`SearchForm.filters`) and how many people there are without it.
    package struct Suggestion: Hashable, Sendable {
        package let filter: String
        package let total: Int

        package init(filter: String, total: Int) {
            self.filter = filter
            self.total = total
        }
    }

    package init(
        total: Int, shownBefore: Int, hits: [HitCard], outcomes: [RegionOutcome], facets: [Facet: [String: Int]] = [:],
        banners: [Banner] = [], cursor: String? = nil, suggestions: [Suggestion] = [],
        meant: Meant? = nil, allowance: Allowance? = nil, area: (centre: Coordinate, distanceKm: Int)? = nil,
        availability: Availability? = nil
    ) {
        self.area = area
        self.availability = availability
        self.meant = meant
        self.allowance = allowance
        self.total = total
        self.shownBefore = shownBefore
        self.hits = hits
        self.outcomes = outcomes
        self.facets = facets
        self.banners = banners
        self.cursor = cursor
        self.suggestions = suggestions
    }
}

/// One person in the list: no name, no contact (design.md §6).
package struct HitCard: Sendable {
    package let handle: String
    package let region: RegionCode
    package let municipality: MunicipalityCode
    /// From the postcode that was asked; nil when none was.
    package let distanceKm: Int?
    package let occupations: [String]
    package let skills: [String]
    package let hours: WeeklyHours
    package let availableFrom: CalendarDay
    package let education: EducationLevel
    package let licences: [DrivingLicence]
    package let languages: [LanguageSkill]
    package let targetGroups: [TargetGroup]
    /// A piece of text, in parts; `match` for what was looked for.
    package let fragment: [(text: String, match: Bool)]
    /// Why the person is here, what says most first.
    package let reasons: [MatchReason]

    package init(
        handle: String, region: RegionCode, municipality: MunicipalityCode, distanceKm: Int?, occupations: [String],
        skills: [String], hours: WeeklyHours, availableFrom: CalendarDay, education: EducationLevel,
        licences: [DrivingLicence], languages: [LanguageSkill], targetGroups: [TargetGroup],
        fragment: [(text: String, match: Bool)], reasons: [MatchReason]
    ) {
        self.handle = handle
        self.region = region
        self.municipality = municipality
        self.distanceKm = distanceKm
        self.occupations = occupations
        self.skills = skills
        self.hours = hours
        self.availableFrom = availableFrom
        self.education = education
        self.licences = licences
        self.languages = languages
        self.targetGroups = targetGroups
        self.fragment = fragment
        self.reasons = reasons
    }
}
