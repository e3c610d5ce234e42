import Access
import Domain
import Foundation
import OpenIDConnect
import Yams

/// What a node or a gateway is told at start: options of the command over `settings.yaml` in its data folder over
/// defaults.
///
/// Invariant after `checked()`: strict. A listener without TLS is on loopback; every path is absolute.
struct ProcessSettings: Codable, Equatable, Sendable {
    static let fileName = "settings.yaml"

    /// The region's code; empty for a gateway.
    var region: String?
    /// Folder with this party's keys and certificates.
    var certificates: String?
    /// The signed registry.
    var registry: String?
    /// Folder with `<region>.yaml` and `postcodes.csv`.
    var regionsDir: String?
    /// The face for people: portal of a node, monitor of a gateway.
    var people: String?
    /// The face for the federation; mutual TLS.
    var federation: String?
    /// The face for the machine room; loopback only.
    var ops: String?
    /// PEM chain and key for the people's face; both or neither.
    var peopleCertificate: String?
    var peopleKey: String?
    /// The oldest TLS that the people's face speaks: 1.3 unless this says 1.2.
    var peopleTLSVersion: String?
    /// Minutes between two epochs that a gateway makes.
    var epochMinutes: Int?
    /// How much of people's data may be seen a day; a node's.
    var budgets: BudgetSettings?
    /// Whether everybody with a password needs a second factor: `required` unless this says `optional`.
    var secondFactor: String?
    /// Where municipalities' people log in otherwise, by a short name; a node's.
    var identityProviders: [String: IdentityProviderSettings]?
    /// The mail server that takes notices; a node's.
    var mail: MailSettings?
    /// The folder with backups, of whose age the monitor is told.
    var backup: String?
    /// Who is told of incidents; a gateway's.
    var alerts: AlertSettings?
    /// The collector that takes spans; without it there are none.
    var tracing: TracingSettings?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case region, certificates, registry
        case regionsDir = "regions-dir"
        case people, federation, ops
        case peopleCertificate = "people-certificate"
        case peopleKey = "people-key"
        case peopleTLSVersion = "people-tls"
        case epochMinutes = "epoch-minutes"
        case budgets, mail, backup, alerts, tracing
        case secondFactor = "second-factor"
        case identityProviders = "identity-providers"
    }

    /// What `settings.yaml` in `data` says; empty when there is none.
    ///
    /// - Throws: `OperatorError` with the file and the setting, for YAML that does not parse and keys that do not
    ///   exist.
    static func load(from data: String) throws -> ProcessSettings {
        let file = data + "/" + fileName
        guard FileManager.default.fileExists(atPath: file) else { return ProcessSettings() }
        do {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let known = Set(CodingKeys.allCases.map(\.rawValue))
            let settings = try Yams.compose(yaml: text)?.mapping ?? [:]
            try refuseUnknown(settings, known, in: file)
            let budgets = settings[CodingKeys.budgets.rawValue]?.mapping ?? [:]
            try refuseUnknown(budgets, BudgetSettings.names, in: file, "budgets.")
            for (name, provider) in settings[CodingKeys.identityProviders.rawValue]?.mapping ?? [:] {
                try refuseUnknown(
                    provider.mapping ?? [:], IdentityProviderSettings.names, in: file,
                    "identity-providers.\(name.string ?? "?").")
            }
            let mail = settings[CodingKeys.mail.rawValue]?.mapping ?? [:]
            try refuseUnknown(mail, MailSettings.names, in: file, "mail.")
            let alerts = settings[CodingKeys.alerts.rawValue]?.mapping ?? [:]
            try refuseUnknown(alerts, AlertSettings.names, in: file, "alerts.")
            for (name, receiver) in alerts["receivers"]?.mapping ?? [:] {
                try refuseUnknown(
                    receiver.mapping ?? [:], AlertSettings.Receiver.names, in: file,
                    "alerts.receivers.\(name.string ?? "?").")
            }
            let tracing = settings[CodingKeys.tracing.rawValue]?.mapping ?? [:]
            try refuseUnknown(tracing, TracingSettings.names, in: file, "tracing.")
            return try YAMLDecoder().decode(ProcessSettings.self, from: text.isEmpty ? "{}" : text)
        } catch let error as OperatorError {
            throw error
        } catch {
            throw OperatorError(
                "\(file) cannot be read: \(error).", remedy: "Mend the file; see `hallowerk node run --help`.")
        }
    }

    private static func refuseUnknown(
        _ settings: Yams.Node.Mapping, _ known: Set<String>, in file: String, _ group: String = ""
    ) throws {
        for (key, _) in settings where !known.contains(key.string ?? "") {
            throw OperatorError(
                "\(file):\(key.mark?.line ?? 0): there is no setting '\(group)\(key.string ?? "?")'.",
                remedy: "Use one of: \(known.sorted().joined(separator: ", ")).")
        }
    }

    /// Writes these settings to `settings.yaml` in `data`.
    func save(to data: String) throws {
        let header = "# Settings of this process; options on the command line win over them.\n"
        try (header + YAMLEncoder().encode(self)).write(
            toFile: data + "/" + Self.fileName, atomically: true, encoding: .utf8)
    }

    /// These settings with everything that `other` states over them.
    func overridden(by other: ProcessSettings) -> ProcessSettings {
        ProcessSettings(
            region: other.region ?? region, certificates: other.certificates ?? certificates,
            registry: other.registry ?? registry, regionsDir: other.regionsDir ?? regionsDir,
            people: other.people ?? people, federation: other.federation ?? federation, ops: other.ops ?? ops,
            peopleCertificate: other.peopleCertificate ?? peopleCertificate, peopleKey: other.peopleKey ?? peopleKey,
            peopleTLSVersion: other.peopleTLSVersion ?? peopleTLSVersion,
            epochMinutes: other.epochMinutes ?? epochMinutes, budgets: other.budgets ?? budgets,
            secondFactor: other.secondFactor ?? secondFactor,
            identityProviders: other.identityProviders ?? identityProviders,
            mail: other.mail ?? mail, backup: other.backup ?? backup, alerts: other.alerts ?? alerts,
            tracing: other.tracing ?? tracing)
    }
}

/// TLS of the people's face.
struct PeopleTLS: Sendable {
    /// Paths of a PEM chain and its key.
    let certificate: String
    let key: String
    /// Whether TLS 1.2 is spoken too.
    let allowsOlder: Bool
}

/// Settings of which every value has been read and found safe.
struct CheckedSettings: Sendable {
    let data: String
    let region: RegionCode?
    let certificates: String
    let registry: String
    let regionsDir: String?
    let people: ListenAddress
    let federation: ListenAddress
    let ops: ListenAddress
    let peopleTLS: PeopleTLS?
    /// Between two epochs that a gateway makes.
    let epochInterval: Duration
    /// How much of people's data may be seen a day.
    let budgets: BudgetLimits
    /// Who needs a second factor.
    let secondFactor: SecondFactor
    /// Where municipalities' people log in otherwise, by their short names.
    let identityProviders: [ProviderRules]
    /// How notices leave; nil for none.
    let mail: CheckedMail?
    /// Where backups are; nil: their age is not told.
    let backup: BackupFolder?
    /// Who is told of incidents; nil: nobody.
    let alerts: CheckedAlerts?
    /// Where spans go; nil: there are none.
    let tracing: CheckedTracing?
    /// What a gateway can be told, in minutes; a quarter of an hour unless it is.
    private static let epochMinutes = 1...1_440

    /// Parses `settings` for the process whose data is in `data`; relative paths are relative to it.
    ///
    /// - Throws: `OperatorError` naming the setting: what is not an address, and what strict mode refuses.
    init(_ settings: ProcessSettings, data: String) throws {
        func path(_ text: String) -> String { text.hasPrefix("/") ? text : data + "/" + text }
        func address(_ text: String?, _ name: String, default port: Int, host: String = "127.0.0.1") throws
            -> ListenAddress
        {
            guard let text else { return ListenAddress(host: host, port: port) }
            guard let address = ListenAddress(argument: text) else {
                throw OperatorError(
                    "Setting '\(name)' is '\(text)', which is no address.",
                    remedy: "Write host:port, such as 127.0.0.1:8080.")
            }
            return address
        }
        self.data = data
        region = try settings.region.map { text in
            guard let code = try? RegionCode(text) else {
                throw OperatorError(
                    "Setting 'region' is '\(text)', which is no region code.",
                    remedy: "Use a file name of regions/ without .yaml, such as rijnmond.")
            }
            return code
        }
        certificates = path(settings.certificates ?? "certs")
        registry = path(settings.registry ?? "register.jws")
        regionsDir = settings.regionsDir.map(path)
        people = try address(settings.people, "people", default: 8080)
        federation = try address(settings.federation, "federation", default: 8443, host: "0.0.0.0")
        ops = try address(settings.ops, "ops", default: 9090)
        let version = settings.peopleTLSVersion ?? "1.3"
        guard ["1.2", "1.3"].contains(version) else {
            throw OperatorError(
                "Setting 'people-tls' is '\(version)'.",
                remedy: "Give 1.3, or 1.2 while browsers must be served that know no better; in quotes in YAML.")
        }
        let allowsOlder = version == "1.2"
        switch (settings.peopleCertificate, settings.peopleKey) {
        case (nil, nil): peopleTLS = nil
        case (let certificate?, let key?):
            peopleTLS = PeopleTLS(certificate: path(certificate), key: path(key), allowsOlder: allowsOlder)
        default:
            throw OperatorError(
                "Settings 'people-certificate' and 'people-key' belong together; one is missing.",
                remedy: "Give both, or neither on loopback.")
        }
        let minutes = settings.epochMinutes ?? 15
        guard Self.epochMinutes.contains(minutes) else {
            throw OperatorError(
                "Setting 'epoch-minutes' is \(minutes).", remedy: "Give 1 to 1440 minutes; without it, 15 are taken.")
        }
        epochInterval = .seconds(60 * minutes)
        budgets = try (settings.budgets ?? BudgetSettings()).checked()
        mail = try settings.mail?.checked(data: data)
        backup = settings.backup.map { BackupFolder(path: path($0)) }
        alerts = try settings.alerts?.checked(hasMail: settings.mail != nil, path: path)
        tracing = try settings.tracing?.checked(data: data)
        guard people.isLoopback || peopleTLS != nil else {
            throw OperatorError(
                "Strict mode: setting 'people' (\(people)) has no TLS on an address that is not loopback.",
                remedy: "Give 'people-certificate' and 'people-key', or listen on 127.0.0.1 behind your own TLS.")
        }
        secondFactor = try Self.secondFactor(settings.secondFactor, people: people)
        identityProviders = try (settings.identityProviders ?? [:]).sorted { $0.key < $1.key }
            .map { try $0.value.checked(named: $0.key, isNode: settings.region != nil, path: path) }
        guard ops.isLoopback else {
            throw OperatorError(
                "Strict mode: setting 'ops' (\(ops)) is not loopback; that face has no log-in.",
                remedy: "Listen on 127.0.0.1.")
        }
    }

    /// - Throws: `OperatorError` for another word, and for passwords alone where anybody can reach the face.
    private static func secondFactor(_ text: String?, people: ListenAddress) throws -> SecondFactor {
        guard let text else { return .required }
        guard let rule = SecondFactor(rawValue: text) else {
            throw OperatorError(
                "Setting 'second-factor' is '\(text)'.",
                remedy: "Give required (or leave it out), or optional on loopback.")
        }
        guard rule == .required || people.isLoopback else {
            throw OperatorError(
                "Strict mode: setting 'second-factor' is optional while 'people' (\(people)) is not loopback.",
                remedy: "Leave 'second-factor' out: then everybody with a password enrols a second factor.")
        }
        return rule
    }
}
