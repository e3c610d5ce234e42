import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// The certificate that the people's face shows: each handshake gets the one in use, so that it is replaced without a
/// restart and open connections go on.
final class PeopleCertificate: ReplaceableFiles {
    /// What its files said when they were read last and were good.
    private struct Held: Sendable {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKeySource
        let inUse: CertificateInUse
    }

    /// What NCSC-NL's TLS guidelines (2025-05) find good below TLS 1.3: ephemeral keys and authenticated encryption.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]

    let face = "people"
    let paths: [String]
    private let settings: PeopleTLS
    private let now: @Sendable () -> Date
    private let held: Mutex<Held>

    /// - Throws: `OperatorError` naming file and setting: not a PEM chain, not its key.
    init(_ settings: PeopleTLS, now: @escaping @Sendable () -> Date) throws {
        self.settings = settings
        self.now = now
        paths = [settings.certificate, settings.key]
        held = Mutex(try Self.read(settings))
    }

    var inUse: CertificateInUse { held.withLock { $0.inUse } }

    func take() throws {
        let read = try Self.read(settings)
        guard read.inUse.expires > now() else {
            throw OperatorError(
                "\(settings.certificate) ended \(read.inUse.expires.formatted(.iso8601)).",
                remedy: "Put a certificate in its place that is valid now.")
        }
        held.withLock { $0 = read }
    }

    /// TLS 1.3, and 1.2 where the settings allow it. BoringSSL has no compression, and as a server no renegotiation.
    var configuration: TLSConfiguration {
        let first = held.withLock { $0 }
        var configuration = Self.configuration(first, settings)
        configuration.sslContextCallback = { [self] _, promise in
            let current = held.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = current.chain
            override.privateKey = current.key
            promise.succeed(override)
        }
        return configuration
    }

    private static func configuration(_ held: Held, _ settings: PeopleTLS) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: held.chain, privateKey: held.key)
        configuration.minimumTLSVersion = settings.allowsOlder ? .tlsv12 : .tlsv13
        configuration.cipherSuiteValues = suites
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private static func read(_ settings: PeopleTLS) throws -> Held {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(settings.certificate), let leaf = chain.first else {
            throw OperatorError(
                "Setting 'people-certificate': \(settings.certificate) holds no certificates in PEM form.",
                remedy: "Put the certificate in it, and after it its issuer's.")
        }
        guard let key = try? NIOSSLPrivateKey(file: settings.key, format: .pem) else {
            throw OperatorError(
                "Setting 'people-key': \(settings.key) is not a private key in PEM form without a password.",
                remedy: "Put that key in its place, readable by this process.")
        }
        let serial = leaf.serialNumber.drop { $0 == 0 }.map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true)
        }.joined()
        let held = Held(
            chain: chain.map { .certificate($0) }, key: .privateKey(key),
            inUse: CertificateInUse(
                serial: serial, expires: Date(timeIntervalSince1970: TimeInterval(leaf.notValidAfter))))
        do {
            _ = try NIOSSLContext(configuration: configuration(held, settings))
        } catch {
            throw OperatorError(
                "Setting 'people-key': \(settings.key) is not the key of \(settings.certificate).",
                remedy: "Put the key in its place that the certificate was issued for.")
        }
        return held
    }
}
