import GRDB

extension AccountStore {
    /// Everybody whom the store lets in, ordered by user: without those whose role was withdrawn, and without those who
    /// are closed.
    package func activeAccounts() async throws -> [Account] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: AccountSchema.activeAccounts, arguments: [AccountState.active.rawValue])
                .compactMap(Self.account)
        }
    }
}
