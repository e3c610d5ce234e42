import Domain
import Hummingbird
import Logging
import WebUI
import Wire

/// Stands before every route: security headers on every answer, one mapping from refusals to answers, one log line.
///
/// - Important: The log line has method, route, status and duration; never a path, a body, a person or the text of an
///   error.
struct PortalGuard: RouterMiddleware {
    /// Whether refusals are pages (for people) or documents (for programs).
    enum Face: Sendable { case portal(PortalSessions), machine }

    let face: Face
    let hasTLS: Bool
    let logger: Logger

    func handle(
        _ request: Request, context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let began = clock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            response = await refusal(of: error, request, context)
        }
        protect(&response, context)
        logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "ms": "\((clock.now - began) / .milliseconds(1))",
                "request": "\(context.requestID)",
            ])
        return response
    }

    private func refusal(of error: any Error, _ request: Request, _ context: PortalContext) async -> Response {
        let problem = Self.problem(for: error, request)
        if problem.status >= 500 {
            logger.error(
                "request refused",
                metadata: [
                    "request": "\(context.requestID)", "status": "\(problem.status)", "kind": "\(type(of: error))",
                ])
        }
        guard case .portal(let sessions) = face, !request.uri.path.hasPrefix("/v1/") else { return .problem(problem) }
        var response = await sessions.page(for: problem, request, context)
        response.add(problem.headers)
        return response
    }

    /// The one mapping from what went wrong to what the asker reads.
    private static func problem(for error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let refusal as RequestRefusal: .badRequest(refusal.errors)
        case let error as HTTPError where error.status == .notFound:
            Portal.allowed[request.uri.path].map(Problem.methodNotAllowed) ?? .notFound()
        case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
            error.status == .contentTooLarge ? .tooLarge(limit: Limits.requestBytes) : .badRequest([])
        default: .internalError()
        }
    }

    private func protect(_ response: inout Response, _ context: PortalContext) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
        response.add([
            WireHeader.version: SoftwareVersion.api, "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
            "X-Request-Id": context.requestID,
        ])
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if hasTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}
