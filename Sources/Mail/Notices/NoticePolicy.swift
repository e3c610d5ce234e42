/// When a notice goes out, and how often it is tried.
package enum NoticePolicy {
    /// At most one mail of a topic to a person in this time; what comes in it is in the next.
    package static let pause = Duration.seconds(3_600)
    /// Tries of one notice; after the last it is given up.
    package static let tries = 12
    /// Notices that wait at once; over it the oldest go first and nothing is added.
    package static let waiting = 20_000

    /// How long a notice rests after its `tries`-th failure: 1, 2, 4 minutes and so on, at most 6 hours; 12 tries take
    /// more than a day.
    package static func rest(afterTries tries: Int) -> Duration {
        .seconds(min(60 << min(max(0, tries - 1), 20), 6 * 3_600))
    }
}
