package import Domain
package import Foundation
package import NIOCore
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// Mutual TLS 1.3 between regions and gateway: contexts made once for each certificate, every peer through `PeerGate`
/// (design.md §5). What it works with is read for each use: keys, anchors, registry, time.
///
/// - Important: A resumed session runs no callback, so `identity(of:accepting:)` verifies its certificate again.
package struct PeerTLS: Sendable {
    /// A certificate that was replaced too long ago to make connections with.
    package struct Replaced: Error {}

    private let keys: CurrentKeys
    private let contexts = PeerContexts()
    private let paths = ValidatedPaths()
    private let registry: CurrentRegistry
    private let now: @Sendable () -> Date

    /// - Throws: what BoringSSL says of keys that it cannot use.
    package init(keys: CurrentKeys, registry: CurrentRegistry, now: @escaping @Sendable () -> Date) throws {
        self.keys = keys
        self.registry = registry
        self.now = now
        try contexts.make(of: keys.value)
    }

    /// Thumbprint of the certificate that new connections show.
    package var certificate: String { keys.value.thumbprint }

    /// Makes what connections need that show the certificate of `folder`, before it is the current one.
    ///
    /// - Throws: `PeerRefusal`, what every peer would say of this certificate; what BoringSSL says of keys that it
    ///   cannot use.
    package func prepare(_ folder: KeyFolder) async throws {
        let current = keys.value
        // What became of a certificate since it was taken must not keep newer revocation lists out.
        if folder.certificateChain != current.certificateChain || folder.anchors != current.anchors {
            for side in [PeerGate.Side.client, .server] { try await judge(folder, as: side) }
        }
        try contexts.make(of: folder)
    }

    private func judge(_ folder: KeyFolder, as side: PeerGate.Side) async throws(PeerRefusal) {
        do throws(PeerRefusal) {
            _ = try await gate(of: folder).validated(folder.certificateChain, as: side)
        } catch {
            switch error {
            // That our list is late says nothing of the certificate.
            case .noRevocationList, .revocationListEnded: return
            default: throw error
            }
        }
    }

    private var gate: PeerGate { gate(of: keys.value) }

    private func gate(of folder: KeyFolder) -> PeerGate {
        PeerGate(
            anchors: folder.anchors, knownIntermediates: Array(folder.certificateChain.dropFirst()),
            registry: registry, revocations: { folder.revocations }, now: now, paths: paths)
    }

    /// The TLS handler of an accepted connection. Call on its event loop.
    ///
    /// - Parameter onRefusal: told why a client was refused.
    /// - Throws: what BoringSSL says of keys that it cannot use.
    package func serverHandler(
        accepting: Set<FederationRole>, onRefusal: @escaping @Sendable (PeerRefusal) -> Void
    ) throws -> any ChannelHandler {
        NIOSSLServerHandler(
            context: try contexts.pair(of: keys.value).server,
            customVerificationCallbackWithMetadata: { certificates, promise in
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
    /// - Parameters:
    ///   - certificate: thumbprint of ours that it shows, one that was current not long ago; nil: the current one.
    ///   - onRefusal: told why the server was refused.
    /// - Throws: `Replaced`; what BoringSSL says of keys that it cannot use.
    package func clientHandler(
        host: String, expecting oin: OIN, accepting: Set<FederationRole>, showing certificate: String? = nil,
        onRefusal: @escaping @Sendable (PeerRefusal) -> Void
    ) throws -> any ChannelHandler {
        let current = keys.value
        let wanted = certificate ?? current.thumbprint
        let pair = try wanted == current.thumbprint ? contexts.pair(of: current) : contexts[wanted]
        guard let pair else { throw Replaced() }
        return try NIOSSLClientHandler(
            context: pair.client, serverHostname: host,
            customVerificationCallbackWithMetadata: { certificates, promise in
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
