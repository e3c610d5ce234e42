import AsyncHTTPClient
import Foundation
import NIOSSL

/// The group `tracing` of a process's settings: the collector that takes its spans, by OTLP/HTTP. Without the group
/// there are none.
struct TracingSettings: Codable, Equatable, Sendable {
    /// The collector, such as `https://otel.regio.example:4318`; `/v1/traces` is added where there is no path.
    var endpoint: String?
    /// PEM file with the CAs that the collector's certificate may be of; the system's without.
    var caFile: String?
    /// The share of all traces, 0 to 1; all without. Give every process of the federation the same.
    var sample: Double?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case endpoint
        case caFile = "ca-file"
        case sample
    }

    /// Of all settings in the group.
    static var names: Set<String> { Set(CodingKeys.allCases.map(\.rawValue)) }

    /// What these settings make; relative paths are relative to `data`.
    ///
    /// - Throws: `OperatorError` naming the setting.
    func checked(data: String) throws -> CheckedTracing {
        guard let endpoint, var url = URLComponents(string: endpoint), let host = url.host, !host.isEmpty,
            url.scheme == "https" || url.scheme == "http"
        else {
            throw OperatorError(
                "Setting 'tracing.endpoint' is '\(endpoint ?? "")', which is no address of a collector.",
                remedy: "Give its OTLP/HTTP address, such as https://otel.regio.example:4318.")
        }
        guard url.scheme == "https" || ListenAddress.isLoopback(host) else {
            throw OperatorError(
                "Strict mode: setting 'tracing.endpoint' (\(endpoint)) has no TLS on an address that is not loopback.",
                remedy: "Give an https address, or send through a collector on this machine.")
        }
        if ["", "/"].contains(url.path) { url.path = "/v1/traces" }
        let share = sample ?? 1
        guard (0...1).contains(share) else {
            throw OperatorError(
                "Setting 'tracing.sample' is \(share).", remedy: "Give a share of all traces: 0 to 1, such as 0.1.")
        }
        return CheckedTracing(collector: url.string ?? endpoint, share: share, client: try client(data))
    }

    private func client(_ data: String) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let caFile {
            let path = caFile.hasPrefix("/") ? caFile : data + "/" + caFile
            guard let authorities = AuthorityFile.read(path) else {
                throw OperatorError(
                    "Setting 'tracing.ca-file' (\(path)) cannot be read.", remedy: AuthorityFile.remedy)
            }
            tls.trustRoots = .certificates(authorities)
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        return configuration
    }
}

/// A collector whose settings were read and found safe.
struct CheckedTracing: Sendable {
    /// Where spans go, whole.
    let collector: String
    /// Of all traces.
    let share: Double
    let client: HTTPClient.Configuration
}
