import ArgumentParser
import Domain
import Foundation
import Wire

/// `hallowerk search`: the accountmanager's search from a terminal, through a portal.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search people across regions through a portal.",
        discussion: "The password is asked for, or taken from HALLOWERK_WACHTWOORD.")

    @Argument(help: "Words to look for.")
    var text: String

    @Option(help: "The portal of the own region.")
    var portaal: String

    @Option(help: "The user to log in as.")
    var gebruiker: String

    @Option(help: "Only these regions; may be given more than once.")
    var regio: [String] = []

    @Option(help: "Only these municipalities (GM0599); may be given more than once.")
    var gemeente: [String] = []

    @Option(help: "Around this four-digit postcode; with --afstand.")
    var postcode: String?

    @Option(help: "Kilometres around --postcode, 1 to 200.")
    var afstand: Int?

    @Option(help: "Only this target group (baanafspraak, praktijkroute, bbl); may be given more than once.")
    var doelgroep: [String] = []

    @Option(help: "At least so many hours a week.")
    var urenMinimaal: Int?

    @Option(help: "At most so many hours a week.")
    var urenMaximaal: Int?

    @Option(help: "Order: relevantie or neutraal.")
    var sortering: String?

    @Option(help: "Hits, 1 to 50.")
    var aantal = 20

    @Option(help: "Activity: vacatureVervullen, werkgeverAdviseren or bemiddelen.")
    var activiteit = "vacatureVervullen"

    @Option(help: "Legal basis: wetSuwi or participatiewet.")
    var grondslag = "wetSuwi"

    @Option(help: "Your reference of the vacancy.")
    var vacature: String?

    @Flag(help: "Print the portal's JSON.")
    var json = false

    func run() async throws {
        try await Failure.reported {
            let portal = portaal.hasSuffix("/") ? String(portaal.dropLast()) : portaal
            let token = try await PortalLogIn.token(portal: portal, user: gebruiker)
            let answer = try await HTTPCall.send("POST", portal + WirePath.search, body: body(), token: token)
            _ = try? await HTTPCall.send("DELETE", portal + WirePath.sessions, token: token)
            guard answer.status == 200 else { throw answer.problem }
            if json {
                FileHandle.standardOutput.write(Data(answer.body + [UInt8(ascii: "\n")]))
            } else {
                print(Self.text(of: try FederatedAnswerJSON.readDocument(answer.body)))
            }
        }
    }

    /// The request as it was typed: the portal tells what is wrong with it.
    private func body() throws -> [UInt8] {
        var filters: [String: Any] = [:]
        if !regio.isEmpty { filters["regios"] = regio }
        if !gemeente.isEmpty { filters["gemeenten"] = gemeente }
        if !doelgroep.isEmpty { filters["doelgroepen"] = doelgroep }
        if postcode != nil || afstand != nil {
            var area: [String: Any] = [:]
            if let postcode { area["postcode"] = postcode }
            if let afstand { area["afstandKm"] = afstand }
            filters["gebied"] = area
        }
        if urenMinimaal != nil || urenMaximaal != nil {
            filters["urenPerWeek"] = ["minimaal": urenMinimaal ?? 0, "maximaal": urenMaximaal ?? 60]
        }
        var purpose = ["activiteit": activiteit, "grondslag": grondslag]
        if let vacature { purpose["vacature"] = vacature }
        var request: [String: Any] = ["tekst": text, "aantal": aantal, "doel": purpose, "uitleg": true]
        if !filters.isEmpty { request["filters"] = filters }
        if let sortering { request["sortering"] = sortering }
        return Array(try JSONSerialization.data(withJSONObject: request, options: [.sortedKeys]))
    }

    private static func text(of answer: FederatedAnswer) -> String {
        var hits = TextTable([
            ("", .right), ("occupations", .left), ("region", .left), ("place", .left), ("hours", .left),
            ("from", .left), ("why", .left),
        ])
        for (number, hit) in answer.hits.enumerated() {
            hits.add([
                .init("\(number + 1)"), .init(hit.occupations.prefix(2).joined(separator: ", ")),
                .init(hit.region.slug),
                .init("\(hit.postcodeArea)"), .init("\(hit.hours.minimum)-\(hit.hours.maximum)"),
                .init("\(hit.availableFrom)"),
                .init(hit.reasons.map(\.word).joined(separator: ", ")),
            ])
        }
        var regions = TextTable([
            ("", .left), ("region", .left), ("state", .left), ("people", .right), ("ms", .right), ("", .left),
        ])
        for outcome in answer.outcomes {
            let mark: NodeHealth.Mark =
                outcome.state == .answered ? .ok : outcome.state == .notAsked ? .attention : .critical
            regions.add([
                .init(mark.sign, mark.ink), .init(outcome.region.slug), .init(outcome.state.rawValue, mark.ink),
                .init(outcome.count.map(String.init) ?? "-"),
                .init(outcome.duration.map { String(format: "%.1f", $0 / .milliseconds(1)) } ?? "-"),
                .init(outcome.reason ?? ""),
            ])
        }
        let answered = answer.outcomes.count { $0.state == .answered }
        let found =
            "\(answer.total) people in \(answered) of \(answer.outcomes.count) regions, "
            + "coverage \(Int((answer.coverage * 100).rounded())) %"
        return [hits.rendered(), "", regions.rendered(), "", Ink.bold(found)].joined(separator: "\n")
    }
}

/// Logging in on a portal from the command line.
enum PortalLogIn {
    private struct Session: Decodable { let token: String }

    /// A session's token for `user`, whose password is asked for.
    static func token(portal: String, user: String) async throws -> String {
        let credentials = ["gebruiker": user, "wachtwoord": try Prompt.password(of: user)]
        let answer = try await HTTPCall.send(
            "POST", portal + WirePath.sessions, body: Array(JSONEncoder().encode(credentials)))
        guard answer.status == 201 else { throw answer.problem }
        return try JSONDecoder().decode(Session.self, from: Data(answer.body)).token
    }
}
