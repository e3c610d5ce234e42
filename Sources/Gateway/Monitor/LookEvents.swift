import AsyncAlgorithms
import Domain
import Hummingbird
import NIOCore
import PeopleHTTP
import ServiceLifecycle
import Wire

/// `GET /gebeurtenissen`: an event after each look, on which an open page shows itself anew.
struct LookEvents: Sendable {
    static let allowed = ["/gebeurtenissen": "GET"]
    /// Source: HTML Living Standard §9.2.6. Nothing of anybody is in it: the page asks what its reader may see.
    private static let event = ByteBuffer(string: "event: bijgewerkt\ndata:\n\n")

    let parts: MonitorParts

    func add(to router: Router<FaceContext>) {
        router.get("/gebeurtenissen") { [keeper = parts.keeper, signals = parts.looks] request, _ in
            guard try await keeper.isInside(request) else { throw Problem.unauthorized() }
            guard let looks = signals.looks() else { throw Problem.unavailable() }
            return Response(
                status: .ok, headers: [.contentType: MediaType.events],
                body: ResponseBody { writer in
                    for await _ in looks.cancelOnGracefulShutdown() {
                        // Over with the session.
                        guard try await keeper.isInside(request) else { break }
                        try await writer.write(Self.event)
                    }
                    try await writer.finish(nil)
                })
        }
    }
}
