import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// Calls to one provider: each with a deadline and a limit on its answer, never redirected, over TLS that trusts the
/// authorities of the settings.
struct ProviderHTTP: Sendable {
    let authorities: String?

    /// The answer's body.
    ///
    /// - Parameter form: fields that are posted; nil for GET.
    /// - Throws: `ProviderRefusal.unreachable` naming `part`; `codeRefused` for a form that is answered with 4xx.
    func ask(_ url: String, form: [(String, String)]? = nil, part: String) async throws(ProviderRefusal) -> [UInt8] {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<[UInt8], ProviderRefusal>
        do {
            outcome = try await Self.ask(client, url, form, part)
        } catch {
            outcome = .failure(.unreachable(part))
        }
        try? await client.shutdown()
        return try outcome.get()
    }

    private var configuration: HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities { tls.trustRoots = .file(authorities) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(3), read: .seconds(5)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func ask(
        _ client: HTTPClient, _ url: String, _ form: [(String, String)]?, _ part: String
    ) async throws -> Result<[UInt8], ProviderRefusal> {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: "application/json")
        if let form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(FormText.encode(form).utf8))
        }
        let deadline = NIODeadline.now() + TimeAmount(ProviderRules.deadline)
        let response = try await client.execute(request, deadline: deadline)
        guard response.status == .ok else {
            let isRefusal = form != nil && (400..<500).contains(response.status.code)
            return .failure(isRefusal ? .codeRefused : .unreachable(part))
        }
        let body = try await response.body.collect(upTo: ProviderRules.answerBytes)
        return .success(Array(body.readableBytesView))
    }
}

/// Fields as a form and a query spell them.
enum FormText {
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    static func encode(_ fields: [(String, String)]) -> String {
        fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }
}
