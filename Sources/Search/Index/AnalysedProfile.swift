import Domain

/// What an index needs of one profile, taken apart: the costly part of putting somebody in, for which nobody needs a
/// lock.
package struct AnalysedProfile: Sendable {
    /// A word that stands in the profile, once for each place where it stands.
    struct Occurrence {
        let word: String
        /// `SearchField.rawValue`.
        let field: UInt8
    }

    let id: ProfileID
    let area: PostcodeArea
    let hours: WeeklyHours
    let targetGroups: [TargetGroup]
    /// What the profile counts for, by facet in the order of `Facet.allCases`, each value once.
    let facetValues: [[String]]
    let occurrences: [Occurrence]

    package init(_ profile: some SearchedProfile) {
        id = profile.id
        area = profile.postcodeArea
        hours = profile.hours
        targetGroups = profile.targetGroups
        facetValues = Facet.allCases.map { $0.values(of: profile) }
        var occurrences: [Occurrence] = []
        occurrences.reserveCapacity(Self.usualWords)
        for field in SearchField.allCases {
            for text in field.texts(of: profile) {
                Analyzer.forEachWord(in: text) { occurrences.append(Occurrence(word: $0, field: field.rawValue)) }
            }
        }
        self.occurrences = occurrences
    }

    private static let usualWords = 192
}

extension Facet {
    /// Where the facet's values stand among those of all.
    var place: Int { Facet.allCases.firstIndex(of: self) ?? 0 }

    /// What `profile` counts for, each value once.
    fileprivate func values(of profile: some SearchedProfile) -> [String] {
        switch self {
        case .municipality: [profile.municipality.code]
        case .targetGroup: Self.once(profile.targetGroups.map(\.rawValue))
        case .occupation: Self.once(profile.occupations)
        }
    }

    private static func once(_ values: [String]) -> [String] {
        var seen: [String] = []
        for value in values where !seen.contains(value) { seen.append(value) }
        return seen
    }
}
