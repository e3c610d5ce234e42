import Access
import Domain
import Foundation
import Logging
import Trust
import WebUI
import Wire
import Workplace

/// Searches that somebody saved: made again at the first page after each log-in, so that what is new is seen at once.
struct SavedSearches: Sendable {
    /// How long one may take, and how many are made at the same time.
    private static let time = Duration.milliseconds(800)
    private static let together = 4

    let parts: PortalParts
    let search: PortalSearch

    /// What is saved, made again when that was not done in this session.
    func list(for visit: Visit, origin: String) async -> [SavedSearchItem] {
        do {
            let saved = try await parts.workplace.savedSearches(of: visit.colleague)
            let began = visit.session.expires.addingTimeInterval(-Session.longest)
            let old = saved.filter { ($0.ran ?? .distantPast) < began }
            guard !old.isEmpty else { return saved.map { SavedSearchItem($0) } }
            try await make(old, for: visit, origin: origin)
            return try await parts.workplace.savedSearches(of: visit.colleague).map { SavedSearchItem($0) }
        } catch is CancellationError {
            return []
        } catch {
            parts.logger.error("saved searches cannot be read", metadata: ["reason": "\(error)"])
            return []
        }
    }

    /// Saves a search.
    ///
    /// - Returns: Why it was not; nil when it was.
    func save(_ form: SearchForm, named name: String, by visit: Visit, origin: String) async throws -> String? {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { return "Geef de zoekvraag een naam." }
        guard name.count <= SavedSearch.nameLimit else {
            return "Een naam mag hooguit \(SavedSearch.nameLimit) tekens lang zijn."
        }
        guard BSNDetector.first(in: name + " " + form.text) == nil else {
            return "Hier staat een nummer dat een BSN kan zijn. Een BSN mag hier niet staan."
        }
        try await VacancyDesk(parts).audit("search saved", "-", visit, origin)
        do {
            _ = try await VacancyDesk(parts).stored {
                try await parts.workplace.save(
                    form.searchFields, named: name, by: visit.colleague)
            }
            return nil
        } catch WorkplaceRefusal.full(_, let limit) {
            return "U kunt hooguit \(limit) zoekvragen bewaren. Haal er eerst een weg."
        }
    }

    /// Forgets one.
    ///
    /// - Throws: `Problem` 404 when it is not this person's.
    func forget(_ id: String, by visit: Visit) async throws {
        guard let id = WorkplaceID(id) else { throw Problem.notFound() }
        try await VacancyDesk(parts).stored { try await parts.workplace.forget(id, by: visit.colleague) }
    }

    /// Each is a search of its own, logged as such; nobody of it is shown. One that fails stays as it was.
    private func make(_ saved: [SavedSearch], for visit: Visit, origin: String) async throws {
        let reader = SearchFormReader(
            registry: parts.registry.value, places: parts.places, role: visit.account.role)
        let asker = PortalAsker(visit.account, origin: origin, keys: parts.localKeys)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, one) in saved.enumerated() {
                guard var query = reader.read(SearchForm(kept: one.search)).request else { continue }
                (query.count, query.facets, query.timeLimit) = (1, [], Self.time)
                if place >= Self.together { try await group.next() }
                group.addTask { [query] in
                    guard let answer = try? await search.run(query, by: asker, isShown: false),
                        !answer.ownRegionOnly
                    else { return }
                    try await parts.workplace.note(answer.federated.total, of: one.id, by: visit.colleague)
                }
            }
            try await group.waitForAll()
        }
    }
}

extension SavedSearchItem {
    init(_ saved: SavedSearch) {
        self.init(
            id: saved.id.description, name: saved.name, form: SearchForm(kept: saved.search), ran: saved.ran,
            total: saved.total,
            totalBefore: saved.totalBefore)
    }
}
