import Domain
package import Hummingbird
package import Logging
package import Wire

/// Stands before every route: security headers on every answer, one mapping from refusals to answers, one log line.
///
/// - Important: The log line has method, route, status and duration; never a path, a body, a person or the text of an
///   error.
package struct FaceGuard: RouterMiddleware {
    /// A refusal as a page, for people.
    package typealias Page = @Sendable (Problem, Request, FaceContext) async -> Response
    /// Counts an answer: its route as the code writes it, nil for none; its status; how long it took.
    package typealias Noted = @Sendable (String?, Int, Duration) -> Void

    private let methods: [String: String]
    private let hasTLS: Bool
    private let logger: Logger
    private let page: Page?
    private let noted: Noted?

    /// - Parameters:
    ///   - methods: those of each fixed path, for 405.
    ///   - hasTLS: whether clients reach the face over TLS: HSTS is then sent.
    ///   - page: nil where only programs ask; paths below `/v1/` get a document everywhere.
    ///   - noted: counts answers; nil where nobody does.
    package init(
        methods: [String: String] = [:], hasTLS: Bool, logger: Logger, page: Page? = nil, noted: Noted? = nil
    ) {
        self.methods = methods
        self.hasTLS = hasTLS
        self.logger = logger
        self.page = page
        self.noted = noted
    }

    package func handle(
        _ request: Request, context: FaceContext,
        next: (Request, FaceContext) async throws -> Response
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
        let duration = clock.now - began
        noted?(context.endpointPath, Int(response.status.code), duration)
        logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "ms": "\(duration / .milliseconds(1))",
                "request": "\(context.requestID)",
            ])
        return response
    }

    private func refusal(of error: any Error, _ request: Request, _ context: FaceContext) async -> Response {
        let problem = problem(for: error, request)
        if problem.status >= 500 {
            logger.error(
                "request refused",
                metadata: [
                    "request": "\(context.requestID)", "status": "\(problem.status)", "kind": "\(type(of: error))",
                ])
        }
        guard let page, !request.uri.path.hasPrefix("/v1/") else { return .problem(problem) }
        var response = await page(problem, request, context)
        response.add(problem.headers)
        return response
    }

    /// The one mapping from what went wrong to what the asker reads.
    private func problem(for error: any Error, _ request: Request) -> Problem {
        guard let error = error as? HTTPError, error.status == .notFound else { return Self.problem(for: error) }
        return methods[request.uri.path].map(Problem.methodNotAllowed) ?? .notFound()
    }

    /// What went wrong, whatever was asked.
    package static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let refusal as RequestRefusal: .badRequest(refusal.errors)
        case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
            error.status == .contentTooLarge ? .tooLarge(limit: Limits.requestBytes) : .badRequest([])
        default: .internalError()
        }
    }

    private func protect(_ response: inout Response, _ context: FaceContext) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
            + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        response.add([
            WireHeader.version: SoftwareVersion.api, "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
            "X-Request-Id": context.requestID,
        ])
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if hasTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}
