package import Domain

/// The answer of the whole federation, read.
package struct FederatedAnswer: Sendable {
    package let searchID: String
    package var total: Int
    /// Best first.
    package var hits: [HitView]
    package var facets: [Facet: [FacetCount]]
    /// Every registered region once.
    package var outcomes: [RegionOutcome]
    /// Share of the federation's visible profiles that was searched, 0 to 1.
    package var coverage: Double
    /// Where the next page goes on, between processes.
    package let next: SearchPosition?
    /// The same, sealed, as a portal gives it out.
    package let cursor: String?
    /// The own lines of the regions that answered, by which the asking region checks all of the above; none in what a
    /// portal gives out.
    package var lines: [RegionLine]
    /// What the asker may still see today, as a portal tells it.
    package var budget: BudgetLeft?
}

/// One person in a list, as the asking region reads it.
package struct HitView: Hashable, Sendable {
    package let handle: String
    package let region: RegionCode
    package let municipality: MunicipalityCode
    package let postcodeArea: PostcodeArea
    package let score: Int
    package let tie: UInt64
    package let occupations: [String]
    package let skills: [String]
    package let education: EducationLevel
    package let licences: [DrivingLicence]
    package let languages: [LanguageSkill]
    package let hours: WeeklyHours
    package let availableFrom: CalendarDay
    package let targetGroups: [TargetGroup]
    package let fragment: [FragmentPart]
    package let reasons: [MatchReason]
    /// The bytes that it was read from.
    package let raw: [UInt8]
}

extension HitView {
    init?(_ tree: Tree, raw: [UInt8]) {
        guard let handle = tree["handvat"]?.text, let work = WorkView(tree),
            let region = tree["regio"]?.text.flatMap({ try? RegionCode($0) }),
            let municipality = tree["gemeente"]?.text.flatMap({ try? MunicipalityCode($0) }),
            let area = tree["postcodegebied"]?.text.flatMap({ try? PostcodeArea($0) }),
            let score = tree["score"]?.score, let tie = tree["rang"]?.text.flatMap({ Hexadecimal.value($0) })
        else { return nil }
        self.init(
            handle: handle, region: region, municipality: municipality, postcodeArea: area, score: score, tie: tie,
            occupations: work.occupations, skills: work.skills, education: work.education, licences: work.licences,
            languages: work.languages, hours: work.hours, availableFrom: work.availableFrom,
            targetGroups: work.targetGroups,
            fragment: (tree["fragment"]?.elements ?? []).compactMap { part in
                part["tekst"]?.text.map { FragmentPart(text: $0, match: part["gevonden"]?.flag ?? false) }
            },
            reasons: (tree["waarom"]?.elements ?? []).compactMap { reason in
                guard let field = reason["veld"]?.text, let word = reason["woord"]?.text,
                    let kind = reason["soort"]?.text.flatMap({ MatchReason.Kind(rawValue: $0) }),
                    let share = reason["aandeel"]?.integer(in: 0...100)
                else { return nil }
                return MatchReason(field: field, word: word, kind: kind, share: share)
            },
            raw: raw)
    }
}

/// The fields that a list and an opened profile have alike. A value of a newer version that this one does not know is
/// left out.
struct WorkView {
    let occupations: [String]
    let skills: [String]
    let education: EducationLevel
    let licences: [DrivingLicence]
    let languages: [LanguageSkill]
    let hours: WeeklyHours
    let availableFrom: CalendarDay
    let targetGroups: [TargetGroup]

    init?(_ tree: Tree) {
        guard let occupations = tree["beroepen"]?.texts, let skills = tree["vaardigheden"]?.texts,
            let education = tree["opleiding"]?.text.map({ EducationLevel(rawValue: $0) ?? .unknown }),
            let minimum = tree["urenPerWeek"]?["minimaal"]?.integer,
            let maximum = tree["urenPerWeek"]?["maximaal"]?.integer,
            let hours = try? WeeklyHours(minimum: minimum, maximum: maximum),
            let from = tree["beschikbaarVanaf"]?.text.flatMap({ try? CalendarDay($0) })
        else { return nil }
        self.occupations = occupations
        self.skills = skills
        self.education = education
        self.hours = hours
        availableFrom = from
        licences = (tree["rijbewijzen"]?.texts ?? []).compactMap(DrivingLicence.init(rawValue:))
        targetGroups = (tree["doelgroepen"]?.texts ?? []).compactMap(TargetGroup.init(rawValue:))
        languages = (tree["talen"]?.elements ?? []).compactMap { skill in
            guard let language = skill["taal"]?.text,
                let level = skill["niveau"]?.text.flatMap(LanguageSkill.Level.init(rawValue:))
            else { return nil }
            return LanguageSkill(language: language, level: level)
        }
    }
}
