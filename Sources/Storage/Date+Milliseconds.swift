package import Foundation

extension Date {
    /// Milliseconds since 1970, as every store keeps times.
    package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }

    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
