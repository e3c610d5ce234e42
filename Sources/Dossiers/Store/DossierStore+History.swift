package import Domain
import Foundation
import GRDB

/// What happened to one dossier.
extension DossierStore {
    /// Lines of one page of a history.
    package static let historyEvents = 1...100

    /// What happened to a dossier of `municipality`, newest first: visibility, edits and imports.
    ///
    /// - Parameters:
    ///   - revision: only what came before it; nil from the newest.
    ///   - limit: within `historyEvents`; brought within it otherwise.
    package func history(
        of id: ProfileID, municipality: MunicipalityCode, before revision: Int? = nil, limit: Int
    ) async throws -> [DossierEvent] {
        let limit = min(max(limit, Self.historyEvents.lowerBound), Self.historyEvents.upperBound)
        return try await reading { database in
            try Self.events(of: id, municipality.code, before: revision, limit: limit, database)
        }
    }

    static func events(
        of id: ProfileID, _ municipality: String, before revision: Int?, limit: Int, _ database: Database
    ) throws -> [DossierEvent] {
        let (key, end) = (Data(id.bytes), revision ?? Int.max)
        return try Row.fetchAll(
            database, sql: DossierSchema.Query.events.sql,
            arguments: [municipality, key, end, municipality, key, end, municipality, key, end, limit]
        ).compactMap(DossierEvent.init)
    }
}
