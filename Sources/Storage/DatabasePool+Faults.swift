import Domain
package import GRDB

extension DatabasePool {
    /// A read in one snapshot.
    ///
    /// - Parameter file: the pool's, for a fault's words.
    /// - Throws: `StoreFault`; a `StoreRefusal` of `read`'s and `CancellationError` as they are.
    package func reading<Value: Sendable>(
        of file: String, _ read: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await Self.faulting(file) { try await self.read(read) }
    }

    /// A transaction, on disk when it returns.
    ///
    /// - Throws: as `reading`: nothing was changed then.
    package func writing<Value: Sendable>(
        to file: String, _ write: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await Self.faulting(file) { try await self.write(write) }
    }

    private static func faulting<Value: Sendable>(
        _ file: String, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as any StoreRefusal {
            throw refusal
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            throw StoreFault(error, file: file)
        }
    }
}
