import Domain
import Dossiers
import Foundation
import SyntheticPeople

/// Tells where a ready demo is to be found: a table for people, one line of JSON for programs.
struct DemoReport: Sendable {
    let folder: DemoFolder

    private struct JSON: Encodable {
        struct Gateway: Encodable { let federatie, monitor, ops, data: String }
        struct Regio: Encodable {
            let regio, naam, oin, portaal, federatie, ops, data: String
            let zichtbaar, verborgen: Int
        }

        let gateway: Gateway
        let regios: [Regio]
        let certificaten: String
        let aanmeldingen: [DemoPlan.LogIn]
        let zoekvoorbeelden: [String]
    }

    func write(json: Bool) async throws {
        let report = try await report()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(report) + Data("\n".utf8))
        } else {
            FileHandle.standardOutput.write(Data(text(of: report, hiding: try await somebody()).utf8))
        }
    }

    private func report() async throws -> JSON {
        var rows: [JSON.Regio] = []
        for (index, region) in folder.regions.enumerated() {
            let data = folder.data(of: region.code.slug)
            let counts = try await DossierStore.readCounts(path: data + "/" + DataFile.dossiers)
            rows.append(
                JSON.Regio(
                    regio: region.code.slug, naam: region.name, oin: region.oin.digits,
                    portaal: "http://\(folder.ports.people(index))",
                    federatie: "https://\(folder.ports.federation(index))",
                    ops: "http://\(folder.ports.ops(index))", data: data, zichtbaar: counts.visible,
                    verborgen: counts.hidden))
        }
        let gateway = JSON.Gateway(
            federatie: "https://\(folder.ports.gatewayFederation)", monitor: "http://\(folder.ports.gatewayPeople)",
            ops: "http://\(folder.ports.gatewayOps)", data: folder.data(of: DemoFolder.gateway))
        return JSON(
            gateway: gateway, regios: rows, certificaten: folder.certificates, aanmeldingen: folder.plan.logIns,
            zoekvoorbeelden: SampleSearches.texts)
    }

    /// Somebody visible whom the first region's case manager may hide; nil when there is nobody.
    private func somebody() async throws -> ProfileID? {
        let region = folder.regions[0]
        let path = folder.data(of: region.code.slug) + "/" + DataFile.dossiers
        let page = try await DossierStore(path: path).dossiers(of: region.centreMunicipality, after: nil, limit: 500)
        return page.first { $0.visibility == .visible }?.id
    }

    private func text(of report: JSON, hiding somebody: ProfileID?) -> String {
        var table = TextTable([
            ("region", .left), ("portal", .left), ("user", .left), ("password", .left), ("visible", .right),
            ("hidden", .right),
        ])
        for region in report.regios {
            let logIns = report.aanmeldingen.filter { $0.regio == region.regio }
            for (number, logIn) in logIns.enumerated() {
                let first = number == 0
                table.add([
                    .init(first ? region.naam : ""), .init(first ? region.portaal : "", .cyan), .init(logIn.gebruiker),
                    .init(logIn.wachtwoord), .init(first ? "\(region.zichtbaar)" : ""),
                    .init(first ? "\(region.verborgen)" : ""),
                ])
            }
        }
        for logIn in report.aanmeldingen where logIn.regio == nil {
            table.add([
                .init("Monitor (gateway)"), .init(report.gateway.monitor, .cyan), .init(logIn.gebruiker),
                .init(logIn.wachtwoord),
                .init(""), .init(""),
            ])
        }
        let searches = report.zoekvoorbeelden.map { "  \($0)" }.joined(separator: "\n")
        let example = report.zoekvoorbeelden[0]
        // As it was started, so that what is printed can be typed.
        let program = CommandLine.arguments[0]
        let second =
            report.aanmeldingen.first { $0.geheim != nil }.map { logIn in
                """
                \(logIn.gebruiker) has a second factor, as everybody must where the setting second-factor is required:
                  \(program) account code --secret \(logIn.geheim ?? "")

                """
            } ?? ""
        let hide =
            somebody.map { id in
                """
                Hide somebody at their request, and see them gone:
                  \(program) profile hide \(id) --data \(report.regios[0].data) \\
                    --gebruiker klantmanager --verzoek Z-2026-118 --reden "werk gevonden"

                """
            } ?? ""
        return """
            \(table.rendered())

            Log in on a portal as accountmanager and try:
            \(searches)
            Or from a second terminal:
              hallowerk search "\(example)" --portaal \(report.regios[0].portaal) --gebruiker accountmanager
              \(program) status --gateway \(report.gateway.ops)
            \(second)\(hide)Keys are in \(report.certificaten), data and logs in \(folder.path).
            \(Ink.green("Ready.")) Ctrl-C ends every process.

            """
    }
}
