package import Domain
package import Foundation
import Synchronization
import Trust
import Wire

/// The pause that this node announces to the gateways that ask for its health. In a file, so that it outlives the
/// process; it ends by itself.
package final class MaintenanceNotice: Sendable {
    private struct State {
        var maintenance: Maintenance?
        /// Gateways that heard it as it is now.
        var told: Set<OIN> = []
    }

    private let state: Mutex<State>
    private let path: String

    /// Takes up what the file at `path` announces, when there is one.
    ///
    /// - Throws: `OwnerOnlyFile.Fault`; `AnswerFault` when it is damaged.
    package init(path: String) throws {
        self.path = path
        do {
            let bytes = try OwnerOnlyFile.read(path)
            state = Mutex(State(maintenance: try MaintenanceJSON.decode(bytes)))
        } catch OwnerOnlyFile.Fault.missing {
            state = Mutex(State())
        }
    }

    /// What goes on at `time`.
    package func current(at time: Date) -> Maintenance? {
        state.withLock { $0.maintenance }.flatMap { $0.holds(at: time) ? $0 : nil }
    }

    /// The same for `gateway`, which from now on counts as told.
    package func tell(_ gateway: OIN, at time: Date) -> Maintenance? {
        state.withLock { _ = $0.told.insert(gateway) }
        return current(at: time)
    }

    /// Gateways that heard what is announced, or that nothing is any more.
    var told: Set<OIN> { state.withLock { $0.told } }

    /// Announces `maintenance`, or with nil that it is over; durable when this returns.
    ///
    /// - Throws: when the file cannot be written or removed: then nothing has changed.
    func announce(_ maintenance: Maintenance?) throws {
        try state.withLock { state in
            if let maintenance {
                try OwnerOnlyFile.write(MaintenanceJSON.encode(maintenance), to: path)
            } else if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
            state = State(maintenance: maintenance)
        }
    }
}
