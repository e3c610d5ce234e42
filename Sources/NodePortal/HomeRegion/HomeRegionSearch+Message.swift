import Domain
import Dossiers
import Trust
import Wire

extension HomeRegionSearch {
    /// About whom a message is that somebody writes from an opened profile, if hidden still. Whatever is done with it
    /// is logged by who asks.
    ///
    /// - Throws: as `open`.
    func subject(
        of handle: String, for purpose: Purpose, by holder: HomeRegionHolder
    ) async throws -> PostDesk.Subject {
        guard let profile = try await opened(handle, for: purpose, by: holder) else { throw Problem.notFound() }
        return PostDesk.Subject(
            person: profile.id, municipality: profile.municipality, generation: profile.generation)
    }
}
