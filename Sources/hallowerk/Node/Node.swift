import Access
import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import Mailbox
import NIOPosix
import NodeFederation
import NodePortal
import PeerHTTP
import ServiceLifecycle
import Showcase
import Trust
import WebUI
import Workplace

/// A region's node, wired: stores open, showcase built, faces ready to listen.
struct Node {
    /// In the order in which they start; they stop the other way round.
    let services: [any Service]
    /// Held until the process ends.
    private let lock: StoreLock

    /// Opens everything in `settings.data` and builds the showcase before any listener opens (I-4).
    ///
    /// - Throws: `OperatorError` and the refusals of each part, each naming a file or a setting.
    static func start(_ settings: CheckedSettings, logger: Logger) async throws -> Node {
        guard let code = settings.region else {
            throw OperatorError("Setting 'region' is missing.", remedy: "Give --region, such as --region rijnmond.")
        }
        let footing = try await Footing.make(settings, logger: logger)
        try requireMember(code, footing)
        let regions = try RegionsFolder.load(RegionsLocation.find(explicit: settings.regionsDir))
        let lock = try StoreLock.take(settings.data)
        let stores = try NodeStores.open(
            in: settings.data, secondFactor: settings.secondFactor, now: footing.now)
        let showcase = Showcase(places: regions.places)
        let ledger = DossierLedger(store: stores.dossiers, showcase: showcase)
        try await ledger.rebuildIndexes()
        logger.info(
            "showcase built",
            metadata: ["visible": "\(showcase.count)", "hidden": "\(ledger.home.count)", "region": "\(code)"])
        try Ports.requireFree([settings.people, settings.federation, settings.ops])
        let wiring = NodeWiring(
            code: code, footing: footing, stores: stores, showcase: showcase, ledger: ledger, places: regions.places,
            maintenance: try .open(in: settings.data))
        for run in try await wiring.imports.begin() {
            logger.notice("an import that was cut off is completed", metadata: ["import": "\(run.id)"])
        }
        return Node(services: try await wiring.services(), lock: lock)
    }

    /// Refuses keys that are not those of the region that the settings name.
    private static func requireMember(_ code: RegionCode, _ footing: Footing) throws {
        let registry = footing.registry.value
        guard let member = registry.member(code) else {
            throw OperatorError(
                "The registry (serial \(registry.serial)) has no region '\(code)'.",
                remedy: "It has: \(registry.members.map(\.region.code.slug).joined(separator: ", ")).")
        }
        guard member.region.oin == footing.keys.oin else {
            throw OperatorError(
                "Keys in \(footing.keys.path) are of OIN \(footing.keys.oin); '\(code)' is OIN \(member.region.oin).",
                remedy: "Set 'certificates' to the folder of this region.")
        }
    }
}

extension MaintenanceNotice {
    /// What the node in `data` announces.
    ///
    /// - Throws: `OperatorError` when its file is damaged or open to others.
    static func open(in data: String) throws -> MaintenanceNotice {
        let path = data + "/" + DataFile.maintenance
        do {
            return try MaintenanceNotice(path: path)
        } catch let fault as OwnerOnlyFile.Fault {
            let (reason, remedy) = fault.explained(at: path)
            throw OperatorError("\(path): \(reason).", remedy: remedy)
        } catch {
            throw OperatorError(
                "\(path) is damaged: \(error).", remedy: "Remove it: then no maintenance is announced.")
        }
    }
}

/// The files of a node's data folder, open.
struct NodeStores: Sendable {
    let dossiers: DossierStore
    let accounts: AccountStore
    let emergency: EmergencyBook
    let accountability: AccountabilityStore
    let workplace: WorkplaceStore
    let mailbox: MailboxStore
    let keys: LocalKeys

    static func open(
        in data: String, secondFactor: SecondFactor = .required, now: @escaping @Sendable () -> Date
    ) throws -> NodeStores {
        let keys = try LocalKeys.load(or: data + "/" + DataFile.keys, at: now())
        let accounts = try AccountStore(
            path: data + "/" + DataFile.accounts, key: keys.entrance, secondFactor: secondFactor, now: now)
        return NodeStores(
            dossiers: try DossierStore(path: data + "/" + DataFile.dossiers), accounts: accounts,
            emergency: try EmergencyBook(accounts),
            accountability: try AccountabilityStore(path: data + "/" + DataFile.accountability),
            workplace: try WorkplaceStore(path: data + "/" + DataFile.workplace, now: now),
            mailbox: try MailboxStore(path: data + "/" + DataFile.mailbox, now: now), keys: keys)
    }
}
