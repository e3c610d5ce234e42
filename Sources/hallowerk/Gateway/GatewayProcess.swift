import Access
import Accountability
import Alerting
import Domain
import Federation
import Foundation
import Gateway
import Logging
import Monitoring
import NIOPosix
import PeerHTTP
import ServiceLifecycle
import Telemetry
import Trust
import WebUI

/// A gateway, wired.
enum GatewayProcess {
    /// Kept to each region: four searches at once, a probe, and one that is asked whether it is alive.
    private static let keptConnections = 6

    /// - Throws: `OperatorError` and the refusals of each part, each naming a file or a setting.
    static func start(_ settings: CheckedSettings, logger: Logger) async throws -> [any Service] {
        let footing = try await Footing.make(settings, logger: logger)
        guard footing.registry.value.gateway(oin: footing.keys.oin) != nil else {
            throw OperatorError(
                "The registry (serial \(footing.registry.value.serial)) has no gateway with OIN \(footing.keys.oin).",
                remedy: "Set 'certificates' to the gateway's folder, or have the registry signed with it.")
        }
        try Ports.requireFree([settings.people, settings.federation, settings.ops])
        return try services(footing)
    }

    /// The gateway's faces and its prober, of the files in its data folder.
    ///
    /// - Parameters:
    ///   - epochInterval: between two epochs, when it is not what the settings say.
    ///   - probing: between two probes of a region.
    ///   - collecting: between two looks at all regions.
    ///   - admission: how much is taken on at once, and from whom.
    /// - Throws: as `start`.
    static func services(
        _ footing: Footing, epochInterval: Duration? = nil, probing: Duration = HealthProber.interval,
        collecting: Duration = HealthCollector.interval, admission: AdmissionLimits = AdmissionLimits()
    ) throws -> [any Service] {
        let (settings, logger) = (footing.settings, footing.logger)
        let accountability = try AccountabilityStore(path: settings.data + "/" + DataFile.accountability)
        let entranceKey = try LocalKeys.entrance(in: settings.data + "/" + DataFile.keys)
        let accounts = try AccountStore(
            path: settings.data + "/" + DataFile.accounts, key: entranceKey, secondFactor: settings.secondFactor,
            now: footing.now)
        let tls = try PeerTLS(keys: footing.keys, registry: footing.registry, now: footing.now)
        let client = PeerClient(
            tls: tls, group: MultiThreadedEventLoopGroup.singleton, accepting: [.source, .gateway])
        let telemetry = footing.telemetry()
        let parts = GatewayParts(
            keys: footing.keys, registry: footing.registry,
            checker: VerklaringChecker(registry: footing.registry, startedAt: footing.started, now: footing.now),
            client: client,
            processingLog: accountability.processingLog, auditLog: accountability.auditLog,
            board: StandingBoard(started: footing.started), published: PublishedEpochs(), admission: admission,
            started: footing.started, now: footing.now, logger: logger, telemetry: telemetry)
        let keeper = PeerKeeper(
            client, connections: Self.keptConnections,
            peers: { [registry = footing.registry] in
                registry.value.members.filter { $0.region.status == .active && $0.region.roles.contains(.source) }
                    .map { PeerKeeper.Peer(endpoints: $0.region.endpoints, oin: $0.region.oin) }
            }, connected: parts.connected, revived: parts.revived)
        let people = try footing.peopleCertificate()
        let watch = footing.watch(tls, people, warm: keeper.warm)
        let control = GatewayControl(
            certificates: CertificateRoutes(watch: watch),
            accounts: GatewayAccounts(
                accounts: accounts, registry: footing.registry, auditLog: accountability.auditLog,
                own: footing.keys.oin, now: footing.now), logger: logger)
        let history = try HistoryStore(path: settings.data + "/" + DataFile.health, now: footing.now())
        let alerts = try AlertDesk(
            path: settings.data + "/" + DataFile.alerts, receivers: settings.alerts?.receivers ?? [],
            monitor: settings.alerts?.monitor, name: parts.name(of:), incident: history.incident(_:),
            noteTold: history.alerted(_:_:at:))
        let looks = LookSignals()
        let monitor = MonitorParts(
            parts, history: history, alerts: alerts, accounts: accounts, pages: try Pages(), looks: looks,
            identityProviders: footing.identityProviders, entranceKey: entranceKey,
            hasTLS: settings.peopleTLS != nil)
        return [
            PeerServer(
                host: settings.federation.host, port: settings.federation.port, tls: tls,
                accepting: [.asker, .gateway, .processor], logger: logger, asked: parts.heard,
                handler: GatewayFace(parts).handler),
            try Face.service(
                MonitorRoutes(monitor).router(), on: settings.people, tls: people?.configuration, logger: logger),
            try Face.service(GatewayOpsRoutes(monitor).router(), on: settings.ops, logger: logger),
            Face.service(
                control.router(), onSocket: settings.data + "/" + DataFile.control, logger: logger),
            keeper,
            CertificateService(watch),
            RegistryKeeper(footing.registryParts(client, audit: accountability.auditLog)),
            HealthProber(parts, interval: probing),
            LogWatch(accountability.processingLog, now: footing.now, telemetry: telemetry, logger: logger),
            HealthCollector(parts, history: history, interval: collecting, looks: looks, tell: alerts.tell(_:at:)),
            AlertService(
                alerts, mailer: settings.mail.map { AlertMailer(client: $0.client, sender: $0.sender) },
                now: footing.now, logger: logger),
            EpochService(parts, interval: epochInterval ?? settings.epochInterval),
        ] + footing.exporters(of: telemetry, .gateway(footing.keys.oin))
    }
}
