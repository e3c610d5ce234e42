import Foundation
import Logging

/// Log lines as JSON on standard error, one object a line, without personal data: what a collector reads.
///
/// Each has `time` (RFC 3339, UTC, milliseconds), `level`, `source` and `message`; a line about a call of the
/// federation has `trace`, the id that the logs of processings and spans have too. Values are text.
struct StructuredLog: LogHandler {
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
        guard let bytes = line(event.level, "\(event.message)", all, at: .now) else { return }
        FileHandle.standardError.write(bytes)
    }

    /// The four fields that every line has are this process's own words, whatever `metadata` says.
    func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at time: Date) -> Data? {
        let own = [
            "time": time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)), "level": level.rawValue,
            "source": label, "message": message,
        ]
        let line = metadata.mapValues { "\($0)" }.merging(own) { $1 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(line)).map { $0 + Data("\n".utf8) }
    }
}
