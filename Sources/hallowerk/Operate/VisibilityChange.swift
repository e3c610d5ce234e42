import Domain
import Foundation

extension ProfileCommand.Target {
    /// Does `action` to the profile, signed in as the case manager.
    ///
    /// - Throws: as `ControlCall.send`.
    fileprivate func send(_ action: String, _ fields: [String: Any]) async throws -> [UInt8] {
        let id = try profile()
        return try await ControlCall(data: data, user: gebruiker).send("/v1/profielen/\(id)/\(action)", fields)
    }
}

/// Shows or hides.
struct VisibilityChange: Sendable {
    let target: ProfileCommand.Target
    let request: ProfileCommand.Request
    let visible: Bool

    func run() async throws {
        let fields: [String: Any] = ["zichtbaar": visible, "verzoek": request.verzoek, "reden": request.reden]
        _ = try await target.send("zichtbaarheid", fields)
        print(visible ? "Shown: everybody connected can find this person." : "Hidden: gone everywhere, at once.")
    }
}

/// Looks up.
struct VisibilityLookUp: Sendable {
    let target: ProfileCommand.Target

    func run() async throws {
        let answer = try await target.send("info", [:])
        FileHandle.standardOutput.write(Data(answer + [UInt8(ascii: "\n")]))
    }
}
