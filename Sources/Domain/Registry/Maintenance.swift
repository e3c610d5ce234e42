package import Foundation

/// A pause that a region announced: until it is over its node is not asked, and who searches is told why.
package struct Maintenance: Hashable, Sendable {
    package let until: Date
    /// In the region's own words; everybody who searches can read it.
    package let reason: String

    /// - Returns: nil unless `reason` is one line of 1 to `Limits.maintenanceReason` characters.
    package init?(until: Date, reason: String) {
        let isOneLine = !reason.unicodeScalars.contains { $0.properties.generalCategory.isControlOrBreak }
        guard !reason.isEmpty, reason.count <= Limits.maintenanceReason, isOneLine else { return nil }
        self.until = until
        self.reason = reason
    }

    /// Whether it goes on at `time`.
    package func holds(at time: Date) -> Bool { time < until }

    /// What is said of the region called `name`.
    package func sentence(_ name: String, asOf now: Date) -> String {
        "\(name) is in onderhoud tot \(until.dutch(asOf: now)): \(reason)" + (reason.hasSuffix(".") ? "" : ".")
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControlOrBreak: Bool { [.control, .format, .lineSeparator, .paragraphSeparator].contains(self) }
}
