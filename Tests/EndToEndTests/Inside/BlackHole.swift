import NIOCore
import NIOPosix

/// An address of which nothing comes back: not even a refusal. Its queue of connections is full, so the kernel drops
/// every further attempt.
struct BlackHole: Sendable {
    private let listener: any Channel
    private let filling: [any Channel]
    let port: Int

    static func open() async throws -> BlackHole {
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 0)
            .serverChannelOption(ChannelOptions.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        var filling: [any Channel] = []
        while filling.count < 100,
            let channel = try? await ClientBootstrap(group: group).connectTimeout(.milliseconds(300))
                .connect(host: "127.0.0.1", port: port).get()
        {
            filling.append(channel)
        }
        return BlackHole(listener: listener, filling: filling, port: port)
    }

    func close() async {
        for channel in [listener] + filling { try? await channel.close().get() }
    }
}
