package import Foundation

/// How near the end of a certificate is, and when an operator must hear of it.
package struct CertificateTerm: Sendable {
    /// Days before the end from which on it is told.
    package static let warnings = [30, 14, 7, 1]
    /// Seconds between two tellings of the same.
    private static let repeated: TimeInterval = 86_400

    private var told: (warning: Int, expires: Date, at: Date)?

    package init() {}

    /// The smallest of `warnings` that a certificate's time is within, 0 when it has ended; nil when its end is far.
    package static func warning(expires: Date, at time: Date) -> Int? {
        let left = expires.timeIntervalSince(time)
        return left <= 0 ? 0 : warnings.last { left <= TimeInterval($0) * 86_400 }
    }

    /// What to tell now, in the same terms; nil when there is nothing, or it was told within a day.
    package mutating func due(expires: Date, at time: Date) -> Int? {
        guard let warning = Self.warning(expires: expires, at: time) else {
            told = nil
            return nil
        }
        if let told, told.expires == expires, warning >= told.warning,
            abs(time.timeIntervalSince(told.at)) < Self.repeated
        {
            return nil
        }
        told = (warning, expires, time)
        return warning
    }
}

extension NodeHealth.Mark {
    /// Of a certificate: the last day is as bad as none left, since nobody may look in between.
    package init(certificateExpires expires: Date, at time: Date) {
        switch CertificateTerm.warning(expires: expires, at: time) {
        case nil: self = .ok
        case .some(...1): self = .critical
        case .some: self = .attention
        }
    }
}
