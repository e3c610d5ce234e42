import Domain
import Foundation

/// A folder with backups of one process's data, each in a folder of its own that is named by its moment in UTC:
/// `20261128T054500Z`. One that is being made has another name, and counts for nothing.
struct BackupFolder: Sendable {
    /// How old the last one may be: for `.ok`, and for `.attention`.
    static let fresh: TimeInterval = 26 * 3_600
    static let stale: TimeInterval = 8 * 86_400

    private static let form = Date.ISO8601FormatStyle(
        dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted, timeZone: .gmt)

    let path: String

    static func name(of time: Date) -> String { time.formatted(form) }

    /// The moments of those that are whole, oldest first.
    var moments: [Date] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { name in
            (try? Self.form.parse(name)).flatMap { Self.name(of: $0) == name ? $0 : nil }
        }.sorted()
    }

    /// How old the last one is, coarsely: nothing of how much is in it (design.md §9).
    func mark(at time: Date) -> NodeHealth.Mark {
        guard let last = moments.last else { return .critical }
        let age = time.timeIntervalSince(last)
        return age <= Self.fresh ? .ok : age <= Self.stale ? .attention : .critical
    }
}
