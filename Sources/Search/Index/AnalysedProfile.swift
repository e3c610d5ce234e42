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
    let municipality: MunicipalityCode
    let targetGroups: TargetGroupSet
    /// Each once.
    let occupations: [String]
    let occurrences: [Occurrence]

    package init(_ profile: some SearchedProfile) {
        id = profile.id
        area = profile.postcodeArea
        hours = profile.hours
        municipality = profile.municipality
        targetGroups = TargetGroupSet(profile.targetGroups)
        occupations = profile.occupations.reduce(into: []) { once, name in
            if !once.contains(name) { once.append(name) }
        }
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
