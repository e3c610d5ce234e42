import Domain
import NIOCore
import NIOHTTP1
package import Wire

/// An answer to a peer. The server adds `API-Version` and the security headers.
package struct PeerResponse: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A refusal as `application/problem+json` (RFC 9457).
    package init(_ problem: Problem) {
        self.init(
            status: problem.status,
            headers: [(name: "Content-Type", value: MediaType.problem)]
                + problem.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
            body: problem.json())
    }

    package static func json(_ body: [UInt8]) -> PeerResponse {
        PeerResponse(status: 200, headers: [(name: "Content-Type", value: MediaType.json)], body: body)
    }
}

/// The header of every response between processes. Source: NL API Design Rules, `transport/security-headers`.
enum ResponseHead {
    private static let fixed: [(String, String)] = [
        ("API-Version", SoftwareVersion.api), ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"), ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ]

    /// - Parameter length: of the body; nil when it is streamed.
    static func make(status: Int, headers: [(name: String, value: String)], length: Int?, close: Bool)
        -> HTTPResponseHead
    {
        var fields = HTTPHeaders(fixed)
        for field in headers { fields.replaceOrAdd(name: field.name, value: field.value) }
        if let length {
            fields.add(name: "Content-Length", value: String(length))
        } else {
            fields.add(name: "Transfer-Encoding", value: "chunked")
        }
        if close { fields.add(name: "Connection", value: "close") }
        return HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
    }
}
