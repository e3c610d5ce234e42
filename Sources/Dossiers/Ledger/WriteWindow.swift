import Foundation

/// A moment in the order in which a change is written: between two of these, what is in the file or the showcase
/// changes.
package enum WriteWindow: String, CaseIterable, Sendable {
    case hideBegun = "hide.begun"
    /// Out of the showcase, not yet in the file.
    case hideRemoved = "hide.removed"
    /// In the transaction, which is not committed.
    case hideWritten = "hide.written"
    case hideCommitted = "hide.committed"
    /// No answer with the profile is being written; not acknowledged yet.
    case hideSettled = "hide.settled"
    case showWritten = "show.written"
    /// In the file, not yet in the showcase.
    case showCommitted = "show.committed"
    case showShown = "show.shown"
    case editWritten = "edit.written"
    case editCommitted = "edit.committed"
    case editShown = "edit.shown"
    /// The decision to import is in the file, nothing else.
    case importDecided = "import.decided"
    /// A batch is in its transaction, which is not committed.
    case importBatchWritten = "import.batchWritten"
    case importBatchCommitted = "import.batchCommitted"
    /// Between two batches.
    case importBatchShown = "import.batchShown"
    /// Every row is taken; whoever is missing is still served.
    case importApplied = "import.applied"
    case importEndWritten = "import.endWritten"
    case importEndCommitted = "import.endCommitted"
    /// Finished in the file; its stage is still there.
    case importFinished = "import.finished"
}

/// What happens when a change reaches a window: nothing, and in a release build there is nothing here.
///
/// A debug build ends itself as `kill -9` would at the window that `HALLOWERK_FAULT` names: `hide.removed`, or
/// `hide.removed:3` for the third time that it gets there. So tests show that no instant of a change loses anything
/// (I-11).
package struct WriteWindows: Sendable {
    #if DEBUG
        package static let variable = "HALLOWERK_FAULT"
        private let reach: @Sendable (WriteWindow) -> Void

        /// Windows at which a test looks, or ends the process. It runs where the change does: on the writing queue, but
        /// for `hideSettled` and windows of an import that come after one.
        package init(_ reach: @escaping @Sendable (WriteWindow) -> Void) { self.reach = reach }

        package init() {
            let wanted = (ProcessInfo.processInfo.environment[Self.variable] ?? "").split(separator: ":")
            guard let first = wanted.first, let window = WriteWindow(rawValue: String(first)) else {
                self.init { _ in }
                return
            }
            let countdown = Countdown(wanted.dropFirst().first.flatMap { Int($0) } ?? 1)
            self.init { reached in
                if reached == window, countdown.isDone() { kill(getpid(), SIGKILL) }
            }
        }

        func pass(_ window: WriteWindow) { reach(window) }
    #else
        package init() {}

        @inline(__always) func pass(_ window: WriteWindow) {}
    #endif
}
