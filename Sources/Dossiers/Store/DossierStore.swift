package import Domain
import Foundation
import GRDB
package import Storage

/// Everything a region holds about its jobseekers, on disk. Reading is here; every change goes through
/// `DossierLedger`.
///
/// Errors are `StoreFault` for what SQLite could not do, `StoreInvalid` for a row that no version of ours wrote, and
/// `CancellationError`.
package struct DossierStore: Sendable {
    /// How many dossiers there are.
    package struct Counts: Hashable, Sendable {
        package let visible: Int
        package let hidden: Int
        package var total: Int { visible + hidden }
    }

    /// Dossiers of one page.
    package static let pageDossiers = 1...500

    package let path: String
    let pool: DatabasePool
    let names = NameIndex()

    /// Opens `path`, and makes it when it is not there; missing migrations run.
    ///
    /// - Throws: `StoreInvalid` when the file is damaged, newer than this program, not this store's or open to
    ///   others; it then is as it was.
    package init(path: String) throws(StoreInvalid) {
        pool = try StoreFile.open(path, schema: DossierSchema.schema)
        self.path = path
    }

    /// Looks at the file without changing it: one line for an operator.
    ///
    /// - Throws: as `init`; also when the file is not there.
    package static func examine(path: String) throws(StoreInvalid) -> String {
        let counts = try StoreFile.examine(path, schema: DossierSchema.schema, counts)
        return "sound, schema \(DossierSchema.schema.version), \(counts.visible) visible, \(counts.hidden) hidden"
    }

    /// The counts of a store that another process may have open; nothing is changed.
    ///
    /// - Throws: as `examine`.
    package static func readCounts(path: String) async throws(StoreInvalid) -> Counts {
        try StoreFile.examine(path, schema: DossierSchema.schema, counts)
    }

    /// How many are visible and hidden now.
    package func counts() async throws -> Counts { try await reading { try Self.counts($0) } }

    /// One dossier, whichever municipality's it is.
    package func dossier(_ id: ProfileID) async throws -> Dossier? {
        try await reading { try Self.fetch(.dossier, [Data(id.bytes)], $0).first }
    }

    /// The dossiers of `ids` that there are, in one snapshot and in their order.
    func dossiers(_ ids: [ProfileID]) async throws -> [Dossier] {
        guard !ids.isEmpty else { return [] }
        return try await reading { database in
            try ids.flatMap { try Self.fetch(.dossier, [Data($0.bytes)], database) }
        }
    }

    /// One dossier of `municipality`; nil for one that another municipality has, as for one that is not there.
    package func find(_ id: ProfileID, municipality: MunicipalityCode) async throws -> Dossier? {
        try await reading { try Self.fetch(.dossierOfMunicipality, [municipality.code, Data(id.bytes)], $0).first }
    }

    /// A page of a municipality's dossiers, ordered by id; go on after the last.
    ///
    /// - Parameter limit: within `pageDossiers`; brought within it otherwise.
    package func dossiers(of municipality: MunicipalityCode, after id: ProfileID?, limit: Int) async throws -> [Dossier]
    {
        let limit = min(max(limit, Self.pageDossiers.lowerBound), Self.pageDossiers.upperBound)
        let after = id.map { Data($0.bytes) } ?? Data()
        return try await reading { try Self.fetch(.municipalityAfter, [municipality.code, after, limit], $0) }
    }

    /// State and history of a dossier's visibility, without personal data.
    package func info(_ id: ProfileID) async throws -> DossierStanding? {
        try await reading { database in
            let key = Data(id.bytes)
            guard
                let row = try Row.fetchOne(database, sql: DossierSchema.Query.standing.sql, arguments: [key]),
                let municipality = try? MunicipalityCode(row[0]), let visibility = Dossier.Visibility(rawValue: row[1])
            else { return nil }
            let history = try Row.fetchAll(
                database, sql: DossierSchema.Query.history.sql, arguments: [municipality.code, key])
            return DossierStanding(
                id: id, municipality: municipality, visibility: visibility, generation: row[2], revision: row[3],
                history: history.compactMap(Self.change))
        }
    }

    /// Gives every dossier to `body`, each once, in no order and on several threads at a time.
    package func forEachInParallel(_ body: @escaping @Sendable (Dossier) throws -> Void) async throws {
        try await forEach(parts: min(4, ProcessInfo.processInfo.activeProcessorCount), body)
    }

    /// Gives every dossier to `body`, each once, in the order in which they were added.
    package func forEach(_ body: @escaping @Sendable (Dossier) throws -> Void) async throws {
        try await forEach(parts: 1, body)
    }

    private func forEach(parts: Int, _ body: @escaping @Sendable (Dossier) throws -> Void) async throws {
        let bounds = try await reading { database -> ClosedRange<Int>? in
            guard let row = try Row.fetchOne(database, sql: DossierSchema.Query.bounds.sql), let first: Int = row[0],
                let last: Int = row[1]
            else { return nil }
            return first...last
        }
        guard let bounds else { return }
        let size = (bounds.count + parts - 1) / parts
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in stride(from: bounds.lowerBound, through: bounds.upperBound, by: size) {
                group.addTask {
                    try await reading { database in
                        let rows = try Row.fetchCursor(
                            database, sql: DossierSchema.Query.allBetween.sql,
                            arguments: [start, start + size - 1])
                        while let row = try rows.next() { try body(DossierRow.decode(row)) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Reads in one snapshot; what SQLite and rows say becomes a fault of this file.
    func reading<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch let error as DatabaseError {
            throw StoreFault(error, file: path)
        } catch let row as DossierRow.Unreadable {
            throw StoreInvalid(file: path, reason: .damaged("a dossier's \(row.column) cannot be read"))
        }
    }

    private static func counts(_ database: Database) throws -> Counts {
        var counts: [String: Int] = [:]
        for row in try Row.fetchAll(database, sql: DossierSchema.Query.counts.sql) { counts[row[0]] = row[1] }
        return Counts(
            visible: counts[Dossier.Visibility.visible.rawValue] ?? 0,
            hidden: counts[Dossier.Visibility.hidden.rawValue] ?? 0)
    }

    static func fetch(
        _ query: DossierSchema.Query, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Dossier] {
        try Row.fetchAll(database.cachedStatement(sql: query.sql), arguments: arguments).map(DossierRow.decode)
    }

    private static func change(_ row: Row) -> DossierStanding.Change? {
        guard let from = Dossier.Visibility(rawValue: row[0]), let to = Dossier.Visibility(rawValue: row[1]) else {
            return nil
        }
        let at: Int64 = row[5]
        return DossierStanding.Change(
            from: from, to: to, account: row[2], request: row[3], reason: row[4],
            at: Date(timeIntervalSince1970: Double(at) / 1_000), generation: row[6], revision: row[7])
    }
}
