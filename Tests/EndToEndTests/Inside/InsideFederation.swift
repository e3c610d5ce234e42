import Access
import Domain
import Dossiers
import Federation
import Foundation
import Gateway
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Showcase
import SyntheticPeople
import TestSupport
import Testing
import Trust

@testable import hallowerk

/// Nodes and a gateway in this process, on real ports of loopback, over real mutual TLS.
struct InsideFederation: Sendable {
    /// The regions and postcodes that the project comes with, read once.
    static let regions: RegionsFolder = {
        do {
            return try RegionsFolder.load(Executable.packageRoot.path + "/regions")
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// No condition is waited for longer than this: enough for a machine that many tests share.
    static let patience = Duration.seconds(60)

    let federation: TestFederation
    let clock: StillClock
    let nodes: [InsideNode]
    /// What the gateway started from; nil without one.
    var gateway: Footing?

    func node(_ code: String) throws -> InsideNode { try #require(nodes.first { $0.code.slug == code }) }

    /// One of the project's regions.
    static func region(_ code: String) throws -> Region {
        try #require(regions.regions.first { $0.code.slug == code })
    }

    /// The Randstad's municipalities over `count` regions: the first takes what is over.
    static func randstad(over count: Int) -> [Region] {
        let randstad = regions.regions.filter(\.randstad)
        let kept = Array(randstad.prefix(count))
        let over = randstad.dropFirst(count).flatMap(\.municipalities)
        return kept.enumerated().map { index, region in
            Region(
                code: region.code, cbsCode: region.cbsCode, name: region.name, randstad: true, oin: region.oin,
                centreMunicipality: region.centreMunicipality,
                municipalities: index == 0 ? region.municipalities + over : region.municipalities,
                endpoints: region.endpoints, roles: region.roles, status: region.status)
        }
    }

    /// Synthetic people of `region`; about 40 % visible.
    static func people(in region: Region, count: Int, seed: UInt64 = 1) throws -> [Dossier] {
        try PeopleGenerator(places: regions.places, seed: seed).people(in: region, count: count)
    }

    /// Runs `body` with a started federation of `regions`, and stops it afterwards.
    ///
    /// - Parameters:
    ///   - unplaced: regions that have no node: their endpoint is for the test to place.
    ///   - gatewayLogger: what the gateway tells its operators.
    ///   - budgets: of the nodes of these regions; the others have those of the executable.
    ///   - gateways: in the registry; those after the first are for the test to start and place.
    static func run(
        _ regions: [Region], people: (Region) throws -> [Dossier], gateway: Bool = true, unplaced: Set<String> = [],
        clock: StillClock = StillClock(), statistics: (@Sendable (Showcase) -> TermStatistics)? = nil,
        epochInterval: Duration? = nil, probing: Duration = HealthProber.interval,
        collecting: Duration = HealthCollector.interval, alerts: AlertSettings? = nil,
        admission: AdmissionLimits = AdmissionLimits(),
        budgets: [String: BudgetSettings] = [:], secondFactor: SecondFactor = .optional,
        identityProviders: [String: IdentityProviderSettings]? = nil,
        gatewayProviders: [String: IdentityProviderSettings]? = nil,
        gatewayLogger: Logger = silent, gateways: Int = 1, ownRegistry: String? = nil,
        body: @Sendable (InsideFederation) async throws -> Void
    ) async throws {
        let federation = try TestFederation(of: regions, gateways: gateways, now: clock.now)
        var nodes: [InsideNode] = []
        for region in regions where !unplaced.contains(region.code.slug) {
            let node = try await InsideNode.make(
                region, in: federation, people: people(region), clock: clock, statistics: statistics,
                registry: region.code.slug == ownRegistry ? CurrentRegistry(federation.registry.value) : nil,
                budgets: budgets[region.code.slug], secondFactor: secondFactor,
                identityProviders: identityProviders)
            federation.place(region.code.slug, at: node.federationPort)
            nodes.append(node)
        }
        var services: [any Service] = []
        var settings = nodes.map(\.footing.settings)
        for node in nodes { services += try await node.wiring.services() }
        var gatewayFooting: Footing?
        if gateway {
            let footing = try await footing(
                TestFederation.gatewayName, in: federation, data: federation.folder + "/data-gateway", clock: clock,
                logger: gatewayLogger, secondFactor: secondFactor, identityProviders: gatewayProviders, alerts: alerts)
            federation.place(TestFederation.gatewayName, at: footing.settings.federation.port)
            services += try GatewayProcess.services(
                footing, epochInterval: epochInterval, probing: probing, collecting: collecting, admission: admission)
            settings.append(footing.settings)
            gatewayFooting = footing
        }
        // It knows where everybody listens, as all do.
        for node in nodes { _ = node.footing.registry.replace(with: federation.registry.value) }
        try await started(settings, services: services) {
            try await body(
                InsideFederation(federation: federation, clock: clock, nodes: nodes, gateway: gatewayFooting))
        }
    }

    /// Runs `body` once every face of `settings` listens.
    static func started(
        _ settings: [CheckedSettings], services: [any Service], body: () async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, logger: Self.silent))
        let running = Task { try await group.run() }
        do {
            for settings in settings {
                for address in [settings.people, settings.federation, settings.ops] { try await listening(address) }
            }
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            // A face that could not start says more than that nothing listens.
            try await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Waits until somebody listens on `address`.
    static func listening(_ address: ListenAddress) async throws {
        let deadline = ContinuousClock.now + patience
        while true {
            let connected = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: address.host, port: address.port).get()
            if let connected { return try await connected.close().get() }
            try #require(ContinuousClock.now < deadline, "nothing listens on \(address)")
            await Task.yield()
        }
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// What a process of `party` would start from, with ports that nobody uses and the test's clock.
    ///
    /// - Parameter registry: its own; otherwise that of the test, which all parties share.
    static func footing(
        _ party: String, in federation: TestFederation, data: String, clock: StillClock, logger: Logger = silent,
        registry: CurrentRegistry? = nil, budgets: BudgetSettings? = nil, secondFactor: SecondFactor = .optional,
        identityProviders: [String: IdentityProviderSettings]? = nil, alerts: AlertSettings? = nil
    ) async throws -> Footing {
        try OwnerOnlyFile.makeFolder(data)
        let base = await FreePorts.shared.base(count: 10)
        let settings = try CheckedSettings(
            ProcessSettings(
                region: party.hasPrefix(TestFederation.gatewayName) ? nil : party,
                certificates: federation.folder + "/" + party, people: "127.0.0.1:\(base)",
                federation: "127.0.0.1:\(base + 1)", ops: "127.0.0.1:\(base + 2)", budgets: budgets,
                secondFactor: secondFactor.rawValue, identityProviders: identityProviders, alerts: alerts),
            data: data)
        return Footing(
            settings: settings, keys: CurrentKeys(try federation.keys(party)),
            registry: registry ?? federation.registry,
            started: clock.now.addingTimeInterval(-1), now: { clock.now }, logger: logger)
    }
}

extension AdmissionLimits {
    /// For a test in which one person asks all the time: more than a gateway takes of one otherwise.
    static let ofImpatience: AdmissionLimits = {
        var limits = AdmissionLimits()
        (limits.perMinuteOfPerson, limits.perMinuteOfRegion) = (100_000, 100_000)
        return limits
    }()
}
