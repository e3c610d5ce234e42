package import Access
package import Accountability
package import Domain
package import Dossiers
package import Foundation
package import Logging
package import PeerHTTP
package import PeopleHTTP
package import Showcase
package import Telemetry
package import Trust
package import WebUI
import Wire
package import Workplace

/// What the portal works with; made by the executable.
package struct PortalParts: Sendable {
    let region: RegionCode
    let keys: CurrentKeys
    let registry: CurrentRegistry
    let places: PostcodeTable
    let accounts: AccountStore
    /// Who may look at dossiers by exception.
    let emergency: EmergencyBook
    let showcase: Showcase
    /// What searches are scored by.
    let epochs: CurrentEpochs
    /// Everything about the region's own people, and the one way to change it; never an answer to another region.
    let dossiers: DossierStore
    let ledger: DossierLedger
    /// Takes in and gives out what municipalities deliver and ask.
    let imports: ImportService
    let maintenance: MaintenanceNotice
    let handles: HandleSealer
    let references: ReferenceSealer
    /// Checks what other regions sealed for this one.
    let seals = RegionLineSeal()
    let localKeys: LocalKeys
    let signer: VerklaringSigner
    let client: PeerClient
    let auditLog: AuditLog
    let processingLog: ProcessingLog
    let budgets: BudgetBook
    let enumeration: EnumerationAlarms
    /// What its users keep at work.
    let workplace: WorkplaceStore
    /// Where municipalities' people log in otherwise.
    let entrance: IdentityProviders
    /// Messages and notices.
    let post: PostParts
    let pages: Pages
    let counters: PortalCounters
    let hasTLS: Bool
    let now: @Sendable () -> Date
    let logger: Logger
    let telemetry: ProcessTelemetry

    /// - Parameters:
    ///   - client: calls gateways.
    ///   - hasTLS: whether browsers reach the portal over TLS: cookies are then `Secure`, and HSTS is sent.
    package init(
        region: RegionCode, keys: CurrentKeys, registry: CurrentRegistry, places: PostcodeTable, accounts: AccountStore,
        emergency: EmergencyBook, showcase: Showcase, epochs: CurrentEpochs, dossiers: DossierStore,
        ledger: DossierLedger,
        imports: ImportService, maintenance: MaintenanceNotice, handles: HandleSealer,
        references: ReferenceSealer, localKeys: LocalKeys,
        signer: VerklaringSigner, client: PeerClient, auditLog: AuditLog, processingLog: ProcessingLog,
        budgets: BudgetBook, workplace: WorkplaceStore, entrance: IdentityProviders, post: PostParts, pages: Pages,
        counters: PortalCounters, hasTLS: Bool,
        now: @escaping @Sendable () -> Date, logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
    ) {
        self.region = region
        self.keys = keys
        self.registry = registry
        self.places = places
        self.accounts = accounts
        self.emergency = emergency
        self.showcase = showcase
        self.epochs = epochs
        self.dossiers = dossiers
        self.ledger = ledger
        self.imports = imports
        self.maintenance = maintenance
        self.handles = handles
        self.references = references
        self.localKeys = localKeys
        self.signer = signer
        self.client = client
        self.auditLog = auditLog
        self.processingLog = processingLog
        self.budgets = budgets
        enumeration = EnumerationAlarms(auditLog)
        self.workplace = workplace
        self.entrance = entrance
        self.pages = pages
        self.counters = counters
        self.post = post
        self.hasTLS = hasTLS
        self.now = now
        self.logger = logger
        self.telemetry = telemetry
    }

    var records: ActRecords {
        ActRecords(auditLog: auditLog, processingLog: processingLog, subjectKey: localKeys.pseudonym, now: now)
    }

    /// Reads or changes a store of this node.
    ///
    /// - Parameter what: the store, for operators.
    /// - Throws: a `Problem`, a `StoreRefusal` and `CancellationError` of `body`'s as they are; `Problem` 503 for
    ///   everything else: the store failed.
    func stored<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let problem as Problem {
            throw problem
        } catch let refusal as any StoreRefusal {
            throw refusal
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            telemetry.storeFailed()
            logger.error("\(what) cannot be read or written", metadata: ["reason": "\(error)"])
            throw Problem.unavailable()
        }
    }

    var regionName: String { registry.value.member(region)?.region.name ?? region.slug }

    /// What the region's own users are told while its node takes a pause.
    var maintenanceNotice: String? {
        let time = now()
        return maintenance.current(at: time).map {
            $0.sentence(regionName, asOf: time)
                + " Zolang vindt niemand de zichtbare mensen van uw regio, ook u niet."
        }
    }

    /// Today in the Netherlands.
    var today: CalendarDay { CalendarDay(of: now()) }
}
