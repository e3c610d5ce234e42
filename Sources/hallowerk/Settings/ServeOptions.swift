import ArgumentParser
import Foundation

/// Where a process listens.
struct FaceOptions: ParsableArguments {
    @Option(help: "Where people log in, host:port (default 127.0.0.1:8080).")
    var people: String?

    @Option(help: "Where the federation calls, mutual TLS, host:port (default 0.0.0.0:8443).")
    var federation: String?

    @Option(help: "Where the machine room looks, loopback, host:port (default 127.0.0.1:9090).")
    var ops: String?
}

/// The options that a node and a gateway share.
struct ServeOptions: ParsableArguments {
    @Option(help: "Folder for what this process keeps; made when it is not there.")
    var data: String

    @Option(help: "Folder with this party's keys and certificates (default: DATA/certs).")
    var certificates: String?

    @Option(help: "The signed registry (default: DATA/register.jws).")
    var registry: String?

    @Option(
        name: .customLong("regions-dir"),
        help: "Folder with regions and postcodes (default: regions, then /etc/hallowerk/regions).")
    var regionsDir: String?

    @OptionGroup var faces: FaceOptions

    @Option(name: .customLong("people-certificate"), help: "PEM chain for the people's face; needed off loopback.")
    var peopleCertificate: String?

    @Option(name: .customLong("people-key"), help: "PEM key for the people's face.")
    var peopleKey: String?

    @Option(name: .customLong("people-tls"), help: "Oldest TLS of the people's face: 1.3 (default) or 1.2.")
    var peopleTLS: String?

    @Option(name: .customLong("epoch-minutes"), help: "Between two epochs that a gateway makes (default 15).")
    var epochMinutes: Int?

    @Flag(
        name: .customLong("until-stdin-closes"),
        help: "Stop when standard input ends: with the process that started this one.")
    var untilStdinCloses = false

    /// The settings file of the data folder with these options over it.
    func settings(region: String? = nil) throws -> CheckedSettings {
        let given = ProcessSettings(
            region: region, certificates: certificates, registry: registry, regionsDir: regionsDir,
            people: faces.people,
            federation: faces.federation, ops: faces.ops, peopleCertificate: peopleCertificate, peopleKey: peopleKey,
            peopleTLSVersion: peopleTLS, epochMinutes: epochMinutes)
        let folder = URL(fileURLWithPath: data).standardizedFileURL.path
        return try CheckedSettings(ProcessSettings.load(from: folder).overridden(by: given), data: folder)
    }
}
