import Foundation
import NIOCore
import NIOPosix

/// Whether addresses are free to listen on.
enum Ports {
    /// - Throws: `OperatorError` naming every address that is taken.
    static func requireFree(_ addresses: [ListenAddress]) throws {
        let taken = addresses.filter { !isFree($0) }
        guard taken.isEmpty else {
            throw OperatorError(
                "In use already: \(taken.map(\.description).joined(separator: ", ")).",
                remedy: "Stop what listens there (`ss -ltnp` names it), or choose other ports.")
        }
    }

    static func isFree(_ address: ListenAddress) -> Bool {
        guard address.port != 0 else { return true }
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        guard let channel = try? bootstrap.bind(host: address.host, port: address.port).wait() else { return false }
        try? channel.close().wait()
        return true
    }
}
