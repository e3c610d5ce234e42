package import Domain
package import Foundation
package import NIOCore
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// Mutual TLS 1.3 between regions and gateway: contexts made once, every peer through `PeerGate` (design.md §5).
///
/// - Important: A resumed session runs no callback, so `identity(of:accepting:)` verifies its certificate again.
package struct PeerTLS: Sendable {
    private let serverContext: NIOSSLContext
    private let clientContext: NIOSSLContext
    private let gate: PeerGate

    /// - Parameter revocations: the lists as they are now; nil for those that `keys` were read with.
    /// - Throws: what BoringSSL says of keys that it cannot use.
    package init(
        keys: KeyFolder, registry: CurrentRegistry, revocations: (@Sendable () -> RevocationLists)? = nil,
        now: @escaping @Sendable () -> Date
    ) throws {
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
        serverContext = try NIOSSLContext(configuration: server)
        clientContext = try NIOSSLContext(configuration: client)
        gate = PeerGate(
            anchors: keys.anchors, knownIntermediates: Array(keys.certificateChain.dropFirst()), registry: registry,
            revocations: revocations ?? { [lists = keys.revocations] in lists }, now: now)
    }

    /// The TLS handler of an accepted connection. Call on its event loop.
    ///
    /// - Parameter onRefusal: told why a client was refused.
    package func serverHandler(
        accepting: Set<FederationRole>, onRefusal: @escaping @Sendable (PeerRefusal) -> Void
    ) -> any ChannelHandler {
        NIOSSLServerHandler(
            context: serverContext,
            customVerificationCallbackWithMetadata: { [gate] certificates, promise in
                promise.completeWithTask {
                    do throws(PeerRefusal) {
                        return try await Self.verified(certificates, gate: gate, as: .client, accepting: accepting)
                            .result
                    } catch {
                        onRefusal(error)
                        return .failed
                    }
                }
            })
    }

    /// The TLS handler of a connection to `host`, which must be `oin`.
    ///
    /// - Parameter onRefusal: told why the server was refused.
    package func clientHandler(
        host: String, expecting oin: OIN, accepting: Set<FederationRole>,
        onRefusal: @escaping @Sendable (PeerRefusal) -> Void
    ) throws -> any ChannelHandler {
        try NIOSSLClientHandler(
            context: clientContext, serverHostname: host,
            customVerificationCallbackWithMetadata: { [gate] certificates, promise in
                promise.completeWithTask {
                    do throws(PeerRefusal) {
                        let peer = try await Self.verified(certificates, gate: gate, as: .server, accepting: accepting)
                        guard peer.identity.oin == oin else {
                            throw .otherParty(expected: oin, found: peer.identity.oin)
                        }
                        guard peer.subject.hosts.contains(where: { $0.lowercased() == host.lowercased() }) else {
                            throw .otherHost(host)
                        }
                        return peer.result
                    } catch {
                        onRefusal(error)
                        return .failed
                    }
                }
            })
    }

    /// Who is on the other end of an accepted connection whose handshake is done. A resumed session, for which no
    /// callback ran, is verified in full with the time and the registry as they are now.
    ///
    /// - Throws: `PeerRefusal`: close the connection, answer nothing.
    package func identity(of channel: any Channel, accepting: Set<FederationRole>) async throws -> PeerIdentity {
        let (shown, validated) = try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            return (try pipeline.nioSSL_peerCertificate(), try pipeline.nioSSL_peerValidatedCertificateChain())
        }.get()
        guard let shown else { throw PeerRefusal.noCertificate }
        guard let leaf = try? Certificate(derEncoded: shown.toDERBytes()) else { throw PeerRefusal.unreadable }
        if validated?.leaf == shown { return try gate.admit(leaf, accepting: accepting).identity }
        return try await gate.identify([leaf], as: .client, accepting: accepting).identity
    }

    /// Refuses a peer that is connected and may no longer ask, by the time and the registry as they are now.
    package func checkAgain(_ peer: PeerIdentity, accepting: Set<FederationRole>) throws(PeerRefusal) {
        try gate.checkAgain(peer, accepting: accepting)
    }

    /// The verified peer, and what NIOSSL keeps of it: the peer's own certificate only, which is all that is asked of
    /// it later.
    private static func verified(
        _ certificates: [NIOSSLCertificate], gate: PeerGate, as side: PeerGate.Side, accepting: Set<FederationRole>
    ) async throws(PeerRefusal) -> (
        identity: PeerIdentity, subject: CertificateSubject, result: NIOSSLVerificationResultWithMetadata
    ) {
        var chain: [Certificate] = []
        for certificate in certificates {
            guard let der = try? certificate.toDERBytes(), let parsed = try? Certificate(derEncoded: der) else {
                throw .unreadable
            }
            chain.append(parsed)
        }
        let peer = try await gate.identify(chain, as: side, accepting: accepting)
        let validated = ValidatedCertificateChain([certificates[0]])
        return (peer.identity, peer.subject, .certificateVerified(VerificationMetadata(validated)))
    }
}
