import Hummingbird
import HummingbirdTLS
import Logging
import Domain
import NIOCore
import NIOSSL
import NIOPosix
import PeerHTTP
import PeopleHTTP
import ServiceLifecycle

/// A face for browsers and operators: Hummingbird on an address, with TLS where the settings give it.
enum Face {
    /// An idle connection is closed after this long.
    private static let idle = TimeAmount.seconds(120)

    /// - Parameters:
    ///   - tls: what its TLS is; nil for none.
    ///   - handshake: how long its handshake may take.
    static func service<Context: RequestContext>(
        _ router: Router<Context>, on address: ListenAddress, tls: TLSConfiguration? = nil,
        handshake: Duration = Limits.handshake, logger: Logger
    ) throws -> any Service where Context.Source == ApplicationRequestContextSource {
        let configuration = ApplicationConfiguration(
            address: .hostname(address.host, port: address.port), serverName: nil)
        guard let tls else {
            return Application(
                router: router,
                server: .http1(
                    configuration: .init(additionalChannelHandlers: [ClientDeparture()], idleTimeout: idle)),
                configuration: configuration, logger: quiet(logger))
        }
        return Application(
            router: router,
            server: try .tls(
                .http1(
                    configuration: .init(
                        additionalChannelHandlers: [HandshakeDeadline(limit: handshake), ClientDeparture()],
                        idleTimeout: idle)),
                tlsConfiguration: tls), configuration: configuration, logger: quiet(logger))
    }

    /// The same on a Unix socket that only the owner of its folder can reach.
    ///
    /// - Parameter onRunning: called once the socket is there.
    static func service<Context: RequestContext>(
        _ router: Router<Context>, onSocket path: String, logger: Logger,
        onRunning: @escaping @Sendable () -> Void = {}
    ) -> any Service where Context.Source == ApplicationRequestContextSource {
        Application(
            router: router, configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
            onServerRunning: { _ in onRunning() }, logger: quiet(logger))
    }

    /// Hummingbird tells what it serves at `info`; each process tells that itself.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }
}
