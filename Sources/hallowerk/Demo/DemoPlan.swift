import Domain
import Foundation
import Trust

/// What a demo folder holds and where its processes listen: decided once, kept in `demo.json`, so that a second start
/// reuses it.
struct DemoPlan: Codable, Sendable {
    static let fileName = "demo.json"

    /// Somebody who can log in.
    struct LogIn: Codable, Sendable {
        /// The region's code, or nil for the gateway's monitor.
        let regio: String?
        let rol: String
        let gebruiker: String
        let wachtwoord: String
        /// The secret of the second factor, in base32, of who has enrolled one.
        var geheim: String?
    }

    let seed: UInt64
    let people: Int
    let regions: [String]
    /// Grows with every registry that this demo publishes.
    var registrySerial: Int
    let logIns: [LogIn]

    /// The plan that `folder` was made with, or nil for a new folder.
    static func load(from folder: String) throws -> DemoPlan? {
        let file = folder + "/" + fileName
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do {
            return try JSONDecoder().decode(DemoPlan.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw OperatorError(
                "\(file) cannot be read: \(error).", remedy: "Give another --data, or remove \(folder) and start again."
            )
        }
    }

    /// Writes the plan, readable by its owner only: it holds the demo's passwords.
    func save(to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try OwnerOnlyFile.write(encoder.encode(self), to: folder + "/" + Self.fileName)
    }
}

/// Where the processes of one demo listen: on loopback, ten ports apart.
struct DemoPorts: Sendable {
    let base: Int

    var gatewayFederation: ListenAddress { address(0) }
    var gatewayPeople: ListenAddress { address(1) }
    var gatewayOps: ListenAddress { address(2) }

    /// The addresses of the region at `index` in the plan.
    func people(_ index: Int) -> ListenAddress { address(10 * (index + 1)) }
    func federation(_ index: Int) -> ListenAddress { address(10 * (index + 1) + 1) }
    func ops(_ index: Int) -> ListenAddress { address(10 * (index + 1) + 2) }

    private func address(_ offset: Int) -> ListenAddress { ListenAddress(host: "127.0.0.1", port: base + offset) }
}
