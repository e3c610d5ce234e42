// swift-tools-version:6.2
import PackageDescription

/// Without `MemberImportVisibility`, for rooms that use `struct stat`: which C module defines its members depends on
/// what the compiler met first (CoreFoundation, CDispatch or Glibc), so that no import is right on every machine.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// What style.md asks of every target; warnings are errors.
let strict = common + [.enableUpcomingFeature("MemberImportVisibility")]

/// One room of the house: `Sources/<name>` with its DESIGN.md. The arrows are checked by HouseRulesTests.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: name == "Trust" ? ["DESIGN.md", "THREATS.md"] : ["DESIGN.md"],
        resources: resources,
        swiftSettings: ["Trust", "Storage"].contains(name) ? common : strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioX509 = Target.Dependency.product(name: "NIOCertificateHelpers", package: "swift-nio-extras")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let asyncAlgorithms = Target.Dependency.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")

let package = Package(
    name: "HalloWerk",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "hallowerk", targets: ["hallowerk"])],
    dependencies: [
        // HTTP for the faces that browsers and operators use.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // HTML from templates that escape by default.
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // Event loops and HTTP/1.1 between regions and gateway.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // TLS with a verification callback of our own.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // Runs the X.509 verifier on NIOSSL's certificates.
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        // X.509: making and verifying certificates.
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        // Signatures, HPKE, AEAD, HMAC; CryptoExtras for scrypt.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // JWS: the signed registry, the verklaring, OpenID Connect.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // SQLite: dossiers, accounts, workplace, messages, logs.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // regions/*.yaml.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // The command line's client of portal and control socket; the portal's of identity providers.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Orderly start and stop of what a process runs.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Spans of a call through several processes.
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        // Timers as sequences.
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
    ],
    targets: [
        room("Domain", []),
        room("Search", ["Domain"], resources: [.copy("Facts")]),
        room("Federation", ["Domain"]),
        room("Wire", ["Domain"], resources: [.copy("OpenAPI")]),
        room("Trust", ["Domain", "Wire", nioCore, nioSSL, nioX509, x509, asn1, crypto, jwtKit, yams]),
        room("PeerHTTP", ["Domain", "Trust", "Wire", nioCore, nioPosix, nioHTTP1, nioTLS, lifecycle, logging]),
        room("Storage", ["Domain", grdb]),
        room("Accountability", ["Domain", "Storage", grdb, crypto]),
        room("Access", ["Domain", "Storage", grdb, crypto, cryptoExtras]),
        room("Workplace", ["Domain", "Storage", grdb]),
        room("Mailbox", ["Domain", "Storage", grdb]),
        room("Mail", [nioCore, nioPosix, nioSSL]),
        room("Monitoring", ["Domain", "Storage", grdb]),
        room(
            "Alerting",
            [
                "Domain", "Storage", "Mail", grdb, crypto, nioCore, nioHTTP1, nioFoundation, nioSSL, asyncHTTPClient,
                lifecycle, asyncAlgorithms, logging,
            ]),
        room(
            "Telemetry",
            [
                "Domain", "Wire", tracing, asyncHTTPClient, nioCore, nioHTTP1, lifecycle, asyncAlgorithms, logging,
            ]),
        room(
            "OpenIDConnect",
            [
                "Domain", "Wire", nioCore, nioHTTP1, nioFoundation, nioSSL, crypto, jwtKit, asyncHTTPClient, logging,
            ]),
        room("Showcase", ["Domain", "Search"]),
        room("Dossiers", ["Domain", "Search", "Showcase", "Storage", grdb]),
        room("WebUI", ["Domain", mustache], resources: [.copy("Templates"), .copy("Assets")]),
        room(
            "PeopleHTTP",
            ["Domain", "Access", "WebUI", "Wire", "OpenIDConnect", nioCore, hummingbird, logging, crypto]),
        room(
            "NodeFederation",
            [
                "Domain", "PeerHTTP", "Showcase", "Search", "Wire", "Trust", "Accountability", "Telemetry", lifecycle,
                asyncAlgorithms, logging, crypto,
            ]),
        room(
            "NodePortal",
            [
                "Domain", "PeerHTTP", "Dossiers", "Access", "Showcase", "Search", "Federation", "Wire", "Trust",
                "Accountability", "WebUI", "PeopleHTTP", "Workplace", "Mailbox", "Mail", "OpenIDConnect", "Telemetry",
                nioCore, nioFoundation, hummingbird, lifecycle, asyncAlgorithms, logging, crypto,
            ]),
        room(
            "Gateway",
            [
                "Domain", "PeerHTTP", "Federation", "Wire", "Trust", "Access", "Accountability", "WebUI", "PeopleHTTP",
                "Monitoring", "Alerting", "Mail", "Telemetry", "OpenIDConnect", nioCore, hummingbird, lifecycle,
                asyncAlgorithms, logging, crypto,
            ]),
        room("SyntheticPeople", ["Domain"], resources: [.copy("Facts")]),
        room("Simulation", ["Domain", "Federation"]),
        .executableTarget(
            name: "hallowerk",
            dependencies: [
                "Domain", "Search", "Federation", "Wire", "Trust", "PeerHTTP", "Accountability", "Access", "Showcase",
                "Dossiers", "WebUI", "PeopleHTTP", "NodeFederation", "NodePortal", "Gateway", "SyntheticPeople",
                "Simulation", "Workplace", "Mailbox", "Mail", "OpenIDConnect", "Monitoring", "Alerting", "Telemetry",
                "Storage",
                nioCore, nioPosix,
                nioSSL, nioFoundation, hummingbird, hummingbirdTLS, asyncHTTPClient, argumentParser, lifecycle,
                unixSignals, logging, yams, crypto, nioHTTP1,
            ],
            exclude: ["DESIGN.md"],
            swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: [
                "Domain", "Trust", "PeerHTTP", "Wire", nioCore, nioPosix, nioHTTP1, nioSSL, x509, asn1, crypto,
                lifecycle,
                logging,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("DomainTests", ["Domain", "TestSupport"]),
        tests(
            "SearchTests", ["Domain", "Search", "Showcase", "TestSupport"], exclude: ["Analysis/README.md"],
            resources: [.copy("Analysis/Vocabulary.tsv")]),
        tests("FederationTests", ["Domain", "Federation", "TestSupport"]),
        tests("SimulationTests", ["Domain", "Simulation"]),
        tests("WireTests", ["Domain", "Wire", "TestSupport"], exclude: ["Golden"]),
        tests("TrustTests", ["Domain", "Trust", "TestSupport", nioSSL, x509, asn1, crypto, jwtKit]),
        tests("PeerHTTPTests", ["Domain", "Trust", "PeerHTTP", "TestSupport", nioCore, nioPosix, nioHTTP1, nioSSL]),
        tests("PeopleHTTPTests", ["PeopleHTTP", "TestSupport", "Wire", nioCore, hummingbird]),
        tests("AccessTests", ["Domain", "Access", "Storage", grdb]),
        tests("AccountabilityTests", ["Domain", "Accountability", "Storage", grdb]),
        tests("WorkplaceTests", ["Domain", "Workplace", "Storage", grdb]),
        tests("MailboxTests", ["Domain", "Mailbox", "Storage", grdb]),
        tests("MailTests", ["Domain", "Mail", "TestSupport", nioCore, nioPosix, nioSSL, logging]),
        tests("MonitoringTests", ["Domain", "Monitoring", "Storage", grdb]),
        tests(
            "AlertingTests",
            [
                "Domain", "Alerting", "Mail", "Storage", "TestSupport", grdb, crypto, nioCore, nioPosix, nioHTTP1,
                nioSSL, asyncHTTPClient, lifecycle, logging,
            ]),
        tests(
            "TelemetryTests",
            [
                "Domain", "Wire", "Telemetry", "TestSupport", tracing, nioCore, nioPosix, nioHTTP1, asyncHTTPClient,
                lifecycle, logging,
            ]),
        tests(
            "OpenIDConnectTests",
            ["Domain", "Wire", "OpenIDConnect", "TestSupport", nioCore, nioPosix, crypto, jwtKit, asyncHTTPClient]),
        tests("DossiersTests", ["Domain", "Search", "Showcase", "Dossiers", "Storage", "TestSupport", grdb]),
        tests("WebUITests", ["Domain", "WebUI"]),
        tests("SyntheticPeopleTests", ["Domain", "SyntheticPeople"]),
        tests("HouseRulesTests", []),
        tests(
            "EndToEndTests",
            [
                "Domain", "Search", "Federation", "Wire", "Trust", "PeerHTTP", "Accountability", "Access", "Showcase",
                "Dossiers", "NodeFederation", "NodePortal", "Gateway", "SyntheticPeople", "TestSupport", "WebUI",
                "Workplace", "Mailbox", "Mail", "OpenIDConnect", "Monitoring", "Alerting", "Telemetry", "hallowerk",
                nioCore, nioPosix, nioHTTP1, nioSSL, nioTLS, nioFoundation, crypto, asyncHTTPClient, grdb, lifecycle,
                logging, argumentParser,
            ]),
    ]
)
