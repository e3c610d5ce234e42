import ArgumentParser
import Domain
import Foundation
import Wire

/// `hallowerk search`: the accountmanager's search from a terminal, through a portal.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search people across regions through a portal.",
        discussion: """
            The password is asked for, or taken from HALLOWERK_WACHTWOORD; so is the code of a second factor, where
            one is needed, or taken from HALLOWERK_CODE.
            """)

    @Argument(help: "Words to look for.")
    var text: String

    @Option(help: "The portal of the own region.")
    var portaal: String

    @Option(help: "The user to log in as.")
    var gebruiker: String

    @OptionGroup var options: SearchOptions

    @Flag(help: "Print the portal's JSON.")
    var json = false

    func validate() throws { _ = try options.request(for: text) }

    func run() async throws {
        try await Failure.reported {
            let request = try options.request(for: text)
            let portal = portaal.hasSuffix("/") ? String(portaal.dropLast()) : portaal
            let token = try await PortalLogIn.token(portal: portal, user: gebruiker)
            let answer = try await HTTPCall.send(
                "POST", portal + WirePath.search, body: SearchRequestJSON.encode(request), token: token)
            _ = try? await HTTPCall.send("DELETE", portal + WirePath.sessions, token: token)
            guard answer.status == 200 else { throw answer.problem }
            if json {
                FileHandle.standardOutput.write(Data(answer.body + [UInt8(ascii: "\n")]))
            } else {
                print(SearchReport(request, try FederatedAnswerJSON.readDocument(answer.body)).text)
            }
        }
    }
}

/// Logging in on a portal from the command line.
enum PortalLogIn {
    private struct Session: Decodable { let token: String }

    /// A session's token for `user`, whose password is asked for; a code too, when the portal wants one.
    static func token(portal: String, user: String) async throws -> String {
        var credentials = ["gebruiker": user, "wachtwoord": try Prompt.password(of: user)]
        credentials["code"] = Prompt.givenCode()
        func send() async throws -> HTTPCall {
            try await HTTPCall.send(
                "POST", portal + WirePath.sessions, body: Array(JSONEncoder().encode(credentials)))
        }
        var answer = try await send()
        if answer.asksForCode, credentials["code"] == nil {
            credentials["code"] = try Prompt.code(of: user)
            answer = try await send()
        }
        guard answer.status == 201 else { throw answer.problem }
        return try JSONDecoder().decode(Session.self, from: Data(answer.body)).token
    }
}
