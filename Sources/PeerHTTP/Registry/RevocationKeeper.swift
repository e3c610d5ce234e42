package import Domain
import Foundation
package import Logging
import ServiceLifecycle
package import Trust
import Wire

/// Keeps a node's revocation lists the latest: asks the gateways once per `interval` and puts later ones in `crl.pem`
/// of the key folder, from where they are taken into use as any change of the folder is.
package struct RevocationKeeper: Service {
    package static let interval = Duration.seconds(30)
    /// Bytes of all lists as a gateway gives them.
    package static let answerLimit = 16 * 1024 * 1024

    private let registry: CurrentRegistry
    private let keys: CurrentKeys
    private let client: PeerClient
    private let interval: Duration
    private let logger: Logger

    /// - Parameter client: calls gateways.
    package init(
        registry: CurrentRegistry, keys: CurrentKeys, client: PeerClient, interval: Duration = Self.interval,
        logger: Logger
    ) {
        self.registry = registry
        self.keys = keys
        self.client = client
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for gateway in registry.value.gateways where gateway.oin != keys.oin { await pull(from: gateway) }
                try? await ContinuousClock().sleep(for: interval)
            }
        }
    }

    /// Asks one gateway. One that cannot be reached, has none or gives none that is later changes nothing.
    package func pull(from gateway: Registry.Gateway) async {
        let held = keys.value
        guard held.revocations.arePresent else { return }
        let answer = await client.fetch(
            WirePath.revocations, as: MediaType.pem, unless: Self.tag(of: held.revocations), limit: Self.answerLimit,
            from: gateway)
        guard let answer, answer.status == 200, let pem = held.laterRevocations(in: answer.body) else { return }
        let file = held.path + "/" + KeyFolder.revocationFile
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.write(pem, to: file, rights: .everyoneReads)
            logger.notice("later revocation lists were fetched", metadata: ["from": "gateway \(gateway.oin)"])
        } catch {
            let (reason, remedy) = error.explained(at: file)
            logger.error(
                "later revocation lists could not be saved",
                metadata: ["file": "\(file)", "reason": "\(reason)", "remedy": "\(remedy)"])
        }
    }

    /// Names lists by what they are, so that nobody sends what the other has.
    package static func tag(of lists: RevocationLists) -> String {
        "\"" + lists.lists.map { "\($0.numberText)" }.joined(separator: ".") + "\""
    }
}
