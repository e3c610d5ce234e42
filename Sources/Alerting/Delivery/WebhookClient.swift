import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// Posts alerts to a receiver's own server, signed as Standard Webhooks describes: HMAC-SHA256 over id, time and body.
struct WebhookClient: Sendable {
    /// How long one call may take.
    static let patience = TimeAmount.seconds(5)
    /// Bytes of an answer that are read; nothing in it is used.
    private static let answerBytes = 64 * 1024

    /// What a call led to.
    enum Outcome: Hashable, Sendable {
        case taken
        /// To be tried again, not before the time that the other side gave.
        case later(String, after: TimeInterval?)
        /// The other side wants no more of them (410).
        case gone
        /// It makes no sense to try again.
        case refused(String)
    }

    let webhook: AlertReceiver.Webhook

    /// Hands over `document`; the other side knows by `id` what it had before.
    func post(_ document: String, id: UUID, at time: Date) async -> Outcome {
        let seconds = "\(Int(time.timeIntervalSince1970))"
        let name = id.uuidString.lowercased()
        var request = HTTPClientRequest(url: webhook.address.absoluteString)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "HalloWerk")
        request.headers.add(name: "webhook-id", value: name)
        request.headers.add(name: "webhook-timestamp", value: seconds)
        request.headers.add(name: "webhook-signature", value: Self.signature(name, seconds, document, webhook.secret))
        request.body = .bytes(ByteBuffer(string: document))
        do {
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration())
            do {
                let answer = try await client.execute(request, timeout: Self.patience)
                let outcome = Self.outcome(answer)
                // What does not end within the limit is no reason to send it again.
                _ = try? await answer.body.collect(upTo: Self.answerBytes)
                try? await client.shutdown()
                return outcome
            } catch {
                try? await client.shutdown()
                return .later(Self.reason(error), after: nil)
            }
        } catch {
            return .later("the authorities' file cannot be read", after: nil)
        }
    }

    /// `v1,` and the signature in Base64.
    static func signature(_ id: String, _ seconds: String, _ document: String, _ secret: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(seconds).\(document)".utf8), using: SymmetricKey(data: secret))
        return "v1," + Data(code).base64EncodedString()
    }

    private func configuration() -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities = webhook.authorities { tls.trustRoots = .certificates(authorities) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: Self.patience, read: Self.patience))
        configuration.connectionPool.idleTimeout = .seconds(1)
        return configuration
    }

    private static func outcome(_ answer: HTTPClientResponse) -> Outcome {
        switch answer.status.code {
        case 200..<300: return .taken
        case 410: return .gone
        case 429, 500..<600:
            let after = answer.headers.first(name: "Retry-After").flatMap { TimeInterval($0) }
            return .later("status \(answer.status.code)", after: after.map { min(max($0, 0), 3_600) })
        default: return .refused("status \(answer.status.code)")
        }
    }

    /// Its kind; the words of an error may have an address in them.
    private static func reason(_ error: any Error) -> String {
        (error as? HTTPClientError).map { $0.shortDescription } ?? "\(type(of: error))"
    }
}
