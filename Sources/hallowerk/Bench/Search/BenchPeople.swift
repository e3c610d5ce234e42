import Domain

/// What others would see of somebody who does not exist.
enum BenchPeople {
    /// - Parameter dossier: of a generator, never of a store.
    static func disclosed(_ dossier: Dossier) -> ShowcaseProfile? { ShowcaseProfile(disclosing: dossier) }
}
