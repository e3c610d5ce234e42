import Domain
import Foundation

/// The values of one kind as boxes with their live counts, as `group.mustache` reads them: those chosen and those with
/// most people at once, the rest in a fold.
struct FilterGroup {
    /// Values shown at once; values that people write themselves also have a limit below the fold, since there is no
    /// end to them.
    static let shownAtOnce = 10
    static let mostFolded = 25
    /// Values, those of most people first, of which spellings are brought together: more than are shown.
    private static let compared = 200

    let name: String
    let legend: String
    let shown: [SearchView.Choice]
    let folded: [SearchView.Choice]
    let hasFolded: Bool
    let foldLabel: String
    let hasChoices: Bool
    let fault: String?

    init(_ kind: FilterKind, _ page: SearchPage, _ labels: FilterLabels) {
        let counts = Self.counts(of: kind, page)
        let chosen = page.form[kind]
        let (first, rest) = Self.split(kind, page, chosen: chosen, counts: counts)
        func choice(_ value: String) -> SearchView.Choice {
            SearchView.Choice(
                value: value, label: labels.box(kind, value), chosen: chosen.contains(value),
                count: counts.flatMap { $0[value] ?? (kind == .region ? nil : 0) }.map(Figures.count))
        }
        name = kind.rawValue
        legend = kind.legend
        shown = first.map(choice)
        folded = rest.map(choice)
        hasFolded = !folded.isEmpty
        foldLabel = "Meer \(kind.plural) (\(folded.count))"
        hasChoices = !shown.isEmpty
        fault = page.faults.first { $0.field == kind.rawValue }?.message
    }

    /// How many of those found have each value; nil when nothing was counted. A region that did not answer has no
    /// number, not nought.
    private static func counts(of kind: FilterKind, _ page: SearchPage) -> [String: Int]? {
        guard let results = page.results else { return nil }
        if let facet = kind.facet {
            let counts = results.facets[facet]
            let isWritten = [.occupation, .skill, .language].contains(kind)
            return isWritten ? counts.map { together($0, chosen: page.form[kind]) } : counts
        }
        return Dictionary(
            results.outcomes.compactMap { outcome in outcome.count.map { (outcome.region.slug, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// What people write themselves, in one spelling each, as filters find them whatever their case and accents: that
    /// which was chosen, or else most people's.
    private static func together(_ counts: [String: Int], chosen: [String]) -> [String: Int] {
        func folded(_ text: String) -> String {
            text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        }
        let most = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(compared)
        var spellings = Dictionary(chosen.map { (folded($0), $0) }, uniquingKeysWith: { first, _ in first })
        var sums: [String: Int] = [:]
        for (value, count) in most {
            let key = folded(value)
            let spelling = spellings[key] ?? value
            spellings[key] = spelling
            sums[spelling, default: 0] += count
        }
        for value in chosen where sums[value] == nil { sums[value] = counts[value] }
        return sums
    }

    /// Every region is shown, and every value of a kind that has few. Of the others those that nobody has are folded
    /// away. Values with an order of their own keep it in both parts.
    private static func split(
        _ kind: FilterKind, _ page: SearchPage, chosen: [String], counts: [String: Int]?
    ) -> (shown: [String], folded: [String]) {
        if kind == .region { return (page.choices.regions.map(\.code.slug), []) }
        let known = kind.values
        guard known == nil || (known?.count ?? 0) > shownAtOnce else { return (known ?? [], []) }
        let places = Dictionary(
            (known ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func count(_ value: String) -> Int { counts?[value] ?? 0 }
        let ranked = (known ?? counts.map { Array($0.keys) } ?? []).filter { !chosen.contains($0) }.sorted {
            (left, right) in
            let (most, less) = (count(left), count(right))
            if most != less { return most > less }
            return known == nil ? left < right : (places[left] ?? 0) < (places[right] ?? 0)
        }
        let filled = counts == nil ? ranked.count : ranked.count { count($0) > 0 }
        let room = min(max(0, shownAtOnce - chosen.count), filled)
        let (shown, folded) = (chosen + ranked.prefix(room), Array(ranked.dropFirst(room)))
        guard let known else { return (shown, Array(folded.prefix(mostFolded))) }
        return (known.filter(shown.contains), known.filter(folded.contains))
    }
}
