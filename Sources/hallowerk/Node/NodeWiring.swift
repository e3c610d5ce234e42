import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import NIOPosix
import NIOSSL
import NodeFederation
import NodePortal
import OpenIDConnect
import PeerHTTP
import ServiceLifecycle
import Showcase
import Telemetry
import Trust
import WebUI

/// Makes a node's faces of its parts.
struct NodeWiring: Sendable {
    /// Kept to each gateway: a gateway serves 256 of all regions together.
    private static let keptConnections = 4

    let code: RegionCode
    let footing: Footing
    let stores: NodeStores
    let showcase: Showcase
    let ledger: DossierLedger
    let places: PostcodeTable
    /// What searches are scored by, and what this region gave out for it.
    let epochs = CurrentEpochs()
    let given = GivenStatistics()
    /// What this region reports of its visible profiles.
    var statistics: @Sendable () -> TermStatistics
    /// One for the process: it applies what the portal and the control socket decide.
    let imports: ImportService
    let maintenance: MaintenanceNotice
    /// Messages, and the notices that their readers get.
    let post: PostParts
    /// What the process counts, and its spans.
    let telemetry: ProcessTelemetry

    init(
        code: RegionCode, footing: Footing, stores: NodeStores, showcase: Showcase, ledger: DossierLedger,
        places: PostcodeTable, maintenance: MaintenanceNotice
    ) {
        self.code = code
        self.footing = footing
        self.stores = stores
        self.showcase = showcase
        self.ledger = ledger
        self.places = places
        self.maintenance = maintenance
        statistics = { showcase.statistics() }
        telemetry = footing.telemetry()
        post = PostParts(store: stores.mailbox, mailer: footing.settings.mail?.mailer)
        imports = ImportService(
            ImportParts(
                stores, ledger, data: footing.settings.data, now: footing.now, logger: footing.logger,
                telemetry: telemetry))
    }

    /// In the order in which they start. What applies imports stops first: then whoever waits for one is answered.
    func services() async throws -> [any Service] {
        let tls = try PeerTLS(keys: footing.keys, registry: footing.registry, now: footing.now)
        let handles = HandleSealer(region: code, keys: stores.keys.handles, now: footing.now)
        let references = ReferenceSealer(region: code, keys: stores.keys, now: footing.now)
        let counters = PortalCounters()
        let people = try footing.peopleCertificate()
        let gateways = PeerClient(tls: tls, group: MultiThreadedEventLoopGroup.singleton, accepting: [.gateway])
        let keeper = PeerKeeper(gateways, connections: Self.keptConnections) { [registry = footing.registry] in
            registry.value.gateways.map { PeerKeeper.Peer(endpoints: $0.endpoints, oin: $0.oin) }
        }
        let watch = footing.watch(tls, people, warm: keeper.warm)
        let parts = try await portalParts(gateways, handles, references, counters)
        return [
            federation(tls, handles, references), try portal(parts, people?.configuration),
            try ops(counters),
            control(CertificateRoutes(watch: watch)),
            keeper,
            CertificateService(watch),
            RegistryKeeper(footing.registryParts(gateways, audit: stores.accountability.auditLog)),
            RevocationKeeper(
                registry: footing.registry, keys: footing.keys, client: gateways, logger: footing.logger),
            HandleKeyService(keys: stores.keys.handles, now: footing.now, logger: footing.logger),
            LogWatch(
                stores.accountability.processingLog, now: footing.now, telemetry: telemetry, logger: footing.logger),
            fetcher(gateways),
            imports,
            WorkplaceService(parts),
            EmergencyService(parts),
        ] + postServices(parts) + footing.exporters(of: telemetry, .node(code))
    }

    func fetcher(_ gateways: PeerClient) -> EpochFetcher {
        EpochFetcher(
            .init(
                region: code, registry: footing.registry, epochs: epochs, given: given, client: gateways,
                now: footing.now, logger: footing.logger))
    }

    private func federation(
        _ tls: PeerTLS, _ handles: HandleSealer, _ references: ReferenceSealer
    ) -> PeerServer {
        let face = FederationFace(
            .init(
                region: code, keys: footing.keys, registry: footing.registry, showcase: showcase,
                epochs: epochs, statistics: statistics, given: given,
                maintenance: { [maintenance, now = footing.now] in maintenance.tell($0, at: now()) },
                checker: VerklaringChecker(registry: footing.registry, startedAt: footing.started, now: footing.now),
                replay: ReplayMemory(now: footing.now), handles: handles, references: references,
                messages: messageDoor,
                backup: { [folder = footing.settings.backup, now = footing.now] in folder?.mark(at: now()) },
                subjectKey: stores.keys.pseudonym,
                processingLog: stores.accountability.processingLog, auditLog: stores.accountability.auditLog,
                budgets: stores.accountability.budgets(footing.settings.budgets), started: footing.started,
                now: footing.now, logger: footing.logger, telemetry: telemetry))
        let address = footing.settings.federation
        return PeerServer(
            host: address.host, port: address.port, tls: tls, accepting: [.gateway], logger: footing.logger,
            handler: face.handler)
    }

    func portalParts(
        _ gateways: PeerClient, _ handles: HandleSealer, _ references: ReferenceSealer, _ counters: PortalCounters
    ) async throws -> PortalParts {
        let signer = try await VerklaringSigner(keys: footing.keys, registry: footing.registry, now: footing.now)
        return PortalParts(
            region: code, keys: footing.keys, registry: footing.registry, places: places,
            accounts: stores.accounts, emergency: stores.emergency, showcase: showcase, epochs: epochs,
            dossiers: stores.dossiers,
            ledger: ledger, imports: imports, maintenance: maintenance, handles: handles, references: references,
            localKeys: stores.keys, signer: signer, client: gateways,
            auditLog: stores.accountability.auditLog, processingLog: stores.accountability.processingLog,
            budgets: stores.accountability.budgets(footing.settings.budgets),
            workplace: stores.workplace,
            entrance: footing.identityProviders, post: post, pages: try Pages(), counters: counters,
            hasTLS: footing.settings.peopleTLS != nil, now: footing.now, logger: footing.logger, telemetry: telemetry)
    }

    private func portal(_ parts: PortalParts, _ peopleTLS: TLSConfiguration?) throws -> any Service {
        try Face.service(
            Portal(parts).router(), on: footing.settings.people, tls: peopleTLS, logger: footing.logger)
    }

    private func ops(_ counters: PortalCounters) throws -> any Service {
        let routes = OpsRoutes(
            showcase: showcase, epochs: epochs, keys: footing.keys, registry: footing.registry,
            processingLog: stores.accountability.processingLog, counters: counters, started: footing.started,
            now: footing.now, logger: footing.logger, telemetry: telemetry)
        return try Face.service(routes.router(), on: footing.settings.ops, logger: footing.logger)
    }

    private func control(_ certificates: CertificateRoutes) -> any Service {
        let path = footing.settings.data + "/" + DataFile.control
        let router = controlRoutes.router()
        certificates.add(to: router)
        return Face.service(router, onSocket: path, logger: footing.logger)
    }

    var controlRoutes: ControlRoutes {
        let settings = footing.settings
        return ControlRoutes(
            .init(
                region: code, accounts: stores.accounts, dossiers: stores.dossiers, ledger: ledger, imports: imports,
                maintenance: maintenance, registry: footing.registry,
                addresses: [
                    "portaal": "\(settings.people)", "federatie": "\(settings.federation)", "ops": "\(settings.ops)",
                ], now: footing.now, logger: footing.logger))
    }
}

extension ImportParts {
    /// - Parameter data: the process's data folder.
    init(
        _ stores: NodeStores, _ ledger: DossierLedger, data: String, now: @escaping @Sendable () -> Date,
        logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
    ) {
        self.init(
            dossiers: stores.dossiers, ledger: ledger, accounts: stores.accounts,
            auditLog: stores.accountability.auditLog, processingLog: stores.accountability.processingLog,
            subjectKey: stores.keys.pseudonym, data: data, now: now, logger: logger,
            telemetry: telemetry)
    }
}
