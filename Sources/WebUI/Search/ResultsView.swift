import Domain

/// What was found and how complete it is, as the templates read it.
struct ResultsView {
    /// Regions up to which each says why it is missing; with more, the strip says it.
    private static let reasonsShown = 3

    let people: String
    let regions: String
    let order: String
    let strip: [StripEntry]
    /// Above the strip when it is folded.
    let stripTitle: String
    let map: MapView?
    let missing: Missing?
    let meant: Meant?
    let ownRegionOnly: Bool
    let gatewayCaught: Bool
    let hits: [HitView]
    let hasHits: Bool
    let searched: String
    let suggestions: [Suggestion]
    let hasSuggestions: Bool
    let range: String
    let cursor: String?
    let isFirstPage: Bool
    let depthReached: Bool
    let warnings: [String]
    let allowance: String?

    /// What may have been meant.
    struct Meant {
        let typed: String
        let text: String
        let isSearched: Bool
    }

    /// Regions whose people are not in the list.
    struct Missing {
        let names: String
        let reasons: [String]
    }

    /// A filter to take away.
    struct Suggestion {
        let filter: String
        let label: String
        let people: String
    }

    init(_ results: SearchResults, _ page: SearchPage, _ labels: FilterLabels) {
        let asked = results.outcomes.filter { $0.state != .notAsked }
        let answered = asked.count { $0.state == .answered }
        people = Figures.people(results.total)
        regions = "in \(answered) van \(asked.count) \(asked.count == 1 ? "regio" : "regio's")"
        order = Self.order(of: page.form)
        strip = results.outcomes.map { StripEntry($0, page.choices, isOfPage: true) }
        let absent = asked.filter { $0.state != .answered }
        let without = absent.isEmpty ? "" : ", zonder \(Figures.list(absent.map { labels.region($0.region) }))"
        stripTitle = "Antwoord per regio: \(answered) van \(asked.count)\(without)"
        map = MapView(results, page, labels)
        missing =
            absent.isEmpty
            ? nil
            : Missing(
                names: Figures.list(absent.map { labels.region($0.region) }),
                reasons: absent.count > Self.reasonsShown ? [] : absent.compactMap(\.reason))
        meant = results.meant.map { Meant(typed: $0.typed, text: $0.text, isSearched: $0.isSearched) }
        ownRegionOnly = results.banners.contains(.ownRegionOnly)
        gatewayCaught = results.banners.contains(.gatewayCaught)
        hits = results.hits.map { HitView($0, labels, today: page.today) }
        hasHits = !hits.isEmpty
        searched = page.form.text.isEmpty ? "iedereen" : "“\(page.form.text)”"
        suggestions = results.suggestions.map {
            Suggestion(filter: $0.filter, label: labels.chip($0.filter), people: Figures.people($0.total))
        }
        hasSuggestions = !suggestions.isEmpty
        let last = results.shownBefore + results.hits.count
        let first = Figures.count(results.shownBefore + 1)
        range = "\(first) tot en met \(Figures.count(last)) van \(Figures.count(results.total))"
        cursor = results.cursor
        isFirstPage = results.shownBefore == 0
        warnings = results.allowance?.warnings ?? []
        allowance = results.allowance?.sentence
        depthReached = results.cursor == nil && last < results.total
    }

    /// What hits are ordered by, said so that nobody needs to guess (P-PUR-7).
    private static func order(of form: SearchForm) -> String {
        let asked = SearchOrder(rawValue: form.order) ?? .relevance
        return (asked == .relevance && form.text.isEmpty ? SearchOrder.neutral : asked).title.lowercased()
    }
}

/// One person in the list, as `hit.mustache` reads it.
struct HitView {
    /// Skills shown in a list.
    private static let skillsShown = 6

    let handle: String
    let heading: String
    let place: String
    let regionName: String
    let hours: String
    let available: String
    let facts: [String]
    let fragment: [Part]
    let hasFragment: Bool
    let groups: [Group]
    let hasGroups: Bool
    let why: String?
    /// Nobody outside the own region sees this person.
    let isHidden: Bool

    /// A piece of the text around what was found.
    struct Part {
        let text: String
        let match: Bool
    }

    /// A target group and what it means for the employer.
    struct Group {
        let name: String
        let support: String
    }

    init(_ card: HitCard, _ labels: FilterLabels, today: CalendarDay, isHidden: Bool = false) {
        handle = card.handle
        self.isHidden = isHidden
        heading = card.occupations.isEmpty ? "Zonder voorkeursberoep" : card.occupations.joined(separator: ", ")
        let municipality = labels.municipality(card.municipality)
        place = card.distanceKm.map { "\(municipality), \($0) km" } ?? municipality
        regionName = labels.region(card.region)
        hours = WorkWording.hours(card.hours)
        available = WorkWording.availability(card.availableFrom, today: today)
        let skills = card.skills.isEmpty ? nil : card.skills.prefix(Self.skillsShown).joined(separator: ", ")
        facts = [
            skills, WorkWording.education(card.education), WorkWording.licences(card.licences),
            WorkWording.languages(card.languages, withLevel: false),
        ].compactMap(\.self)
        fragment = card.fragment.map { Part(text: $0.text, match: $0.match) }
        hasFragment = !fragment.isEmpty
        groups = card.targetGroups.map { Group(name: $0.title, support: $0.support) }
        hasGroups = !groups.isEmpty
        why =
            card.reasons.isEmpty
            ? nil : card.reasons.map { WorkWording.reason($0, among: card.reasons.count) }.joined(separator: "; ")
    }
}
