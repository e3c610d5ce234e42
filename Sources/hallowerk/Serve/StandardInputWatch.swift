import NIOCore
import NIOPosix
import ServiceLifecycle

/// Ends, and with it the whole process, when standard input closes: a child of the demo goes when the demo goes,
/// however it went.
struct StandardInputWatch: Service {
    /// However the reading ends is an end: a service that throws during a stop cuts off all others.
    func run() async {
        try? await cancelWhenGracefulShutdown {
            let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .takingOwnershipOfDescriptor(input: 0) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                    }
                }
            try await channel.executeThenClose { inbound, _ in
                for try await _ in inbound {}
            }
        }
    }
}
