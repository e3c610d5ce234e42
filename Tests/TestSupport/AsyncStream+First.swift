extension AsyncStream where Element: Sendable {
    /// The next element; nil when none comes in time, so that a test fails instead of hanging.
    package func first(within limit: Duration = .seconds(60)) async -> Element? {
        await withTaskGroup(of: Element?.self) { group in
            group.addTask {
                for await element in self { return element }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
