import NIOSSL
import Synchronization
import X509

/// The TLS contexts of one party's certificates: of the one in use, and of the last few before it, so that a verklaring
/// that was signed for one of those can still go over a connection that shows it.
final class PeerContexts: Sendable {
    /// What connections are made with that show one certificate.
    struct Pair: Sendable {
        let server: NIOSSLContext
        let client: NIOSSLContext
    }

    /// Certificates whose contexts are kept: a verklaring is good for a minute, and nobody replaces them that often.
    private static let kept = 3

    private let held = Mutex<[(certificate: String, pair: Pair)]>([])

    /// Of the certificate with this thumbprint; nil for one that is not known, or replaced too long ago.
    subscript(certificate: String) -> Pair? {
        held.withLock { $0.last { $0.certificate == certificate }?.pair }
    }

    /// Of the certificate of `keys`; made when they are not there.
    func pair(of keys: KeyFolder) throws -> Pair { try self[keys.thumbprint] ?? make(of: keys) }

    /// Made anew: the chain of the same certificate may be another.
    ///
    /// - Throws: what BoringSSL says of keys that it cannot use.
    @discardableResult
    func make(of keys: KeyFolder) throws -> Pair {
        let pair = try Self.contexts(of: keys)
        held.withLock { held in
            held.removeAll { $0.certificate == keys.thumbprint }
            held.append((keys.thumbprint, pair))
            if held.count > Self.kept { held.removeFirst() }
        }
        return pair
    }

    private static func contexts(of keys: KeyFolder) throws -> Pair {
        let chain = try keys.certificateChain.map { certificate in
            NIOSSLCertificateSource.certificate(
                try NIOSSLCertificate(bytes: Array(certificate.serializeAsPEM().derBytes), format: .der))
        }
        let key = NIOSSLPrivateKeySource.privateKey(
            try NIOSSLPrivateKey(bytes: Array(keys.tlsKeyPEM.utf8), format: .pem))
        let roots = try keys.anchors.map {
            try NIOSSLCertificate(bytes: Array($0.serializeAsPEM().derBytes), format: .der)
        }
        var server = TLSConfiguration.makeServerConfigurationWithMTLS(
            certificateChain: chain, privateKey: key, trustRoots: .certificates(roots))
        var client = TLSConfiguration.makeClientConfiguration()
        client.certificateChain = chain
        client.privateKey = key
        client.trustRoots = .certificates(roots)
        client.certificateVerification = .fullVerification
        server.minimumTLSVersion = .tlsv13
        client.minimumTLSVersion = .tlsv13
        server.applicationProtocols = ["http/1.1"]
        client.applicationProtocols = ["http/1.1"]
        return Pair(
            server: try NIOSSLContext(configuration: server), client: try NIOSSLContext(configuration: client))
    }
}
