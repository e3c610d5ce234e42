import Access
import Accountability
import Domain
import Dossiers
import Foundation
import PeopleHTTP
import Trust
import Wire

/// What a case manager does with the people of the own municipality, for pages and programs alike: nobody else gets in,
/// and every look and every act is in both logs, by pseudonym, before it is answered (P-ROL, I-9).
struct DossierDesk: Sendable {
    /// Characters of a typed name or number.
    static let searchCharacters = 200

    /// What is done with one dossier: as the audit log and the log of processings name it.
    enum Action: String {
        case look = "look at dossier"
        case openForEditing = "open dossier for editing"
        case edit = "edit dossier"
        case show = "show dossier"
        case hide = "hide dossier"
        case history = "look at history of dossier"

        var processing: String {
            switch self {
            case .look: "dossier bekijken"
            case .openForEditing: "dossier bekijken om te wijzigen"
            case .edit: "dossier wijzigen"
            case .show: "profiel zichtbaar maken"
            case .hide: "profiel verbergen"
            case .history: "geschiedenis van dossier bekijken"
            }
        }
    }

    /// What came of saving.
    enum Saving: Sendable {
        /// As it is now, and what changed; nothing when it was so already.
        case saved(Dossier, [DossierField])
        case wrong([EntryFault], Dossier)
        case conflict(Conflict)
    }

    /// Somebody saved meanwhile.
    struct Conflict: Sendable {
        let newer: NewerChange
        let now: Dossier
        let fields: [DossierField]
        let visibilityChanged: Bool
    }

    let parts: PortalParts
    let handles: DossierHandle
    let records: ActRecords

    init(_ parts: PortalParts) {
        self.parts = parts
        handles = DossierHandle(keys: parts.localKeys, now: parts.now)
        records = parts.records
    }

    /// The case manager whose `visit` it is.
    ///
    /// - Throws: `Problem` 403 for every other role, in the audit log.
    func admit(_ visit: Visit, origin: String) async throws -> CaseWorker {
        let asker = PortalAsker(visit.account, origin: origin, keys: parts.localKeys)
        guard visit.account.role == .caseManager, let municipality = visit.account.municipality else {
            try await audit("enter dossiers", "dossiers", "refused: role", asker)
            throw Problem.forbidden()
        }
        return CaseWorker(asker: asker, municipality: municipality)
    }

    /// Who may look, and change nothing: also somebody with exceptional access, as long as it lasts.
    ///
    /// - Throws: `Problem` 403 for everybody else, in the audit log.
    func admitReader(_ visit: Visit, origin: String) async throws -> CaseWorker {
        guard let access = EmergencyDesk(parts: parts).live(of: visit.account) else {
            return try await admit(visit, origin: origin)
        }
        return CaseWorker(
            asker: PortalAsker(visit.account, origin: origin, keys: parts.localKeys), municipality: access.municipality,
            emergency: access)
    }

    /// A page of people whose name or client number `text` is, each with a handle.
    ///
    /// - Throws: `Problem` 400 for a cursor that is not of this user and text; 503 when a log cannot be written.
    func find(
        _ text: String, after cursor: String?, by worker: CaseWorker
    ) async throws -> (people: [(handle: String, person: FoundPerson)], cursor: String?) {
        let position = try cursor.map { cursor in
            guard let position = handles.open(cursor, of: text, for: worker) else {
                throw Problem.badRequest([
                    FieldError(field: "cursor", message: "Deze bladzijde hoort niet bij deze zoekvraag. Zoek opnieuw.")
                ])
            }
            return position
        }
        let page = try await parts.dossiers.find(
            text, in: worker.municipality, after: position, limit: DossierStore.foundPeople.upperBound)
        try await use(worker, people: page.people.count)
        let trace = try await audit(
            "find people", worker.object("people of \(worker.municipality)"), "asked", worker.asker)
        try await records.processing(
            page.people.map(\.id), worker.processing("mensen zoeken in de eigen gemeente"), worker.activity,
            for: worker.asker.organisation, trace: trace)
        return (
            try page.people.map { (try handles.seal($0.id, for: worker), $0) },
            try page.next.map { try handles.seal($0, of: text, for: worker) }
        )
    }

    /// The dossier that `handle` opens.
    ///
    /// - Throws: `Problem`: one and the same 404 for every handle that opens nothing of this municipality; 503 when a
    ///   log cannot be written.
    func open(_ handle: String, to action: Action, by worker: CaseWorker) async throws -> Dossier {
        guard let id = handles.open(handle, for: worker) else {
            try await audit(action.rawValue, "dossier", "refused: handle", worker.asker)
            throw Problem.notFound()
        }
        guard let dossier = try await parts.dossiers.find(id, municipality: worker.municipality) else {
            try await audit(action.rawValue, object(id), "refused: not of this municipality", worker.asker)
            throw Problem.notFound()
        }
        try await use(worker, dossiers: 1)
        let trace = try await audit(action.rawValue, worker.object(object(id)), "asked", worker.asker)
        try await records.processing(
            [id], worker.processing(action.processing), worker.activity, for: worker.asker.organisation, trace: trace)
        return dossier
    }

    /// Counts what somebody with exceptional access is about to see.
    ///
    /// - Throws: `Problem` 403 when that is more than there may be.
    private func use(_ worker: CaseWorker, dossiers: Int = 0, people: Int = 0) async throws {
        guard let access = worker.emergency else { return }
        do {
            try await parts.stored("accounts") {
                try await parts.emergency.use(access, dossiers: dossiers, people: people)
            }
        } catch let refusal as EmergencyRefusal {
            try await audit("look at people", worker.object("dossiers"), "refused: \(refusal)", worker.asker)
            throw Problem(
                status: 403, title: "Niet toegestaan", detail: refusal.sentence,
                errors: [FieldError(field: "", message: refusal.sentence)])
        }
    }

    /// Writes what was entered over `revision`, or says why not; nothing is written when anything is wrong.
    func save(
        _ handle: String, over revision: Int, _ entered: EntryFields, by worker: CaseWorker
    ) async throws -> Saving {
        let dossier = try await open(handle, to: .edit, by: worker)
        let reading = MunicipalEntry.read(entered, today: parts.today)
        guard let entry = reading.value else {
            try await audit(.edit, dossier.id, "refused: not valid", worker)
            return .wrong(reading.faults, dossier)
        }
        let act = ActOfEditing(
            account: worker.asker.user, municipality: worker.municipality, revision: revision, at: parts.now())
        let now: Dossier
        do throws(LedgerRefusal) {
            now = try await parts.ledger.edit(dossier.id, by: act) { entry.apply(to: &$0) }
        } catch {
            try await audit(.edit, dossier.id, "refused: \(error)", worker)
            return try await saving(error, over: revision, dossier, worker)
        }
        let isSame = now.revision == revision
        try await audit(.edit, dossier.id, isSame ? "nothing to change" : "done", worker)
        return .saved(now, isSame ? [] : DossierField.changed(from: dossier, to: now))
    }

    /// Shows or hides, at the jobseeker's recorded request; in effect everywhere when it returns (I-4, I-5).
    ///
    /// - Throws: `Problem`; 503 when it could not be written: after a hide the profile is out of every answer all the
    ///   same.
    func change(
        _ dossier: Dossier, to visibility: Dossier.Visibility, _ entry: VisibilityEntry, by worker: CaseWorker
    ) async throws -> Dossier {
        let action: Action = visibility == .visible ? .show : .hide
        let act = ActOfVisibility(
            account: worker.asker.user, municipality: worker.municipality, request: entry.request,
            reason: entry.reason, at: parts.now())
        do throws(LedgerRefusal) {
            switch visibility {
            case .visible: try await parts.ledger.show(dossier.id, by: act)
            case .hidden: try await parts.ledger.hide(dossier.id, by: act)
            }
        } catch {
            try await audit(action, dossier.id, "refused: \(error)", worker)
            throw Problem(error)
        }
        try await audit(action, dossier.id, "done", worker)
        guard let now = try await parts.dossiers.find(dossier.id, municipality: worker.municipality) else {
            throw Problem.notFound()
        }
        return now
    }

    /// One more than a page of a history, newest first; `open(_:to: .history)` comes before it.
    func history(of dossier: Dossier, before revision: Int?, limit: Int) async throws -> [DossierEvent] {
        try await parts.dossiers.history(
            of: dossier.id, municipality: dossier.municipality, before: revision, limit: limit)
    }

    /// The names of users, for who did what.
    func names() async throws -> [String: String] {
        do {
            return Dictionary(
                try await parts.accounts.accounts().map { ($0.user, $0.displayName) }, uniquingKeysWith: { a, _ in a })
        } catch {
            throw Problem.unavailable()
        }
    }

    private func saving(
        _ refusal: LedgerRefusal, over revision: Int, _ dossier: Dossier, _ worker: CaseWorker
    ) async throws -> Saving {
        switch refusal {
        case .conflict(let newer):
            guard let now = try await parts.dossiers.find(dossier.id, municipality: worker.municipality) else {
                throw Problem.notFound()
            }
            let events = try await history(of: now, before: nil, limit: DossierStore.historyEvents.upperBound)
                .prefix { $0.revision > revision }
            let changed = events.flatMap { event in
                if case .fields(_, let fields) = event.what { fields } else { [DossierField]() }
            }
            return .conflict(
                Conflict(
                    newer: newer, now: now, fields: DossierField.allCases.filter(changed.contains),
                    visibilityChanged: events.contains { if case .visibility = $0.what { true } else { false } }))
        case .alreadyThere:
            let message = "Dit klantnummer heeft iemand anders in uw gemeente al. Kijk het na."
            return .wrong([EntryFault(field: DossierField.clientNumber.rawValue, message: message)], dossier)
        default: throw Problem(refusal)
        }
    }

    private func object(_ id: ProfileID) -> String {
        "dossier \(Pseudonym.subject(id, key: parts.localKeys.pseudonym))"
    }

    private func audit(_ action: Action, _ id: ProfileID, _ result: String, _ worker: CaseWorker) async throws {
        try await audit(action.rawValue, object(id), result, worker.asker)
    }

    @discardableResult
    private func audit(
        _ action: String, _ object: String, _ result: String, _ asker: PortalAsker
    ) async throws -> TraceContext {
        let trace = TraceContext.start()
        try await records.audit(
            action, object: object, result: result, actor: asker.user, origin: asker.origin, trace: trace)
        return trace
    }
}
