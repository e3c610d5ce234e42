package import Foundation

/// One file that a municipality delivered: what was found in it, who is not in it, and what was decided and done.
package struct DeliveryPage: Sendable {
    /// Faults and client numbers on the page; all can be downloaded.
    package static let faultsShown = 50
    package static let missingShown = 40
    /// How often the browser asks again while something is going on.
    package static let refreshSeconds = 2

    /// One thing that is wrong with a row.
    package struct Fault: Hashable, Sendable {
        let line: Int
        let column: String
        let reason: String
        let remedy: String

        package init(line: Int, column: String, reason: String, remedy: String) {
            self.line = line
            self.column = column
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// How far something is.
    package struct Progress: Hashable, Sendable {
        let done: Int
        let total: Int
        /// Of `done`, what was done before `seconds` began.
        let before: Int
        let seconds: Double

        package init(done: Int, total: Int, before: Int = 0, seconds: Double) {
            self.done = done
            self.total = total
            self.before = before
            self.seconds = seconds
        }
    }

    /// What a check found.
    package struct Report: Hashable, Sendable {
        let good: Int
        let bad: Int
        let faultCount: Int
        /// The first of them; at least `faultsShown` if there are so many.
        let faults: [Fault]
        /// People who are served and not among the good rows, and the first of their client numbers.
        let missing: Int
        let clientNumbers: [String]

        package init(good: Int, bad: Int, faultCount: Int, faults: [Fault], missing: Int, clientNumbers: [String]) {
            self.good = good
            self.bad = bad
            self.faultCount = faultCount
            self.faults = faults
            self.missing = missing
            self.clientNumbers = clientNumbers
        }
    }

    /// What an import did.
    package struct Result: Hashable, Sendable {
        let total: Int
        let added: Int
        let changed: Int
        let ended: Int
        /// Rows that were left out; nil when that is no longer known.
        let bad: Int?

        package init(total: Int, added: Int, changed: Int, ended: Int, bad: Int?) {
            self.total = total
            self.added = added
            self.changed = changed
            self.ended = ended
            self.bad = bad
        }
    }

    /// How it stands.
    package enum State: Hashable, Sendable {
        /// In bytes.
        case checking(Progress)
        case refused(Fault)
        case failed
        case checked(Report)
        case waiting
        /// In rows.
        case applying(Progress)
        case stopped(done: Int, total: Int)
        case finished(Result)
    }

    package let frame: Frame
    package let id: String
    package let received: Date
    package let state: State

    package init(frame: Frame, id: String, received: Date, state: State) {
        self.frame = frame
        self.id = id
        self.received = received
        self.state = state
    }
}
