import Domain
import Foundation
import Hummingbird
import Logging
import PeopleHTTP

/// What a running gateway tells and does for its own operator, over the socket file in its data folder that only its
/// owner can open.
struct GatewayControl: Sendable {
    let certificates: CertificateRoutes
    let accounts: GatewayAccounts
    let logger: Logger

    func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self)
        router.add(middleware: FaceGuard(hasTLS: false, logger: logger))
        router.get("/v1/toestand") { _, _ in
            try Response.json([
                "versie": SoftwareVersion.current, "pid": Int(ProcessInfo.processInfo.processIdentifier),
            ])
        }
        certificates.add(to: router)
        accounts.add(to: router)
        return router
    }
}
