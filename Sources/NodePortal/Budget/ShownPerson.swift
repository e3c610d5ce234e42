import Crypto
import Domain
import Trust
import Wire

extension HitView {
    /// Who this is to the own region's budgets: the same in every search that shows the same.
    ///
    /// Handles differ in each search, and nothing else on the wire says who somebody is; so it is what a list shows.
    /// Two people who are alike in all of it count as one here; their own region counts them as two.
    func pseudonym(key: SymmetricKey) -> String {
        let lists = [
            occupations, skills, licences.map(\.rawValue), languages.map { "\($0.language)/\($0.level.rawValue)" },
            targetGroups.map(\.rawValue),
        ].map { $0.joined(separator: "\u{1E}") }
        let values = [
            region.slug, municipality.code, "\(postcodeArea)", education.rawValue, "\(hours.minimum)-\(hours.maximum)",
            "\(availableFrom)",
        ]
        return Pseudonym.shown((values + lists).joined(separator: "\u{1F}"), key: key)
    }
}
