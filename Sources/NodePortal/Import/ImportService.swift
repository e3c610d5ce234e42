import Access
import Domain
package import Dossiers
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Telemetry
import Wire

/// Checks what municipalities deliver on the portal, and applies the imports that were decided, one after another:
/// what a stop or a crash cut off too, from the batch where it was.
///
/// What was decided stands in the store: a signal only says when to look, so none can be lost. One that fails, because
/// a log or the disk refuses, is tried again every `retryAfter` and holds none of the others up.
package final class ImportService: Service, Sendable {
    /// How long until something that failed is tried again, and until old deliveries are looked for.
    package static let retryAfter = Duration.seconds(60)

    /// How far the import is that is applied now.
    struct Progress: Hashable, Sendable {
        let id: String
        let began: Date
        /// Rows that an earlier process had applied.
        let before: Int
    }

    private struct State {
        var current: Progress?
        /// Imports whose latest attempt failed.
        var failed: Set<String> = []
    }

    let parts: ImportParts
    let desk: DeliveryDesk
    private let signal = ImportSignal()
    private let state = Mutex(State())
    private let retryAfter: Duration

    package convenience init(_ parts: ImportParts) {
        self.init(parts, desk: DeliveryDesk(data: parts.data, now: parts.now), retryAfter: Self.retryAfter)
    }

    init(_ parts: ImportParts, desk: DeliveryDesk, retryAfter: Duration) {
        self.parts = parts
        self.desk = desk
        self.retryAfter = retryAfter
    }

    /// Completes what an earlier process left, before any listener opens, and reads what it kept of deliveries. One
    /// that cannot be completed stays for `run`, which tries it again: it does not keep the region's node from
    /// starting.
    ///
    /// - Returns: Those that were completed.
    /// - Throws: what the store says.
    package func begin() async throws -> [ImportRun] {
        try await desk.load { [parts] in try await parts.ledger.importRun($0) != nil }
        try await sweep()
        var completed: [ImportRun] = []
        for run in try await open() {
            await apply(run, result: "completed after a stop")
            if let run = try await parts.ledger.importRun(run.id), run.isFinished { completed.append(run) }
        }
        return completed
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withDiscardingTaskGroup { group in
                group.addTask { [self] in
                    for await _ in signal.wakes { await applyAll() }
                }
                group.addTask { [desk] in
                    for await id in desk.toCheck where !Task.isCancelled { await desk.runCheck(id) }
                }
                group.addTask { [self] in
                    while (try? await Task.sleep(for: retryAfter)) != nil {
                        signal.wake()
                        try? await sweep()
                    }
                }
            }
        }
        signal.close()
    }

    /// Decides to import a stage and returns; `run` applies it.
    ///
    /// - Throws: `Problem` 404 for a stage that is not there, 409 when it was decided or another import of the
    ///   municipality is not finished; `LedgerRefusal`.
    func decide(_ id: String, by administrator: Administrator, isComplete: Bool) async throws {
        guard try await parts.ledger.importRun(id) == nil else { throw Problem.alreadyDecided() }
        guard FileManager.default.fileExists(atPath: ImportStage.path(id, in: parts.data)) else {
            throw Problem.notFound()
        }
        do {
            try await parts.ledger.decideImport(
                id, in: parts.data, for: administrator.municipality, by: administrator.account.user,
                isComplete: isComplete, at: parts.now())
        } catch LedgerRefusal.alreadyThere {
            throw Problem.alreadyDecided()
        }
        signal.wake()
    }

    /// Decides to import a stage, and waits until all of it is applied.
    ///
    /// - Throws: as `decide`; `Problem` 503 when it could not be applied, or the process stops: it goes on later.
    func decideAndWait(_ id: String, by administrator: Administrator, isComplete: Bool) async throws -> ImportRun {
        let end = signal.end(of: id)
        try await decide(id, by: administrator, isComplete: isComplete)
        for await outcome in end { return try outcome.get() }
        throw Problem.goesOnLater()
    }

    /// How far the import is that is applied now; nil when it is another's turn.
    func progress(of id: String) -> Progress? {
        state.withLock { $0.current?.id == id ? $0.current : nil }
    }

    /// Whether the latest attempt at the import failed, so that it waits to be tried again.
    func hasFailed(_ id: String) -> Bool { state.withLock { $0.failed.contains(id) } }

    private func open() async throws -> [ImportRun] {
        try await parts.ledger.unfinishedImports().sorted { $0.decided < $1.decided }
    }

    /// Removes what nobody decided on for a day, of the portal and of the command.
    private func sweep() async throws {
        try await desk.sweep()
        try await parts.ledger.sweepStages(in: parts.data, now: parts.now())
    }

    private func applyAll() async {
        do {
            for run in try await open() where !Task.isCancelled { await apply(run, result: "done") }
        } catch {
            log(error, of: "none")
        }
    }

    /// Applies what is left of `run`; whoever waits for it learns how it ended.
    private func apply(_ run: ImportRun, result: String) async {
        state.withLock { $0.current = Progress(id: run.id, began: parts.now(), before: run.applied) }
        defer { state.withLock { $0.current = nil } }
        let outcome: ImportSignal.Outcome
        do {
            outcome = .success(try await applied(run, result: result))
            parts.telemetry.imported(.applied)
        } catch {
            // Cut off by the stop: it goes on at the next start, and `close` tells who waits.
            guard !Task.isCancelled else { return }
            log(error, of: run.id)
            parts.telemetry.imported(.failed)
            let refusal = (error as? LedgerRefusal).map(Problem.init)
            outcome = .failure(refusal ?? error as? Problem ?? .goesOnLater())
        }
        state.withLock { state in
            if case .success = outcome { state.failed.remove(run.id) } else { state.failed.insert(run.id) }
        }
        signal.ended(run.id, outcome)
    }

    private func applied(_ run: ImportRun, result: String) async throws -> ImportRun {
        let records = parts.records
        let organisation = try await parts.accounts.accounts().first { $0.user == run.account }?.organisation
        func audit(_ result: String) async throws {
            try await records.audit(
                "apply import", object: run.municipality.code, result: result, actor: run.account, origin: "node")
        }
        try await audit("begun")
        try await parts.ledger.applyImport(run.id, in: parts.data, now: parts.now) { people in
            try await records.processing(people, "gegevens aanleveren", "gegevensAanleveren", for: organisation)
        }
        guard let ended = try await parts.ledger.importRun(run.id), ended.isFinished else {
            throw Problem.goesOnLater()
        }
        try await audit(result)
        return ended
    }

    private func log(_ error: any Error, of id: String) {
        let kind = (error as? LedgerRefusal).map { "\($0)" } ?? "\(type(of: error))"
        parts.logger.error(
            "an import stopped and is tried again",
            metadata: ["import": "\(id)", "kind": "\(kind)", "after": "\(retryAfter)"])
    }
}

extension Problem {
    /// Decided, and not finished: it is completed by itself.
    static func goesOnLater() -> Problem {
        Problem(
            status: 503, title: "Nog niet klaar",
            detail: "De levering is niet helemaal verwerkt. Het knooppunt gaat er vanzelf mee verder.")
    }

    /// What the ledger refused, as the asker reads it.
    init(_ refusal: LedgerRefusal) {
        self =
            switch refusal {
            case .notYours, .unknown: .notFound()
            case .incomplete(let field), .unstorable(let field):
                .badRequest([FieldError(field: Self.names[field] ?? field, message: "ontbreekt of is te lang")])
            case .hideUnfinished:
                Problem(
                    status: 409, title: "Verbergen is niet afgemaakt",
                    detail: "Een eerdere verberging kon niet worden vastgelegd. Verberg het profiel eerst opnieuw.")
            case .importUnfinished:
                Problem(
                    status: 409, title: "Er loopt al een levering",
                    detail: "Een eerdere levering van deze gemeente is nog niet klaar. Wacht daarop.")
            case .alreadyThere, .conflict, .tooManyWaiting, .notWritten: .unavailable()
            }
    }

    /// The fields of an act, as the interfaces name them.
    private static let names = ["account": "gebruiker", "request": "verzoek", "reason": "reden"]
}
