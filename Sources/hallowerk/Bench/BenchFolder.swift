import ArgumentParser
import Domain
import Foundation
import Trust
import UnixSignals

/// A new folder for one benchmark, which is removed whatever happens.
enum BenchFolder {
    /// Measures in a folder below `place` and returns the figures, with how busy the machine was before; Ctrl-C leaves
    /// neither a process nor the folder behind.
    ///
    /// - Throws: what `measure` throws; `ExitCode` 130 after Ctrl-C.
    static func figures(
        below place: String, _ measure: @escaping @Sendable (String) async throws -> [BenchFigure]
    ) async throws -> [BenchFigure] {
        let load = BenchFigure.load()
        let path = URL(fileURLWithPath: place).standardizedFileURL.path + "/hallowerk-bench-\(UUID.random().uuidString)"
        try OwnerOnlyFile.makeFolder(path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let figures = try await withThrowingTaskGroup(of: [BenchFigure]?.self) { group in
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            group.addTask { try await measure(path) }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let figures else { throw ExitCode(130) }
        return figures + [load]
    }
}
