package import NIOCore

/// Notices on a connection that its client is gone, so that work of which nobody reads the answer ends. A client that
/// says that it sends no more counts as gone: none of those that are served here keeps reading then.
package final class ClientDeparture: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = Any

    private var isGone = false
    private var watcher: AsyncStream<Never>.Continuation?

    package init() {}

    /// Ends `watcher` when the client is gone, at once if it is; another one takes its place.
    func watch(_ watcher: AsyncStream<Never>.Continuation) {
        self.watcher = watcher
        if isGone { watcher.finish() }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { gone() }
        context.fireUserInboundEventTriggered(event)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    private func gone() {
        isGone = true
        watcher?.finish()
        watcher = nil
    }
}

extension FaceContext {
    /// Runs `work`, and cancels it when the client is gone. On a face without `ClientDeparture` it just runs.
    ///
    /// - Throws: what `work` throws; `CancellationError` when the client left first.
    package func untilGone<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (open, watcher) = AsyncStream.makeStream(of: Never.self)
        let watching = channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.handler(type: ClientDeparture.self).watch(watcher)
        }
        guard (try? await watching.get()) != nil else { return try await work() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in open {}
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw CancellationError() }
            return value
        }
    }
}
