import Access
import Accountability
import Alerting
import Domain
import Dossiers
import Foundation
import Mail
import Mailbox
import Monitoring
import Trust
import Workplace

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
        let isRunning = await isRunning()
        let trusted = await trust(settings)
        checks += trusted.checks
        checks.append(regions(settings))
        checks.append(clock())
        if let keys = trusted.keys, let registry = trusted.registry {
            checks += await gateways(keys, registry, isRunning: isRunning)
        }
        checks += ports(settings, isRunning: isRunning)
        if settings.region != nil {
            checks.append(store(DataFile.dossiers) { try DossierStore.examine(path: $0) })
            checks.append(store(DataFile.workplace) { try WorkplaceStore.examine(path: $0) })
            checks.append(store(DataFile.mailbox) { try MailboxStore.examine(path: $0) })
        } else {
            checks.append(store(DataFile.health) { try HistoryStore.examine(path: $0) })
            checks.append(store(DataFile.alerts) { try AlertDesk.examine(path: $0) })
            checks.append(alerts(settings))
        }
        checks.append(store(DataFile.accounts) { try AccountStore.examine(path: $0) })
        checks.append(await mail(settings))
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
                "clock here", "says \(Date().formatted(.iso8601))",
                "Set the clock; certificates and verklaringen depend on it.")
        }
        let known =
            FileManager.default.fileExists(atPath: synchronised) ? "synchronised" : "no time service found by systemd"
        return .good("clock here", "\(Date().formatted(.iso8601)), \(known)")
    }

    private func ports(_ settings: CheckedSettings, isRunning running: Bool) -> [Check] {
        [("people", settings.people), ("federation", settings.federation), ("ops", settings.ops)].map {
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

    /// Whether anybody is told of an incident.
    private func alerts(_ settings: CheckedSettings) -> Check {
        guard let alerts = settings.alerts else {
            return .attention(
                "alerts", "nobody is told of an incident: there is no setting 'alerts'",
                "Name who is told: alerts.receivers.")
        }
        return .good("alerts", "told of incidents: " + alerts.receivers.map(\.name).joined(separator: ", "))
    }

    /// Whether notices could leave now: connects, and sends nothing.
    private func mail(_ settings: CheckedSettings) async -> Check {
        guard let mail = settings.mail else {
            return .good("mail", "no notices by e-mail: there is no setting 'mail'")
        }
        let failure = await mail.client.probe()
        return failure.map { .attention("mail", "\(mail.host):\(mail.port): \($0)", "Look at the settings 'mail'.") }
            ?? .good("mail", "\(mail.host):\(mail.port) takes mail (\(mail.server.security.rawValue))")
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
