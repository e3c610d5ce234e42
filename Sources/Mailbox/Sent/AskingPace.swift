import Domain
package import Foundation

/// How often a region is asked about a message that nobody opened the page for: a twenty-fourth of its age, from five
/// minutes to six hours, until it is answered, gone or ended. It depends on nothing but when it was sent.
package enum AskingPace {
    package static let shortest: TimeInterval = 300
    package static let longest: TimeInterval = 6 * 3_600

    /// When to ask next about a message of `sent`, asked at `time`; nil when it has ended.
    static func next(ofMessageSent sent: Date, askedAt time: Date) -> Date? {
        let age = time.timeIntervalSince(sent)
        guard age < TimeInterval(Limits.messageDays * 86_400) else { return nil }
        return time.addingTimeInterval(min(max(age / 24, shortest), longest))
    }
}
