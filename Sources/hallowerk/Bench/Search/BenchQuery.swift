import Domain

/// One query of the benchmark, taken apart so that a peer need not parse our syntax.
struct BenchQuery: Sendable {
    /// What a query is like: as many of each.
    enum Kind: String, CaseIterable, Sendable {
        /// One of the words that most people have.
        case head
        /// Two to four words of one person.
        case words
        case phrase
        case prefix
        /// A word of an occupation with one edit, alone or beside another word.
        case typo
        /// One or two words, and three to five filters.
        case filters
        /// A word that few have.
        case rare
        /// No text, with and without filters.
        case browse
    }

    let kind: Kind
    /// Any of these may be in a hit.
    var words: [String] = []
    /// These words stand in a hit, in this order and next to each other.
    var phrase: [String] = []
    /// A hit has a word that begins so.
    var prefix: String?
    var filters = SearchFilters()

    /// As somebody types it.
    var text: String {
        var parts = words
        if !phrase.isEmpty { parts.append("\"\(phrase.joined(separator: " "))\"") }
        if let prefix { parts.append(prefix + "*") }
        return parts.joined(separator: " ")
    }

    /// The full request: the best twenty with snippets, the count, three facets.
    func request(for purpose: Purpose) -> SearchRequest {
        SearchRequest(
            text: text, filters: filters, count: 20, facets: [.municipality, .targetGroup, .occupation],
            purpose: purpose)
    }

    /// As a list of the slowest shows it.
    var summary: String {
        var parts = text.isEmpty ? [] : [text]
        if !filters.municipalities.isEmpty { parts.append("gemeente: \(filters.municipalities.map(\.code))") }
        if !filters.targetGroups.isEmpty { parts.append("doelgroep: \(filters.targetGroups.map(\.rawValue))") }
        if !filters.educationLevels.isEmpty { parts.append("opleiding: \(filters.educationLevels.map(\.rawValue))") }
        if !filters.licences.isEmpty { parts.append("rijbewijs: \(filters.licences.map(\.rawValue))") }
        if let hours = filters.hours { parts.append("uren: \(hours.minimum)-\(hours.maximum)") }
        return parts.isEmpty ? "everybody" : parts.joined(separator: ", ")
    }
}
