import Access
import Domain
import Dossiers
import Foundation
import Hummingbird
import NIOCore
import NIOFoundationCompat
import WebUI
import Wire

/// What a municipality's administrator does with a delivery, the same on the pages and over JSON; each act is in the
/// audit log.
struct Deliveries: Sendable {
    /// How a delivery stands: what a check found, or how far its import is.
    struct Standing: Sendable {
        enum State: Sendable {
            /// Nil while it waits for its turn.
            case checking(DeliveryDesk.Check?)
            case refused(ImportFault)
            case failed
            case checked(Delivery.Report)
            case waiting(ImportRun)
            case applying(ImportRun, ImportService.Progress)
            case stopped(ImportRun)
            case finished(ImportRun)
        }

        let id: String
        let municipality: MunicipalityCode
        /// When it was received, or decided when that is no longer known.
        let at: Date
        let state: State
        /// What the check found, while that is kept.
        let report: Delivery.Report?
    }

    /// What can be decided.
    enum Decision: String, CaseIterable, Sendable {
        /// All of it; only when no row is bad.
        case take = "overnemen"
        /// The good rows.
        case takeGood = "goedeRijenOvernemen"
        case giveUp = "opgeven"
    }

    /// Deliveries of one list.
    static let listed = DeliveriesPage.rowsShown

    let imports: ImportService
    private var parts: ImportParts { imports.parts }
    private var desk: DeliveryDesk { imports.desk }

    init(imports: ImportService) { self.imports = imports }

    /// Receives a file, which is then checked.
    ///
    /// - Throws: as `DeliveryDesk.receive`; `Problem` 503 when it cannot be logged: then nothing is kept.
    func receive(
        by administrator: Administrator, _ body: @escaping @Sendable (Intake) async throws -> Void
    ) async throws -> Delivery {
        try await audit("deliver file", by: administrator, "asked")
        let delivery = try await desk.receive(by: administrator, body)
        do {
            try await audit("deliver file", by: administrator, "received")
        } catch {
            await desk.giveUp(delivery.id)
            throw error
        }
        return delivery
    }

    /// How one stands; of another municipality's as of none.
    ///
    /// - Throws: `Problem` 404.
    func standing(of id: String, for administrator: Administrator) async throws -> Standing {
        let delivery = desk.delivery(id, of: administrator.municipality)
        if let run = try await parts.ledger.importRun(id), run.municipality == administrator.municipality {
            return standing(of: run, delivery)
        }
        guard let delivery, !delivery.isDecided else { throw Problem.notFound() }
        return standing(of: delivery)
    }

    /// Those of a municipality, the latest first; what waits for a decision before what was decided.
    func all(of municipality: MunicipalityCode) async throws -> [Standing] {
        let runs = try await parts.ledger.latestImports(of: municipality, limit: Self.listed + 1)
        return desk.open(of: municipality).map(standing) + runs.map { standing(of: $0, nil) }
    }

    /// Every import of the region, the latest first: figures.
    func all() async throws -> [Standing] {
        try await parts.ledger.latestImports(of: nil, limit: Self.listed + 1).map { standing(of: $0, nil) }
    }

    /// Decides on one: it is applied from now on, whatever happens, or nothing is left of it.
    ///
    /// - Parameter isComplete: a full export: the service of whoever is not in it ends. Not beside bad rows: who stands
    ///   in one would be taken for gone.
    /// - Throws: `Problem` 404; 409 when it was decided, is not ready for it, or another import of the municipality is
    ///   not finished; 503.
    func decide(
        _ decision: Decision, on id: String, isComplete: Bool, by administrator: Administrator
    ) async throws {
        // Looked up first, so that somebody else's reads as none.
        _ = try await standing(of: id, for: administrator)
        try await desk.deciding(on: id, of: administrator.municipality) { delivery in
            try await audit("\(decision)", by: administrator, "asked")
            guard decision != .giveUp else {
                await desk.giveUp(id)
                return
            }
            guard case .checked(let report) = delivery.state, report.good > 0,
                decision == .takeGood || report.bad == 0, !isComplete || report.bad == 0
            else { throw Problem.notTakeable() }
            do {
                try await imports.decide(id, by: administrator, isComplete: isComplete)
            } catch let refusal as LedgerRefusal {
                throw Problem(refusal)
            }
            await desk.markDecided(id)
        }
    }

    /// The rows that are not taken, with why not, as they were delivered.
    ///
    /// - Throws: `Problem` 404 when there are none, or no longer.
    func badRows(of id: String, for administrator: Administrator) async throws -> Response {
        guard let delivery = desk.delivery(id, of: administrator.municipality),
            case .checked(let report) = delivery.state,
            report.bad > 0, let file = FileHandle(forReadingAtPath: desk.folder.path(id, .badRows))
        else { throw Problem.notFound() }
        try await audit("take bad rows", by: administrator, "done")
        return Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
            body: ResponseBody { writer in
                defer { try? file.close() }
                while let block = try await desk.read(file), !block.isEmpty {
                    try await writer.write(ByteBuffer(data: block))
                }
                try await writer.finish(nil)
            })
    }

    /// How many are served and not in the file, and the first client numbers, before it is decided.
    func firstMissing(
        _ limit: Int, in id: String, for administrator: Administrator
    ) async throws -> (total: Int, clientNumbers: [String]) {
        try await MissingPeople(parts: parts).first(limit, in: id, for: administrator)
    }

    /// All client numbers of those who are served and not in the file.
    ///
    /// - Throws: `Problem` 404 when it does not wait for a decision.
    func missing(in id: String, for administrator: Administrator) async throws -> Response {
        guard let delivery = desk.delivery(id, of: administrator.municipality), !delivery.isDecided,
            case .checked = delivery.state
        else { throw Problem.notFound() }
        try await audit("list missing people", by: administrator, "done")
        return MissingPeople(parts: parts).all(in: id, for: administrator)
    }

    private func standing(of delivery: Delivery) -> Standing {
        let state: Standing.State
        var report: Delivery.Report?
        switch delivery.state {
        case .checking: state = .checking(desk.check(delivery.id))
        case .refused(let fault): state = .refused(fault)
        case .failed: state = .failed
        case .checked(let found):
            state = .checked(found)
            report = found
        }
        return Standing(
            id: delivery.id, municipality: delivery.municipality, at: delivery.received, state: state, report: report)
    }

    private func standing(of run: ImportRun, _ delivery: Delivery?) -> Standing {
        let state: Standing.State =
            if run.isFinished {
                .finished(run)
            } else if let progress = imports.progress(of: run.id) {
                .applying(run, progress)
            } else {
                imports.hasFailed(run.id) ? .stopped(run) : .waiting(run)
            }
        return Standing(
            id: run.id, municipality: run.municipality, at: delivery?.received ?? run.decided, state: state,
            report: delivery.flatMap { if case .checked(let report) = $0.state { report } else { nil } })
    }

    private func audit(_ action: String, by administrator: Administrator, _ result: String) async throws {
        try await parts.records.audit(
            action, object: administrator.municipality.code, result: result, actor: administrator.account.user,
            origin: administrator.origin)
    }
}

extension Deliveries.Decision: CustomStringConvertible {
    /// For the audit log.
    var description: String {
        switch self {
        case .take: "import people"
        case .takeGood: "import people of good rows"
        case .giveUp: "give delivery up"
        }
    }
}

extension Problem {
    /// A decision that the check does not allow, or that came before its end.
    static func notTakeable() -> Problem {
        let sentence = "Dit besluit kan bij deze levering niet. Kijk wat er is gevonden, en kies opnieuw."
        return Problem(
            status: 409, title: "Dit besluit kan niet", detail: sentence,
            errors: [FieldError(field: "", message: sentence)])
    }
}
