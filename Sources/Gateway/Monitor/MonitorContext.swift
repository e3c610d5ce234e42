package import Hummingbird
import NIOCore

/// One request to the monitor or the ops face, and where it came from.
package struct MonitorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The client's address, for the limit on log-ins.
    let origin: String

    package init(source: Source) {
        coreContext = .init(source: source)
        origin = source.channel.remoteAddress?.ipAddress ?? "unix"
    }
}

/// Security headers on every answer, and one mapping from refusals to pages without detail.
struct MonitorGuard: RouterMiddleware {
    let hasTLS: Bool

    func handle(
        _ request: Request, context: MonitorContext, next: (Request, MonitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if hasTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

extension Response {
    static func document(_ status: HTTPResponse.Status, _ bytes: [UInt8], _ mediaType: String) -> Response {
        Response(
            status: status, headers: [.contentType: mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func page(_ status: HTTPResponse.Status = .ok, _ html: String) -> Response {
        document(status, Array(html.utf8), "text/html; charset=utf-8")
    }
}
