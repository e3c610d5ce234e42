import Domain
import Hummingbird
import Logging
import NIOCore
import PeopleHTTP
import WebUI
import Wire

/// A search as server-sent events: the regions that are asked, each as it answers, and at last the whole page.
struct SearchEvents: Sendable {
    /// What a browser is told; the raw value is the event's name.
    enum Event: String {
        /// Every region, before any has answered.
        case regions = "regios"
        /// One region's entry among them, anew.
        case region = "regio"
        /// The page; the last.
        case page = "pagina"

        /// Source: HTML Living Standard §9.2.6.
        func bytes(_ html: String) -> ByteBuffer {
            let lines = html.split(separator: "\n", omittingEmptySubsequences: false)
            return ByteBuffer(string: "event: \(rawValue)\n" + lines.map { "data: \($0)\n" }.joined() + "\n")
        }
    }

    let pages: SearchPages
    let logger: Logger

    /// - Parameters:
    ///   - visit: who asks.
    ///   - search: makes the page, and tells regions meanwhile; cancelled when the browser is gone.
    func response(
        _ visit: Visit, _ context: FaceContext,
        _ search: @escaping @Sendable (@escaping @Sendable (RegionOutcome) -> Void) async throws -> String
    ) -> Response {
        let choices = pages.choices(for: visit)
        return Response(
            status: .ok, headers: [.contentType: MediaType.events],
            body: ResponseBody { writer in
                try await writer.write(Event.regions.bytes(pages.parts.pages.arriving(choices)))
                let (arrivals, arrived) = AsyncStream.makeStream(
                    of: RegionOutcome.self, bufferingPolicy: .bufferingNewest(Limits.arrivals))
                async let page = context.untilGone {
                    defer { arrived.finish() }
                    return try await search { arrived.yield($0) }
                }
                for await outcome in arrivals {
                    try await writer.write(Event.region.bytes(pages.parts.pages.arrived(outcome, choices)))
                }
                let html: String
                do {
                    html = try await page
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    html = refused(error, visit, context)
                }
                try await writer.write(Event.page.bytes(html))
                try await writer.finish(nil)
            })
    }

    /// The page of a search that did not succeed: its status is gone already.
    private func refused(_ error: any Error, _ visit: Visit, _ context: FaceContext) -> String {
        let problem = FaceGuard.problem(for: error)
        if problem.status >= 500 {
            logger.error(
                "search failed",
                metadata: [
                    "request": "\(context.requestID)", "status": "\(problem.status)", "kind": "\(type(of: error))",
                ])
        }
        return pages.sessions.html(of: problem, visit, context)
    }
}
