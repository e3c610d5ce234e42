import Domain
import Synchronization

/// The folded names of each municipality's people, in memory: filled when somebody first looks for a name there, then
/// kept current by `DossierLedger`.
///
/// A municipality has at most some tens of thousands of people, so whoever looks goes through all of them: that takes
/// milliseconds. On disk, an index of names tripled what an import writes, because names come in no order.
final class NameIndex: Sendable {
    /// Somebody's folded name in one revision of the dossier.
    struct Entry: Sendable {
        let name: String
        let revision: Int
    }

    private struct Tenant {
        var people: [ProfileID: Entry] = [:]
        /// Whether everybody of the municipality is in `people`.
        var isFilled = false
    }

    private let tenants = Mutex<[MunicipalityCode: Tenant]>([:])

    /// Notes how somebody is called now; an older revision changes nothing. Nothing is kept of a municipality in which
    /// nobody looks.
    func put(_ dossier: Dossier) {
        tenants.withLock { tenants in
            guard tenants[dossier.municipality] != nil else { return }
            let name = FoldedName.of(given: dossier.contact.givenName, family: dossier.contact.familyName)
            Self.put(dossier.id, Entry(name: name, revision: dossier.revision), &tenants[dossier.municipality])
        }
    }

    /// The people of `municipality` whose names begin as one of `prefixes` says, after `position` in the order of their
    /// names, at most `limit`; and whether there are more.
    ///
    /// - Parameter read: everybody of the municipality as committed; called when the names are not here yet. What the
    ///   ledger changes meanwhile is newer, and stays.
    func find(
        _ prefixes: [FoldedName.Prefix], in municipality: MunicipalityCode, after position: NamePosition?, limit: Int,
        filledBy read: () async throws -> [(id: ProfileID, entry: Entry)]
    ) async throws -> (found: [NamePosition], more: Bool) {
        let isFilled = tenants.withLock { tenants in
            let tenant = tenants[municipality] ?? Tenant()
            // From here on the ledger's changes are kept.
            tenants[municipality] = tenant
            return tenant.isFilled
        }
        if !isFilled {
            let people = try await read()
            tenants.withLock { tenants in
                for person in people { Self.put(person.id, person.entry, &tenants[municipality]) }
                tenants[municipality]?.isFilled = true
            }
        }
        let people = tenants.withLock { $0[municipality]?.people ?? [:] }
        let found = people.compactMap { id, entry -> NamePosition? in
            guard prefixes.contains(where: { $0.matches(entry.name) }) else { return nil }
            let place = NamePosition(name: entry.name, id: id)
            return position.map { $0.isBefore(place) } ?? true ? place : nil
        }.sorted { $0.isBefore($1) }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    private static func put(_ id: ProfileID, _ entry: Entry, _ tenant: inout Tenant?) {
        guard entry.revision >= tenant?.people[id]?.revision ?? 0 else { return }
        tenant?.people[id] = entry
    }
}
