package import Access
package import Domain
package import Dossiers
package import Foundation
package import Hummingbird
package import Logging
package import PeopleHTTP
package import Trust
import Wire

/// What a running node lets its own operator do, over the socket file in its data folder that only its owner can open.
///
/// Owning the machine is not enough to touch a person (P-ROL): a case manager of the person's municipality signs in
/// with each request, and a change carries the jobseeker's recorded request.
package struct ControlRoutes: Sendable {
    /// What the routes work with.
    package struct Parts: Sendable {
        let region: RegionCode
        let accounts: AccountStore
        let dossiers: DossierStore
        let ledger: DossierLedger
        /// Applies what is imported here; also what importing, exporting and every other act are logged with.
        let imports: ImportService
        let maintenance: MaintenanceNotice
        /// Nil where no node runs.
        let registry: CurrentRegistry?
        /// Where the node listens, by name of the face.
        let addresses: [String: String]
        let now: @Sendable () -> Date
        let logger: Logger

        package init(
            region: RegionCode, accounts: AccountStore, dossiers: DossierStore, ledger: DossierLedger,
            imports: ImportService, maintenance: MaintenanceNotice,
            registry: CurrentRegistry?, addresses: [String: String], now: @escaping @Sendable () -> Date, logger: Logger
        ) {
            self.region = region
            self.accounts = accounts
            self.dossiers = dossiers
            self.ledger = ledger
            self.imports = imports
            self.maintenance = maintenance
            self.registry = registry
            self.addresses = addresses
            self.now = now
            self.logger = logger
        }

        /// One of the region; nil for any other.
        func municipality(_ code: MunicipalityCode) -> Municipality? {
            registry?.value.member(region)?.region.municipalities.first { $0.code == code }
        }

        var gateways: [OIN] { registry?.value.gateways.map(\.oin) ?? [] }

        /// Whether this is a processor that may ask for exceptional access in this region now.
        func hasAgreement(_ oin: OIN) -> Bool {
            registry?.value.allowsEmergency(in: region, to: oin, at: now()) == true
        }
    }

    static let bodyBytes = 8 * 1024
    let parts: Parts

    package init(_ parts: Parts) { self.parts = parts }

    /// The routes; for a socket file that only its owner can open, and for nothing else.
    package func router() -> Router<FaceContext> {
        let router = Router(context: FaceContext.self)
        router.add(middleware: FaceGuard(hasTLS: false, logger: parts.logger))
        router.get("/v1/toestand") { _, _ in try await state() }
        router.post("/v1/profielen/:id/zichtbaarheid") { request, context in try await change(request, context) }
        router.post("/v1/accounts") { request, _ in try await addAccount(request) }
        router.post("/v1/uitleveringen") { request, _ in try await export(request) }
        router.post("/v1/leveringen") { request, _ in try await startImport(request) }
        router.post("/v1/leveringen/:id/ontbrekend") { request, context in try await missing(request, context) }
        router.get("/v1/leveringen/:id") { _, context in try await importState(context) }
        router.get("/v1/onderhoud") { _, _ in try maintenanceState() }
        router.post("/v1/onderhoud") { request, _ in try await beginMaintenance(request) }
        router.post("/v1/onderhoud/einde") { request, _ in try await endMaintenance(request) }
        router.post("/v1/profielen/:id/info") { request, context in try await describe(request, context) }
        return router
    }

    /// The process and how many dossiers it has; hidden ones count here only, for the own operator.
    private func state() async throws -> Response {
        let counts = try await parts.dossiers.counts()
        return try .json([
            "versie": SoftwareVersion.current, "regio": parts.region.slug,
            "pid": Int(ProcessInfo.processInfo.processIdentifier), "adressen": parts.addresses,
            "zichtbaar": counts.visible, "verborgen": counts.hidden,
        ])
    }

    private func change(_ request: Request, _ context: FaceContext) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        let visible = fields.flag("zichtbaar")
        let reference = fields.text(VisibilityEntry.Field.request, atMost: VisibilityEntry.requestCharacters)
        let reason = fields.text(VisibilityEntry.Field.reason, atMost: VisibilityEntry.reasonCharacters)
        try fields.refuse()
        // Nobody is there to confirm a topic; a BSN is refused here too (P-DAT-6).
        let faults = VisibilityEntry.read(request: reference, reason: reason, confirmed: []).faults
        guard faults.isEmpty else { throw Problem.badRequest(faults.map(FieldError.init)) }
        let id = try id(in: context)
        let action = visible ? "show profile" : "hide profile"
        return try await asCaseManager(credentials, action, id) { account, municipality in
            let act = ActOfVisibility(
                account: account.user, municipality: municipality, request: reference, reason: reason, at: parts.now())
            if visible {
                try await parts.ledger.show(id, by: act)
            } else {
                try await parts.ledger.hide(id, by: act)
            }
            return try await describe(id)
        }
    }

    private func describe(_ request: Request, _ context: FaceContext) async throws -> Response {
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let credentials = Credentials(&fields)
        try fields.refuse()
        let id = try id(in: context)
        return try await asCaseManager(credentials, "look up profile", id) { _, _ in try await describe(id) }
    }

    private func id(in context: FaceContext) throws -> ProfileID {
        guard let id = context.parameters.get("id").flatMap({ ProfileID($0) }) else {
            throw Problem.badRequest([FieldError(field: "id", message: "moet een profielnummer zijn (een UUID)")])
        }
        return id
    }
}
