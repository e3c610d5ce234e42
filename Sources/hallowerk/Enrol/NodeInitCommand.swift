import ArgumentParser
import Domain
import Foundation
import Trust

extension NodeCommand {
    /// `hallowerk node init`: what a regional operator does once, before the answer of the federation and after it.
    struct Initialise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Enrol a region's node: keys, request, settings; then the answer.",
            discussion: """
                First it asks what it needs (options answer beforehand), makes the data folder, keys and a request for a
                certificate, and says what to send to whom. No private key leaves the machine. When the federation has
                answered, run it again with --answer DIR: it installs certificate and registry, and checks everything
                as `hallowerk doctor` does until the node is green. Exit code of that: 0 green, 2 attention, 3 it will
                not work as it is.
                """)

        @Option(help: "The data folder of the node; made when it is not there.")
        var data: String

        @Option(help: "The region's code, such as zeeland.")
        var region: String?

        @Option(help: "Name of the organisation in the certificate (default: Arbeidsmarktregio NAME).")
        var organisation: String?

        @Option(help: "DNS name by which gateways reach the node (default: what the region's file says).")
        var host: String?

        @Option(help: "Port by which gateways reach the node (default: what the region's file says).")
        var port: Int?

        @OptionGroup var faces: FaceOptions

        @Option(name: .customLong("regions-dir"), help: "Folder with regions (default: regions, then /etc/hallowerk).")
        var regionsDir: String?

        @Option(help: "Folder with the federation's answer: tls.pem and what came with it, and register.jws.")
        var answer: String?

        func run() async throws {
            try await Failure.reported {
                let folder = URL(fileURLWithPath: data).standardizedFileURL.path
                let questions = Questions()
                if let answer {
                    try await Enrolment(data: folder).take(answer)
                    return try await Enrolment(data: folder).check(questions)
                }
                let location = try RegionsLocation.find(explicit: regionsDir)
                let choice = try choose(questions, RegionsFolder.load(location), location: location)
                try Enrolment(data: folder).begin(choice)
            }
        }

        /// What the operator wants, asked and looked at before anything is made.
        private func choose(
            _ questions: Questions, _ regions: RegionsFolder, location: String
        ) throws -> Enrolment.Choice {
            let codes = regions.regions.map(\.code.slug)
            let code = try questions.answer("Region", option: "--region", given: region, standard: nil) { text in
                codes.contains(text) ? nil : "not in \(location), which has: \(codes.joined(separator: ", "))"
            }
            guard let region = regions.regions.first(where: { $0.code.slug == code }) else {
                throw OperatorError("There is no region '\(code)'.")
            }
            let towns = region.municipalities.map { "\($0.name) (\($0.code), OIN \($0.oin))" }
            print("\(region.name), OIN \(region.oin), with \(towns.count) municipalities:")
            for town in towns { print("  \(town)") }
            guard questions.confirms("Are these the region's municipalities?") else {
                throw OperatorError(
                    "Nothing was made.",
                    remedy: "Correct \(location)/\(code).yaml with the federation (regions/README.md), and begin again."
                )
            }
            let organisation = try questions.answer(
                "Organisation in the certificate", option: "--organisation", given: organisation,
                standard: "Arbeidsmarktregio \(region.name)"
            ) { (1...64).contains($0.unicodeScalars.count) ? nil : "1 to 64 characters" }
            let host = try questions.answer(
                "Host name for gateways", option: "--host", given: host, standard: region.endpoints[0].host
            ) { HostName.isValid($0) ? nil : "no DNS name of at least two parts in lower case" }
            let port = try questions.answer(
                "Port for gateways", option: "--port", given: port.map(String.init),
                standard: "\(region.endpoints[0].port)"
            ) { Int($0).map { (1...65_535).contains($0) } == true ? nil : "a port is 1 to 65535" }
            func address(_ what: String, _ option: String, _ given: String?, _ standard: String) throws -> String {
                try questions.answer(what, option: option, given: given, standard: standard) {
                    ListenAddress(argument: $0) == nil ? "not host:port, such as \(standard)" : nil
                }
            }
            return Enrolment.Choice(
                region: region, organisation: organisation, endpoint: Endpoint(host: host, port: Int(port) ?? 0),
                settings: ProcessSettings(
                    region: code, certificates: "certs", registry: "register.jws",
                    regionsDir: URL(fileURLWithPath: location).standardizedFileURL.path,
                    people: try address("Where people log in", "--people", faces.people, "127.0.0.1:8080"),
                    federation: try address("Where gateways call", "--federation", faces.federation, "0.0.0.0:\(port)"),
                    ops: try address("Where the machine room looks", "--ops", faces.ops, "127.0.0.1:9090")))
        }
    }
}
