import NIOCore
import NIOPosix

/// Has the kernel notice a peer that is gone without a word: its machine is off, or the network between is cut.
///
/// It says nothing of a peer whose kernel still answers: of that `PeerKeeper` finds out.
enum VanishedPeer {
    typealias Setting = (option: ChannelOptions.Types.SocketOption, value: SocketOptionValue)

    /// Seconds of silence before the kernel asks, and between its questions; questions; milliseconds that bytes or
    /// questions may stay unconfirmed. Linux's numbers of them (tcp(7)).
    private static let keepIdle = NIOBSDSocket.Option(rawValue: 4)
    private static let keepInterval = NIOBSDSocket.Option(rawValue: 5)
    private static let keepCount = NIOBSDSocket.Option(rawValue: 6)
    static let userTimeout = NIOBSDSocket.Option(rawValue: 18)

    /// The socket's options; none where they have other numbers.
    static func settings(within limit: Duration) -> [Setting] {
        #if os(Linux)
            return [
                (.init(level: .socket, name: .so_keepalive), 1), (.init(level: .tcp, name: keepIdle), 2),
                (.init(level: .tcp, name: keepInterval), 1), (.init(level: .tcp, name: keepCount), 3),
                (.init(level: .tcp, name: userTimeout), SocketOptionValue(limit / .milliseconds(1))),
            ]
        #else
            return []
        #endif
    }
}

extension ClientBootstrap {
    func channelOptions(_ settings: [VanishedPeer.Setting]) -> Self {
        settings.reduce(self) { $0.channelOption($1.option, value: $1.value) }
    }
}

extension ServerBootstrap {
    func childChannelOptions(_ settings: [VanishedPeer.Setting]) -> Self {
        settings.reduce(self) { $0.childChannelOption($1.option, value: $1.value) }
    }
}
