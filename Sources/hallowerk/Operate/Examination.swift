import Accountability
import Domain
import Dossiers
import Foundation
import Trust

/// What `hallowerk doctor` looks at, in the order in which a process needs it.
struct Examination: Sendable {
    let data: String

    func checks() async -> [Check] {
        let settings: CheckedSettings
        var checks = [folder()]
        do {
            settings = try CheckedSettings(ProcessSettings.load(from: data), data: data)
            checks.append(.good("configuration", settings.region.map { "node of \($0)" } ?? "gateway"))
        } catch let error as OperatorError {
            return checks + [
                .critical("configuration", error.what, error.remedy ?? "Mend \(ProcessSettings.fileName).")
            ]
        } catch {
            return checks + [.critical("configuration", "\(error)", "Mend \(ProcessSettings.fileName).")]
        }
        checks += await trust(settings)
        checks.append(regions(settings))
        checks.append(clock())
        checks += await ports(settings)
        if settings.region != nil { checks.append(store(DataFile.dossiers) { try DossierStore.examine(path: $0) }) }
        checks.append(store(DataFile.accountability) { try AccountabilityStore.examine(path: $0) })
        checks.append(disk())
        return checks
    }

    private func folder() -> Check {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: data),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else { return .critical("data folder", "\(data) is not there", "Give the folder that the process runs with.") }
        guard mode & 0o077 == 0 else {
            return .critical(
                "data folder", "others can open \(data) (mode \(String(mode, radix: 8)))", "chmod 700 \(data)")
        }
        return .good("data folder", data)
    }

    private func trust(_ settings: CheckedSettings) async -> [Check] {
        let keys: KeyFolder
        do {
            keys = try KeyFolder.load(settings.certificates)
        } catch {
            return [
                .critical(
                    "keys", "\(error)",
                    "Put the party's keys in \(settings.certificates), readable by their owner only.")
            ]
        }
        var checks = [Check.good("keys", "\(settings.certificates), OIN \(keys.oin)")]
        checks.append(certificate(keys))
        guard let jws = FileManager.default.contents(atPath: settings.registry) else {
            return checks + [
                .critical("registry", "\(settings.registry) cannot be read", "Take it from the federation's authority.")
            ]
        }
        do {
            let registry = try await SignedRegistry.verify(
                Array(jws), authority: keys.registryAuthority, now: Date(), notOlderThan: nil)
            checks.append(Self.standing(of: keys, in: registry))
        } catch {
            checks.append(.critical("registry", "\(error)", "Take a fresh one from the federation's authority."))
        }
        return checks
    }

    private func certificate(_ keys: KeyFolder) -> Check {
        let days = Int(keys.expires.timeIntervalSinceNow / 86_400)
        guard keys.expires > Date() else {
            return .critical(
                "certificate", "ended \(keys.expires.formatted(.iso8601))",
                "Ask for a new one now: nobody will talk to this process.")
        }
        switch NodeHealth.Mark(certificateExpires: keys.expires, at: Date()) {
        case .ok: return .good("certificate", "\(days) days left, \(keys.hosts.joined(separator: ", "))")
        case .attention:
            return .attention("certificate", "\(days) days left", "Ask for a new one before it ends.")
        case .critical: return .critical("certificate", "ends within a day", "Put a new one in its place now.")
        }
    }

    private static func standing(of keys: KeyFolder, in registry: Registry) -> Check {
        let days = Int(registry.expires.timeIntervalSinceNow / 86_400)
        guard !registry.roles(of: keys.oin).isEmpty else {
            return .critical(
                "registry", "serial \(registry.serial) gives OIN \(keys.oin) no role",
                "Ask the federation's authority for a place in it.")
        }
        if let member = registry.member(oin: keys.oin), !keys.publicKeys.isKnown(to: member.keys) {
            return .critical(
                "registry", "serial \(registry.serial) knows other keys for OIN \(keys.oin)",
                "Send the authority this party's public keys.")
        }
        guard days >= 2 else {
            return .attention(
                "registry", "serial \(registry.serial) ends in \(days) days", "Take a newer one from the authority.")
        }
        return .good("registry", "serial \(registry.serial), \(registry.members.count) regions, \(days) days left")
    }

    private func regions(_ settings: CheckedSettings) -> Check {
        do {
            let folder = try RegionsFolder.load(RegionsLocation.find(explicit: settings.regionsDir))
            return .good("regions", "\(folder.regions.count) regions, \(folder.places.entries.count) postcode areas")
        } catch {
            return .critical("regions", "\(error)", "Mend the files, or set 'regions-dir'.")
        }
    }

    private func clock() -> Check {
        let synchronised = "/run/systemd/timesync/synchronized"
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        guard (2026...2099).contains(year) else {
            return .critical(
                "clock", "says \(Date().formatted(.iso8601))",
                "Set the clock; certificates and verklaringen depend on it.")
        }
        let known =
            FileManager.default.fileExists(atPath: synchronised) ? "synchronised" : "no time service found by systemd"
        return .good("clock", "\(Date().formatted(.iso8601)), \(known)")
    }

    private func ports(_ settings: CheckedSettings) async -> [Check] {
        let running = await isRunning()
        return [("people", settings.people), ("federation", settings.federation), ("ops", settings.ops)].map {
            name, address in
            let free = Ports.isFree(address)
            if running {
                return free
                    ? .critical(
                        "port \(name)", "\(address): the process runs, but does not listen there", "Look in its log.")
                    : .good("port \(name)", "\(address), listening")
            }
            return free
                ? .good("port \(name)", "\(address), free")
                : .critical("port \(name)", "\(address) is taken by another process", "`ss -ltnp` names it.")
        }
    }

    private func isRunning() async -> Bool {
        (try? await HTTPCall.send("GET", HTTPCall.control(data, "/v1/toestand"))) != nil
    }

    private func store(_ name: String, examine: (String) throws -> String) -> Check {
        let path = data + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            return .good(name, "not there yet; made at the first start")
        }
        do {
            return .good(name, try examine(path))
        } catch {
            return .critical(name, "\(error)", "Put back the last backup; keep this file for examination.")
        }
    }

    private func disk() -> Check {
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: data),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return .attention("disk", "free space is unknown", "Look with `df \(data)`.") }
        let gibibytes = String(format: "%.1f GiB free", Double(free) / 1_073_741_824)
        return free < 1 << 30
            ? .attention("disk", gibibytes, "Make room: without it no log can be written, and no answer given.")
            : .good("disk", gibibytes)
    }
}
