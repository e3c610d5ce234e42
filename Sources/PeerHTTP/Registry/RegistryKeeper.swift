package import Domain
package import Foundation
package import Logging
import ServiceLifecycle
import Synchronization
package import Trust
import Wire

/// Keeps a process's registry the newest that there is, without a restart: from its file, where an operator may put
/// one, from each gateway once per `interval`, and at once when somebody has a newer one.
///
/// What comes is verified as at the start; a newer one is saved to the file. A gateway that goes on giving an older one
/// than this process has withholds it: that is reported.
package struct RegistryKeeper: Service {
    /// Between two looks at the gateways: with the file's, half of the minute in which a suspension holds everywhere.
    package static let interval = Duration.seconds(30)
    /// Between two looks at the file, which cost a `stat`.
    package static let fileInterval = Duration.seconds(5)
    /// After a hint, before the next is followed: nobody can have a process fetch without end.
    private static let hintPause = Duration.seconds(1)

    /// What a keeper works with; made by the executable.
    package struct Parts: Sendable {
        let registry: CurrentRegistry
        let keys: CurrentKeys
        let file: String
        let client: PeerClient
        let now: @Sendable () -> Date
        let alarm: @Sendable (OIN, String) async -> Void
        let logger: Logger

        /// - Parameters:
        ///   - file: where the registry is kept; read when it changes.
        ///   - client: calls gateways.
        ///   - alarm: a gateway was caught at something; kept under its OIN.
        package init(
            registry: CurrentRegistry, keys: CurrentKeys, file: String, client: PeerClient,
            now: @escaping @Sendable () -> Date, alarm: @escaping @Sendable (OIN, String) async -> Void, logger: Logger
        ) {
            self.registry = registry
            self.keys = keys
            self.file = file
            self.client = client
            self.now = now
            self.alarm = alarm
            self.logger = logger
        }
    }

    private final class Memory: Sendable {
        /// What the file was when it was read last.
        let stamp = Mutex<FileStamp?>(nil)
        let withheld = Mutex(WithheldRegistry())
    }

    private let parts: Parts
    private let interval: Duration
    private let fileInterval: Duration
    private let memory = Memory()

    package init(
        _ parts: Parts, interval: Duration = Self.interval, fileInterval: Duration = Self.fileInterval
    ) {
        self.parts = parts
        self.interval = interval
        self.fileInterval = fileInterval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await every(fileInterval) { await readFile() } }
                group.addTask { await every(interval) { await pull() } }
                group.addTask {
                    for await serial in parts.registry.hints {
                        guard serial > parts.registry.value.serial else { continue }
                        await pull(hinted: serial)
                        try? await ContinuousClock().sleep(for: Self.hintPause)
                    }
                }
            }
        }
    }

    private func every(_ interval: Duration, _ body: () async -> Void) async {
        while !Task.isCancelled {
            await body()
            try? await ContinuousClock().sleep(for: interval)
        }
    }

    /// Takes what an operator put in the file, once it has changed.
    package func readFile() async {
        let stamp = FileStamp(of: [parts.file])
        let isNew = memory.stamp.withLock { held in
            defer { held = stamp }
            return held != stamp
        }
        guard isNew, let jws = FileManager.default.contents(atPath: parts.file) else { return }
        do throws(RegistryRefusal) {
            if try await parts.registry.take(Array(jws), by: parts.keys, now: parts.now()) { tellTaken("its file") }
        } catch {
            parts.logger.error(
                "the registry in the file is not used", metadata: ["file": "\(parts.file)", "reason": "\(error)"])
        }
    }

    /// Asks every gateway for a newer one.
    ///
    /// - Parameter hinted: the serial that somebody has.
    package func pull(hinted: Int? = nil) async {
        for gateway in parts.registry.value.gateways where gateway.oin != parts.keys.oin {
            await pull(from: gateway)
        }
        let serial = parts.registry.value.serial
        if let hinted, serial < hinted {
            parts.logger.warning(
                "somebody has a newer registry than any gateway gives",
                metadata: ["serial": "\(serial)", "theirs": "\(hinted)"])
        }
    }

    private func pull(from gateway: Registry.Gateway) async {
        let held = parts.registry.value.serial
        let answer = await parts.client.fetch(
            WirePath.registry, as: MediaType.jose, unless: "\"\(held)\"", limit: SignedRegistry.limit, from: gateway)
        switch answer?.status {
        case 304: note(gateway, serial: held, inUse: held)
        case 200: await take(answer?.body ?? [], from: gateway)
        default: return
        }
    }

    private func take(_ jws: [UInt8], from gateway: Registry.Gateway) async {
        do throws(RegistryRefusal) {
            guard try await parts.registry.take(jws, by: parts.keys, now: parts.now()) else { return }
            tellTaken("gateway \(gateway.oin)")
            save(jws)
        } catch {
            if case .older(let serial, let inUse) = error {
                guard note(gateway, serial: serial, inUse: inUse) else { return }
                await parts.alarm(gateway.oin, "gives registry \(serial) while \(inUse) is in force")
            } else {
                await parts.alarm(gateway.oin, "\(error)")
            }
        }
    }

    @discardableResult
    private func note(_ gateway: Registry.Gateway, serial: Int, inUse: Int) -> Bool {
        memory.withheld.withLock { $0.note(gateway.oin, serial: serial, inUse: inUse, at: parts.now()) }
    }

    private func save(_ jws: [UInt8]) {
        do throws(OwnerOnlyFile.Fault) {
            try OwnerOnlyFile.write(jws, to: parts.file, rights: .everyoneReads)
        } catch {
            let (reason, remedy) = error.explained(at: parts.file)
            parts.logger.error(
                "the registry is in use, and could not be saved",
                metadata: ["file": "\(parts.file)", "reason": "\(reason)", "remedy": "\(remedy)"])
        }
    }

    private func tellTaken(_ origin: String) {
        let registry = parts.registry.value
        parts.logger.notice(
            "a newer registry is in use",
            metadata: [
                "serial": "\(registry.serial)", "from": "\(origin)",
                "suspended": "\(registry.members.filter { $0.region.status == .suspended }.map(\.region.code))",
            ])
        guard let member = registry.member(oin: parts.keys.oin) else { return }
        if !parts.keys.publicKeys.isKnown(to: member.keys) {
            parts.logger.error(
                "the registry knows other keys for this party than it has",
                metadata: ["serial": "\(registry.serial)", "keys": "\(parts.keys.path)"])
        }
    }
}
