import Glibc
import NIOCore

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

    /// Listens for a moment, by a socket that no program started meanwhile inherits: it would hold the port for as long
    /// as it runs. NIO's sockets are inherited.
    static func isFree(_ address: ListenAddress) -> Bool {
        guard address.port != 0 else { return true }
        guard let resolved = try? SocketAddress.makeAddressResolvingHost(address.host, port: address.port) else {
            return false
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let handle = socket(resolved.protocol == .inet6 ? AF_INET6 : AF_INET, kind, 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        var isReused: Int32 = 1
        unsafe setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
        return unsafe resolved.withSockAddr { pointer, size in
            unsafe bind(handle, pointer, socklen_t(size)) == 0 && listen(handle, 1) == 0
        }
    }
}
