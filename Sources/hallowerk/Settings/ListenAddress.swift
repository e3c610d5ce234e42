import ArgumentParser

/// Where a face listens: `host:port`. Port 0 lets the system choose.
struct ListenAddress: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let host: String
    let port: Int
    var description: String { "\(host):\(port)" }
    var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether `host` is this machine's own, so that what goes there without TLS passes no network.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || ["::1", "[::1]"].contains(host) || host.hasPrefix("127.")
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
            (0...65_535).contains(port), colon > argument.startIndex
        else { return nil }
        self.init(host: String(argument[..<colon]).trimmingBrackets, port: port)
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
