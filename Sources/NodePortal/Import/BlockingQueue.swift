import Dispatch

/// A thread of its own for what waits for the disk or computes long: one job after another, none of which takes a
/// thread from the others' requests.
final class BlockingQueue: TaskExecutor {
    private let queue: DispatchQueue

    /// - Parameter name: seen in a debugger.
    init(_ name: String) { queue = DispatchQueue(label: "hallowerk.\(name)", qos: .utility) }

    /// Runs `body` there, and what it starts.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(self) { try await body() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
