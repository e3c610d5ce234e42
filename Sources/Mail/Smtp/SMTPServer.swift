import NIOSSL

/// The mail server that takes this process's mail, and how it is spoken to.
package struct SMTPServer: Sendable {
    /// How a connection is protected.
    package enum Security: String, CaseIterable, Sendable {
        /// Asked for on the connection (STARTTLS, RFC 3207); without it nothing is sent.
        case startTLS = "starttls"
        /// From the first byte (RFC 8314 §3.3), usually port 465.
        case direct
        /// None: for a server on loopback only.
        case none
    }

    /// Who this process is to the server; only over TLS (RFC 4954 §4).
    package struct LogIn: Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package enum Invalid: Error, Hashable { case plainBeyondLoopback, logInWithoutTLS, unreadableAuthorities }

    package let host: String
    package let port: Int
    package let security: Security
    let logIn: LogIn?
    /// Nil without TLS.
    let tls: NIOSSLContext?

    /// - Parameter authorities: a PEM file with the CAs that the server's certificate may be of; the system's without.
    /// - Throws: `Invalid`: no TLS to a server that is not on loopback, a log-in without TLS, a file that cannot be
    ///   read.
    package init(host: String, port: Int, security: Security, logIn: LogIn?, authorities: String?) throws(Invalid) {
        guard security != .none || Self.isLoopback(host) else { throw .plainBeyondLoopback }
        guard security != .none || logIn == nil else { throw .logInWithoutTLS }
        self.host = host
        self.port = port
        self.security = security
        self.logIn = logIn
        guard security != .none else {
            tls = nil
            return
        }
        // The library's default verifies chain and name; nothing here may weaken it.
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorities { configuration.trustRoots = .file(authorities) }
        do {
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unreadableAuthorities
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
