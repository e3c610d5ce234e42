package import Domain
package import Foundation

/// Tells a gateway that is a moment behind from one that withholds a newer registry (design.md §5).
package struct WithheldRegistry: Sendable {
    private struct Behind {
        let since: Date
        var told: Int?
    }

    private var behind: [OIN: Behind] = [:]

    package init() {}

    /// Notes the serial that `gateway` gives, while `inUse` is in use here.
    ///
    /// - Returns: Whether it has been behind for `Limits.registryWithheld` and that was not told of this serial yet.
    package mutating func note(_ gateway: OIN, serial: Int, inUse: Int, at time: Date) -> Bool {
        guard serial < inUse else {
            behind[gateway] = nil
            return false
        }
        var entry = behind[gateway] ?? Behind(since: time)
        defer { behind[gateway] = entry }
        let isLong = time.timeIntervalSince(entry.since) >= Limits.registryWithheld / .seconds(1)
        guard isLong, entry.told != inUse else { return false }
        entry.told = inUse
        return true
    }
}
