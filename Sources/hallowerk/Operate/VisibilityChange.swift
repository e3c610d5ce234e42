import Domain
import Foundation

/// What the three `profile` commands do: ask the running node over its socket, or a stand-in while none runs.
struct ControlCall: Sendable {
    let target: ProfileCommand.Target

    /// Sends `fields` with the case manager's credentials to `action` of the profile.
    ///
    /// - Throws: `OperatorError` with the node's own words when it refuses.
    func send(_ action: String, _ fields: [String: Any]) async throws -> [UInt8] {
        let id = try target.profile()
        var body = fields
        body["gebruiker"] = target.gebruiker
        body["wachtwoord"] = try Prompt.password(of: target.gebruiker)
        let bytes = Array(try JSONSerialization.data(withJSONObject: body))
        let data = URL(fileURLWithPath: target.data).standardizedFileURL.path
        let answer = try await StandIn(data: data).unlessRunning {
            try await HTTPCall.send("POST", HTTPCall.control(data, "/v1/profielen/\(id)/\(action)"), body: bytes)
        }
        guard answer.status == 200 else { throw answer.problem }
        return answer.body
    }
}

/// Shows or hides.
struct VisibilityChange: Sendable {
    let target: ProfileCommand.Target
    let request: ProfileCommand.Request
    let visible: Bool

    func run() async throws {
        let fields: [String: Any] = ["zichtbaar": visible, "verzoek": request.verzoek, "reden": request.reden]
        _ = try await ControlCall(target: target).send("zichtbaarheid", fields)
        print(visible ? "Shown: everybody connected can find this person." : "Hidden: gone everywhere, at once.")
    }
}

/// Looks up.
struct VisibilityLookUp: Sendable {
    let target: ProfileCommand.Target

    func run() async throws {
        let answer = try await ControlCall(target: target).send("info", [:])
        FileHandle.standardOutput.write(Data(answer + [UInt8(ascii: "\n")]))
    }
}
