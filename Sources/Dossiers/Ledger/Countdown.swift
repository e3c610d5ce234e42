#if DEBUG
    import Synchronization

    /// Counts down to the time at which something is to happen, from several threads.
    package final class Countdown: Sendable {
        private let left: Mutex<Int>

        package init(_ times: Int) { left = Mutex(times) }

        /// Counts one; whether it was the last.
        package func isDone() -> Bool {
            left.withLock { left in
                left -= 1
                return left == 0
            }
        }
    }
#endif
