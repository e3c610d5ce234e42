import Foundation

/// What a command does as somebody who signs in: asks the running node over its socket, or a stand-in while none runs.
struct ControlCall: Sendable {
    let data: String
    let user: String

    /// - Parameter data: the node's data folder.
    init(data: String, user: String) {
        self.data = URL(fileURLWithPath: data).standardizedFileURL.path
        self.user = user
    }

    /// Posts `fields` with the user's credentials; the password is asked for, and a code when the node wants one.
    ///
    /// - Throws: `OperatorError` with the node's own words when it refuses.
    func send(_ path: String, _ fields: [String: Any]) async throws -> [UInt8] {
        var body = fields
        body["gebruiker"] = user
        body["wachtwoord"] = try Prompt.password(of: user)
        body["code"] = Prompt.givenCode()
        let bytes = Array(try JSONSerialization.data(withJSONObject: body))
        var answer = try await post(path, bytes)
        if answer.asksForCode, body["code"] == nil {
            body["code"] = try Prompt.code(of: user)
            answer = try await post(path, Array(try JSONSerialization.data(withJSONObject: body)))
        }
        guard answer.status == 200 else { throw answer.problem }
        return answer.body
    }

    private func post(_ path: String, _ bytes: [UInt8]) async throws -> HTTPCall {
        try await StandIn(data: data).unlessRunning { [data] in
            try await HTTPCall.send("POST", HTTPCall.control(data, path), body: bytes)
        }
    }
}
