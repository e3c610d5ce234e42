import Domain
import Foundation
import Testing

@testable import Monitoring

/// A store in a folder of one test's own, gone when the test is.
final class HistoryFolder: Sendable {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    let path = NSTemporaryDirectory() + "health-" + UUID().uuidString
    let store: HistoryStore

    init(now: Date = HistoryFolder.start) throws {
        store = try HistoryStore(path: path + "/health.sqlite", now: now)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/health.sqlite" }

    static func region(_ slug: String) throws -> HealthSubject { .region(try RegionCode(slug)) }
}
