import Foundation

/// Whether the long tests run in full: `HALLOWERK_FULL=1`. Otherwise each does a tenth.
package enum FullRun {
    package static let isWanted = ProcessInfo.processInfo.environment["HALLOWERK_FULL"] == "1"

    /// `count` in full, a tenth of it otherwise.
    package static func cases(_ count: Int) -> Int { isWanted ? count : count / 10 }

    /// All of `cases` in full; otherwise one of them, another every day.
    package static func oneOf<Case>(_ cases: [Case]) -> [Case] {
        isWanted ? cases : [cases[Int(Date.now.timeIntervalSince1970) / 86_400 % cases.count]]
    }
}
