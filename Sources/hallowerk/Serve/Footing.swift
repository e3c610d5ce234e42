import Accountability
import Crypto
import Domain
import Foundation
import Logging
import PeerHTTP
import Trust

/// What a node and a gateway have alike: their keys, the registry that they checked at start, and the clock.
struct Footing: Sendable {
    let settings: CheckedSettings
    let keys: CurrentKeys
    let registry: CurrentRegistry
    let started: Date
    let now: @Sendable () -> Date
    let logger: Logger

    /// Reads keys and registry, and refuses what strict mode refuses: keys that others can read, a registry that is not
    /// signed, expired, or that knows other keys for this party.
    ///
    /// - Throws: what `KeyFolder` and `SignedRegistry` refuse; `OperatorError` naming the setting otherwise.
    static func make(
        _ settings: CheckedSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> Footing {
        try OwnerOnlyFile.makeFolder(settings.data)
        let keys = try KeyFolder.load(settings.certificates)
        guard let jws = FileManager.default.contents(atPath: settings.registry) else {
            throw OperatorError(
                "Setting 'registry': \(settings.registry) cannot be read.",
                remedy:
                    "Ask the federation's authority for the signed registry, or make one with `hallowerk certs init`.")
        }
        let registry: Registry
        do throws(RegistryRefusal) {
            registry = try await SignedRegistry.verify(
                Array(jws), authority: keys.registryAuthority, now: now(), notOlderThan: nil)
        } catch {
            throw OperatorError("Setting 'registry': \(settings.registry): \(error)")
        }
        try refuseOtherKeys(keys, registry)
        return Footing(
            settings: settings, keys: CurrentKeys(keys), registry: CurrentRegistry(registry, signed: Array(jws)),
            started: now(), now: now, logger: logger)
    }

    /// - Throws: `OperatorError` when the registry knows other keys for this party.
    static func refuseOtherKeys(_ keys: KeyFolder, _ registry: Registry) throws {
        if let member = registry.member(oin: keys.oin), !keys.publicKeys.isKnown(to: member.keys) {
            throw OperatorError(
                "Registry \(registry.serial) knows other keys for OIN \(keys.oin) than those in \(keys.path).",
                remedy: "Send the public keys to the federation's authority, and take the registry that it signs then.")
        }
        if let signing = registry.gateway(oin: keys.oin)?.signing, signing != keys.publicKeys.signing {
            throw OperatorError(
                "Registry \(registry.serial) knows another key for gateway \(keys.oin) than that in \(keys.path).",
                remedy: "Send the public key to the federation's authority, and take the registry that it signs then.")
        }
    }
}

extension Footing {
    /// What keeps this process's registry the newest.
    func registryParts(_ client: PeerClient, audit: AuditLog) -> RegistryKeeper.Parts {
        RegistryKeeper.Parts(
            registry: registry, keys: keys, file: settings.registry, client: client, now: now,
            alarm: { [now, logger] gateway, finding in
                logger.error(
                    "a gateway's registry is not used", metadata: ["gateway": "\(gateway)", "finding": "\(finding)"])
                do {
                    try await audit.record(
                        AuditRecord(
                            action: "alarm", object: "gateway \(gateway)", result: finding, origin: "\(gateway)",
                            actor: "this process", time: now(), traceID: TraceContext.start().traceID))
                } catch {
                    logger.error("an alarm could not be kept", metadata: ["reason": "\(error)"])
                }
            }, logger: logger)
    }
}
