import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Synchronization
import Testing

/// What a browser does without a script: keeps cookies, sends forms, follows no link by itself.
final class Browser: Sendable {
    /// A page as it came.
    struct Page: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let html: String

        var location: String? { headers.first(name: "Location") }

        /// The value of the first field of that name in a form of the page.
        func value(_ field: String) -> String? {
            guard let pattern = try? Regex("name=\"\(field)\"[^>]*value=\"([^\"]*)\"") else { return nil }
            return html.firstMatch(of: pattern)?.output[1].substring.map(String.init)
        }

        /// The values of every button or field of that name.
        func values(_ field: String) -> [String] {
            guard let pattern = try? Regex("name=\"\(field)\"[^>]*value=\"([^\"]*)\"") else { return [] }
            return html.matches(of: pattern).compactMap { $0.output[1].substring.map(String.init) }
        }
    }

    private static let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))

    let url: String
    private let jar = Mutex<[String: String]>([:])

    init(_ url: String) { self.url = url }

    var cookies: [String: String] { jar.withLock(\.self) }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Page {
        try await send("GET", path, nil, headers)
    }

    /// Sends a form; `headers` are those that a browser adds by itself.
    func post(_ path: String, _ fields: [(String, String)], headers: [String: String] = [:]) async throws -> Page {
        try await send("POST", path, Self.form(fields), headers)
    }

    /// Sends a form with a file, its fields in this order before it.
    func upload(
        _ path: String, _ fields: [(String, String)], file: String, named name: String = "bestand",
        headers: [String: String] = [:]
    ) async throws -> Page {
        let parts = fields.map { "--grens\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
        let head = "--grens\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"januari.csv\"\r\n"
        let body = parts + head + "Content-Type: text/csv\r\n\r\n\(file)\r\n--grens--\r\n"
        let type = ["Content-Type": "multipart/form-data; boundary=grens"]
        return try await send("POST", path, body, headers.merging(type) { $1 })
    }

    /// Sends a form as the page's script does, and gives what comes back as it comes.
    func events(_ path: String, _ fields: [(String, String)]) async throws -> HTTPClientResponse {
        try await answer("POST", path, Self.form(fields), ["Accept": "text/event-stream"])
    }

    /// A page's events, as they come.
    func events(_ path: String) async throws -> HTTPClientResponse {
        try await answer("GET", path, nil, ["Accept": "text/event-stream"])
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
    }

    private func send(
        _ method: String, _ path: String, _ body: String?, _ headers: [String: String]
    ) async throws -> Page {
        let response = try await answer(method, path, body, headers)
        let bytes = try await response.body.collect(upTo: 4 << 20)
        return Page(status: Int(response.status.code), headers: response.headers, html: String(buffer: bytes))
    }

    private func answer(
        _ method: String, _ path: String, _ body: String?, _ headers: [String: String]
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        let cookies = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if !cookies.isEmpty { request.headers.add(name: "Cookie", value: cookies) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            if headers["Content-Type"] == nil {
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            }
            request.body = .bytes(Array(body.utf8))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        for line in response.headers["Set-Cookie"] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            jar.withLock { $0[String(pair[0])] = pair.count > 1 ? String(pair[1]) : "" }
        }
        return response
    }
}
