import Domain
import Foundation
import Synchronization
import Testing

@testable import Workplace

/// A store in a folder of one test's own, gone when the test is, with a clock that the test moves.
final class WorkplaceFolder: Sendable {
    /// Stands still until it is moved.
    final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        var now: Date { time.withLock(\.self) }
        func pass(days: Double) { time.withLock { $0 += days * 86_400 } }
    }

    let path: String
    let clock = Clock()
    let store: WorkplaceStore

    init() throws {
        path = NSTemporaryDirectory() + "workplace-" + UUID().uuidString
        store = try WorkplaceStore(path: path + "/workplace.sqlite", now: { [clock] in clock.now })
    }

    /// The same file, opened again.
    func reopened() throws -> WorkplaceStore {
        try WorkplaceStore(path: path + "/workplace.sqlite", now: { [clock] in clock.now })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension Colleague {
    static func jansen() throws -> Colleague {
        Colleague(user: "jansen", organisation: try OIN("00000099100000002000"))
    }

    /// Of the same organisation.
    static func devries() throws -> Colleague {
        Colleague(user: "devries", organisation: try OIN("00000099100000002000"))
    }

    /// Of another.
    static func stranger() throws -> Colleague {
        Colleague(user: "jansen", organisation: try OIN("00000099100000003000"))
    }
}

extension Assignment.Content {
    static func vacancy(_ reference: String = "1183") -> Assignment.Content {
        Assignment.Content(
            activity: .fillVacancy, reference: reference, title: "Heftruckchauffeur", employer: "Magazijn BV",
            note: "Twee ploegen\nMaandag beginnen")
    }
}
