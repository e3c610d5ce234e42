package import Access
package import Accountability
package import Crypto
import Domain
package import Dossiers
package import Foundation
package import Logging
package import Telemetry

/// What importing and exporting work with, alike for the portal and the control socket; made by the executable.
package struct ImportParts: Sendable {
    let dossiers: DossierStore
    let ledger: DossierLedger
    let accounts: AccountStore
    let records: ActRecords
    /// The process's data folder, in which checked exports wait.
    let data: String
    let now: @Sendable () -> Date
    let logger: Logger
    let telemetry: ProcessTelemetry

    /// - Parameter subjectKey: keys the pseudonyms of jobseekers in the processing log.
    package init(
        dossiers: DossierStore, ledger: DossierLedger, accounts: AccountStore, auditLog: AuditLog,
        processingLog: ProcessingLog, subjectKey: SymmetricKey, data: String, now: @escaping @Sendable () -> Date,
        logger: Logger, telemetry: ProcessTelemetry = ProcessTelemetry()
    ) {
        self.dossiers = dossiers
        self.ledger = ledger
        self.accounts = accounts
        records = ActRecords(auditLog: auditLog, processingLog: processingLog, subjectKey: subjectKey, now: now)
        self.data = data
        self.now = now
        self.logger = logger
        self.telemetry = telemetry
    }
}

/// A municipality's administrator at work: on whose word something is done.
struct Administrator: Sendable {
    let account: Account
    let municipality: MunicipalityCode
    /// Where the request came from, for the audit log.
    let origin: String

    /// - Returns: nil for another role.
    init?(_ account: Account, origin: String) {
        guard account.role == .municipalAdministrator, let municipality = account.municipality else { return nil }
        self.account = account
        self.municipality = municipality
        self.origin = origin
    }
}
