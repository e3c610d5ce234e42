/// Which target may import what, with the reason (design.md §4). Package.swift has the same arrows; both change
/// together.
enum ImportTable {
    struct Allowed {
        let module: String
        let reason: String
    }

    /// Comes with the toolchain and keeps no promise of ours.
    static let everywhere = [
        Allowed(module: "Foundation", reason: "dates, UUIDs, files and text"),
        Allowed(module: "Synchronization", reason: "Mutex and Atomic: small state read without waiting"),
    ]

    static let table: [String: [Allowed]] = [
        "Domain": [],
        "Search": [domain, Allowed(module: "Glibc", reason: "a read-write lock: many search while one changes")],
        "Federation": [domain],
        "Wire": [domain],
        "Trust": [
            domain, core, crypto, glibc, ssl,
            Allowed(module: "Wire", reason: "its JSON reader, which takes no name twice"),
            Allowed(module: "NIOCertificateHelpers", reason: "X.509's verifier on NIOSSL's certificates"),
            Allowed(module: "X509", reason: "makes and verifies certificates"),
            Allowed(module: "SwiftASN1", reason: "reads and writes their names and keys"),
            Allowed(module: "JWTKit", reason: "JWS: the signed registry and the verklaring"),
            Allowed(module: "Yams", reason: "regions/*.yaml"),
        ],
        "PeerHTTP": [
            domain, trust, core, posix, http, lifecycle, logging,
            Allowed(module: "Wire", reason: "a refusal is a Problem, in the one form of all faces"),
            Allowed(module: "NIOTLS", reason: "knows when a handshake is done"),
        ],
        "Storage": [domain, Allowed(module: "GRDB", reason: "opens SQLite files for the stores")],
        "Accountability": [domain, storage, grdb, crypto],
        "Access": [
            domain, storage, grdb, crypto, dispatch,
            Allowed(module: "CryptoExtras", reason: "scrypt for passwords"),
        ],
        "Workplace": [domain, storage, grdb],
        "Mailbox": [domain, storage, grdb],
        "Mail": [
            core, posix,
            Allowed(module: "NIOSSL", reason: "STARTTLS with the mail server's name checked"),
        ],
        "Monitoring": [domain, storage, grdb],
        "Alerting": [
            domain, storage, grdb, crypto, core, http, foundationBytes, ssl, lifecycle, logging,
            Allowed(module: "Mail", reason: "alerts by e-mail"),
            Allowed(module: "AsyncHTTPClient", reason: "webhooks"),
            Allowed(module: "AsyncAlgorithms", reason: "the timer of quiet hours, escalation and tries"),
        ],
        "Telemetry": [
            domain, wire, core, http, lifecycle, logging, tracing,
            Allowed(module: "AsyncHTTPClient", reason: "hands spans to a collector"),
            Allowed(module: "AsyncAlgorithms", reason: "the timer between two hand-overs"),
        ],
        "OpenIDConnect": [
            domain, wire, core, http, foundationBytes, crypto, logging,
            Allowed(module: "NIOSSL", reason: "the identity provider's trust roots"),
            Allowed(module: "JWTKit", reason: "ID tokens and private_key_jwt"),
            Allowed(module: "AsyncHTTPClient", reason: "discovery, keys and tokens of an identity provider"),
        ],
        "Showcase": [domain, search],
        "Dossiers": [domain, search, showcase, storage, grdb],
        "WebUI": [domain, Allowed(module: "Mustache", reason: "templates that escape by default")],
        "PeopleHTTP": [
            domain, access, webUI, wire, core, hummingbird, logging, crypto,
            Allowed(module: "OpenIDConnect", reason: "log-in at an identity provider, on every face with people"),
        ],
        "NodeFederation": [
            domain, peerHTTP, showcase, search, wire, trust, accountability, crypto, lifecycle, logging, telemetry,
            Allowed(module: "AsyncAlgorithms", reason: "the fetcher's timer, merged with searches that wait"),
        ],
        "NodePortal": [
            domain, peerHTTP, peopleHTTP, showcase, search, wire, trust, accountability, access, webUI, crypto, core,
            foundationBytes, hummingbird, lifecycle, logging, telemetry,
            Allowed(module: "Dispatch", reason: "files come in, and are checked, on a thread of their own"),
            Allowed(module: "Dossiers", reason: "the portal shows a region's own people; its one door to the store"),
            Allowed(module: "Federation", reason: "checks the gateway's merge"),
            Allowed(module: "Workplace", reason: "vacancies, lists and saved searches of its users"),
            Allowed(module: "Mailbox", reason: "messages that its users send and answer"),
            Allowed(module: "Mail", reason: "notices by e-mail"),
            Allowed(module: "OpenIDConnect", reason: "log-in at a municipality's identity provider"),
            Allowed(module: "AsyncAlgorithms", reason: "timers of what it does by itself"),
        ],
        "Gateway": [
            domain, peerHTTP, peopleHTTP, wire, trust, access, accountability, webUI, core, crypto,
            hummingbird, lifecycle, logging, telemetry,
            Allowed(module: "Federation", reason: "plans the fan-out and merges"),
            Allowed(module: "Monitoring", reason: "keeps what the monitor shows"),
            Allowed(module: "Alerting", reason: "tells what the monitor finds"),
            Allowed(module: "Mail", reason: "addresses that alerts go to"),
            Allowed(module: "OpenIDConnect", reason: "for whom a processor's identity provider vouches"),
            Allowed(module: "AsyncAlgorithms", reason: "the prober's timer"),
        ],
        "SyntheticPeople": [domain],
        "Simulation": [domain, Allowed(module: "Federation", reason: "simulates the very machines that gateways run")],
        "hallowerk": [
            domain, search, wire, trust, peerHTTP, accountability, access, showcase, webUI, core, posix, http, ssl,
            foundationBytes, hummingbird, peopleHTTP, lifecycle, logging, crypto, glibc,
            Allowed(module: "Federation", reason: "names what a gateway is made of"),
            Allowed(module: "Dossiers", reason: "opens the store that a node owns"),
            Allowed(module: "NodeFederation", reason: "wires a node"),
            Allowed(module: "NodePortal", reason: "wires a node"),
            Allowed(module: "Gateway", reason: "wires a gateway"),
            Allowed(module: "Workplace", reason: "opens the store that a node owns"),
            Allowed(module: "Mailbox", reason: "opens the store that a node owns"),
            Allowed(module: "Mail", reason: "makes the mailer of the settings"),
            Allowed(module: "Monitoring", reason: "opens the store that a gateway owns"),
            Allowed(module: "Storage", reason: "copies stores for a backup"),
            Allowed(module: "Alerting", reason: "makes the channels of the settings"),
            telemetry,
            Allowed(module: "OpenIDConnect", reason: "makes the identity providers of the settings"),
            Allowed(module: "SyntheticPeople", reason: "fills the demo"),
            Allowed(module: "Simulation", reason: "runs and prints simulations"),
            Allowed(module: "HummingbirdTLS", reason: "a portal on another address than loopback needs TLS"),
            Allowed(module: "AsyncHTTPClient", reason: "the command line's client of portal and control socket"),
            Allowed(module: "ArgumentParser", reason: "commands and options"),
            Allowed(module: "UnixSignals", reason: "which signals end a process"),
            Allowed(module: "Yams", reason: "the configuration file"),
        ],
    ]

    private static let domain = Allowed(module: "Domain", reason: "the words and rules of the trade")
    private static let search = Allowed(module: "Search", reason: "the index behind a showcase")
    private static let showcase = Allowed(module: "Showcase", reason: "what may leave")
    private static let wire = Allowed(module: "Wire", reason: "JSON between processes")
    private static let trust = Allowed(module: "Trust", reason: "who the other side is")
    private static let peerHTTP = Allowed(module: "PeerHTTP", reason: "HTTP between regions and gateway")
    private static let accountability = Allowed(module: "Accountability", reason: "no answer before its log (I-9)")
    private static let access = Allowed(module: "Access", reason: "accounts and sessions")
    private static let webUI = Allowed(module: "WebUI", reason: "pages")
    private static let storage = Allowed(module: "Storage", reason: "opens and judges the store's own file")
    private static let dispatch = Allowed(module: "Dispatch", reason: "scrypt blocks: a thread of its own for it")
    private static let grdb = Allowed(module: "GRDB", reason: "SQLite of its own file")
    private static let crypto = Allowed(module: "Crypto", reason: "hashes, keys, signatures, seals")
    private static let core = Allowed(module: "NIOCore", reason: "event loops, channels and byte buffers")
    private static let posix = Allowed(module: "NIOPosix", reason: "opens sockets")
    private static let http = Allowed(module: "NIOHTTP1", reason: "HTTP/1.1 messages")
    private static let ssl = Allowed(module: "NIOSSL", reason: "TLS with a verification callback of our own")
    private static let foundationBytes = Allowed(
        module: "NIOFoundationCompat", reason: "Foundation's types on byte buffers")
    private static let peopleHTTP = Allowed(module: "PeopleHTTP", reason: "the faces for people share guard and forms")
    private static let hummingbird = Allowed(module: "Hummingbird", reason: "HTTP for browsers and operators")
    private static let lifecycle = Allowed(module: "ServiceLifecycle", reason: "orderly start and stop")
    private static let logging = Allowed(module: "Logging", reason: "log lines without personal data")
    private static let telemetry = Allowed(module: "Telemetry", reason: "metrics and spans, without people")
    private static let tracing = Allowed(module: "Tracing", reason: "the spans' own words")
    private static let glibc = Allowed(module: "Glibc", reason: "file modes, locks, terminals: no Swift name for them")

    /// Imports that the target's lines above do not have.
    static func check(_ source: SourceText) -> [Finding] {
        guard let target = target(of: source.path) else { return [] }
        guard let lines = table[target] else {
            return [Finding(file: source.path, line: 0, reason: "target \(target) has no lines in ImportTable")]
        }
        let allowed = Set((lines + everywhere).map(\.module))
        return source.lines.compactMap { line in
            guard let module = imported(by: line.code), !allowed.contains(module) else { return nil }
            return Finding(
                file: source.path, line: line.number,
                reason: "\(target) may not import \(module): arrows go down only; see ImportTable for what it may")
        }
    }

    /// Imports that come along with another dependency, without an arrow of their own in Package.swift.
    static func checkDeclared(_ source: SourceText, _ manifest: Manifest) -> [Finding] {
        guard let name = target(of: source.path), let room = manifest.rooms.first(where: { $0.name == name }) else {
            return []
        }
        let declared = Set(room.arrows + toolchain)
        return source.lines.compactMap { line in
            guard let module = imported(by: line.code), !declared.contains(module) else { return nil }
            return Finding(
                file: source.path, line: line.number,
                reason: "\(name) imports \(module) without an arrow in Package.swift")
        }
    }

    /// Modules that need no arrow.
    private static let toolchain = everywhere.map(\.module) + [glibc.module, dispatch.module]

    /// Arrows of Package.swift that the table does not have.
    static func check(_ manifest: Manifest) -> [Finding] {
        manifest.rooms.flatMap { room in
            let allowed = Set((table[room.name] ?? []).map(\.module))
            return room.arrows.filter { !allowed.contains($0) }.map {
                Finding(file: "Package.swift", line: room.line, reason: "\(room.name) -> \($0) is not in ImportTable")
            }
        }
    }

    /// I-2: the federation face has no door to the dossiers, on no path; to GRDB only through the log that it must
    /// write.
    static func checkNoDoor(_ manifest: Manifest) -> [Finding] {
        let all = manifest.reached(from: "NodeFederation")
        let pastTheLog = manifest.reached(from: "NodeFederation", stopping: ["Accountability"])
        var doors = all.intersection(["Dossiers"])
        doors.formUnion(pastTheLog.intersection(["GRDB"]))
        return doors.sorted().map {
            Finding(
                file: "Package.swift", line: 0, reason: "NodeFederation reaches \($0): no door to the dossiers (I-2)")
        }
    }

    /// The target whose folder holds `path`.
    private static func target(of path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// `import X`, `package import struct X.Y`, `@testable import X`: the module, or nil for another line.
    static func imported(by code: String) -> String? {
        let words = code.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count else { return nil }
        let before: Set<Substring> = ["package", "public", "internal", "private", "fileprivate", "@testable"]
        guard words[..<at].allSatisfy({ before.contains($0) || $0.hasPrefix("@") }) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
        return name.split(separator: ".").first.map(String.init)
    }
}
