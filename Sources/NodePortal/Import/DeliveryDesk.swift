import Access
import Domain
import Dossiers
import Foundation
import Synchronization
import Wire

/// Takes in what municipalities deliver on the portal, and knows how far each file is, until it is decided or given up.
final class DeliveryDesk: Sendable {
    /// Bytes of one file.
    static let fileBytes = 1 << 30
    /// Files that come in at once.
    static let receiving = 4
    /// Files of one municipality that come in or wait for a decision.
    static let openPerMunicipality = 3
    /// Files that wait to be checked.
    static let waitingChecks = 16
    /// A file that does not get further for this long is given up, and so is one that needs more than `longestTurns`
    /// of these: an hour.
    static let stalledAfter = Duration.seconds(30)
    static let longestTurns = 120

    /// Bytes of one block of a download.
    private static let blockBytes = 256 * 1024

    /// How far a check is.
    struct Check: Hashable, Sendable {
        let total: Int
        var read = 0
        var began: Date
    }

    private struct State {
        var deliveries: [String: Delivery] = [:]
        var checks: [String: Check] = [:]
        /// Whose files come in.
        var receiving: [String: MunicipalityCode] = [:]
        /// On which somebody decides at this moment.
        var deciding: Set<String> = []
    }

    let folder: DeliveryFolder
    /// What is to be checked; the service reads it.
    let toCheck: AsyncStream<String>
    private let queueCheck: AsyncStream<String>.Continuation
    private let disk = BlockingQueue("deliveries")
    private let checks = BlockingQueue("import-check")
    private let state = Mutex(State())
    private let now: @Sendable () -> Date
    private let stalledAfter: Duration
    private let fileBytes: Int

    /// - Parameters:
    ///   - data: the process's data folder.
    ///   - stalledAfter: when a file is given up that does not get further.
    ///   - fileBytes: bytes of one file.
    init(
        data: String, now: @escaping @Sendable () -> Date, stalledAfter: Duration = DeliveryDesk.stalledAfter,
        fileBytes: Int = DeliveryDesk.fileBytes
    ) {
        folder = DeliveryFolder(data: data)
        self.now = now
        self.stalledAfter = stalledAfter
        self.fileBytes = fileBytes
        (toCheck, queueCheck) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.waitingChecks))
    }

    /// Reads what an earlier process kept; before anything comes in.
    ///
    /// - Parameter isDecided: whether it was decided to import one.
    func load(isDecided: (String) async throws -> Bool) async throws {
        let found = try await disk.run { [folder] in
            folder.removeUnreported()
            return folder.all()
        }
        for var delivery in found {
            delivery.isDecided = try await isDecided(delivery.id)
            state.withLock { $0.deliveries[delivery.id] = delivery }
        }
    }

    /// One delivery; nil for another municipality's, as for one that is not there.
    func delivery(_ id: String, of municipality: MunicipalityCode) -> Delivery? {
        state.withLock { $0.deliveries[id] }.flatMap { $0.municipality == municipality ? $0 : nil }
    }

    /// Whether a delivery of any municipality has this id.
    func holds(_ id: String) -> Bool { state.withLock { $0.deliveries[id] != nil } }

    /// Those that nobody decided on, the latest first.
    func open(of municipality: MunicipalityCode) -> [Delivery] {
        state.withLock(\.deliveries).values.filter { $0.municipality == municipality && !$0.isDecided }
            .sorted { $0.received > $1.received }
    }

    func check(_ id: String) -> Check? { state.withLock { $0.checks[id] } }

    /// Receives one file of the administrator's municipality; it is then checked by the service.
    ///
    /// - Parameter body: reads the request: opens the sink once the file may come in, and gives it every piece.
    /// - Throws: `Problem` 409 and 503 when too much is open or comes in already, 408 when it stalls, 503 when the disk
    ///   does not take it; what `body` throws. Then nothing of it is left.
    func receive(
        by administrator: Administrator, _ body: @escaping @Sendable (Intake) async throws -> Void
    ) async throws -> Delivery {
        let sink = UploadSink(id: UUID.random().uuidString.lowercased(), folder: folder)
        do {
            try await watching(sink) { [self] in
                try await body(Intake(limit: fileBytes, sink: sink) { try self.admit(sink.id, administrator) })
            }
            try await sink.finish()
            return try enqueue(sink, administrator)
        } catch {
            state.withLock { _ = $0.receiving.removeValue(forKey: sink.id) }
            await remove(sink.id, withStage: true)
            throw error
        }
    }

    /// Checks one that was received: runs to its end unless the task is cancelled or it is given up.
    func runCheck(_ id: String) async {
        let stop = Mutex(false)
        state.withLock { $0.checks[id]?.began = now() }
        let outcome: Delivery.State? = await withTaskCancellationHandler {
            try? await checks.run { [self] in
                try await folder.check(id) { read in
                    let isWanted = state.withLock { state in
                        state.checks[id]?.read = read
                        return state.deliveries[id] != nil
                    }
                    guard isWanted, !stop.withLock(\.self) else { throw CancellationError() }
                }
            }
        } onCancel: {
            stop.withLock { $0 = true }
        }
        let checked = state.withLock { state -> Delivery? in
            state.checks[id] = nil
            // A file that was given up meanwhile, or whose check the stop cut off, goes.
            guard !stop.withLock(\.self) else {
                state.deliveries[id] = nil
                return nil
            }
            state.deliveries[id]?.state = outcome ?? .failed
            return state.deliveries[id]
        }
        guard let checked, await save(checked) else { return await remove(id, withStage: true) }
    }

    /// Runs `body` while nobody else decides on the delivery.
    ///
    /// - Throws: `Problem` 404 when there is none, 409 while somebody else decides or it was decided.
    func deciding<Value>(
        on id: String, of municipality: MunicipalityCode, _ body: (Delivery) async throws -> Value
    ) async throws -> Value {
        guard let delivery = delivery(id, of: municipality) else { throw Problem.notFound() }
        let isMine = state.withLock { $0.deliveries[id]?.isDecided == false && $0.deciding.insert(id).inserted }
        guard isMine else { throw Problem.alreadyDecided() }
        defer { state.withLock { _ = $0.deciding.remove(id) } }
        return try await body(delivery)
    }

    /// It was decided to import it: from here on the import's own figures tell.
    func markDecided(_ id: String) async {
        let delivery = state.withLock { state in
            state.deliveries[id]?.isDecided = true
            return state.deliveries[id]
        }
        if let delivery { _ = await save(delivery) }
    }

    /// Nothing of it is left.
    func giveUp(_ id: String) async {
        state.withLock { _ = $0.deliveries.removeValue(forKey: id) }
        await remove(id, withStage: true)
    }

    /// The next block of a file; empty or nil at its end.
    func read(_ file: FileHandle) async throws -> Data? {
        try await disk.run { try file.read(upToCount: Self.blockBytes) }
    }

    /// Removes what is older than `DeliveryFolder.kept`.
    func sweep() async throws {
        let time = now()
        let old = state.withLock { state in
            let old = state.deliveries.values.filter {
                time.timeIntervalSince($0.received) > DeliveryFolder.kept && !state.deciding.contains($0.id)
            }
            for delivery in old { state.deliveries[delivery.id] = nil }
            return old
        }
        // An import that is not finished still reads its stage, and removes it itself.
        for delivery in old { await remove(delivery.id, withStage: !delivery.isDecided) }
    }

    private func admit(_ id: String, _ administrator: Administrator) throws {
        let municipality = administrator.municipality
        let refusal = state.withLock { state -> Problem? in
            let open = state.deliveries.values.count { $0.municipality == municipality && !$0.isDecided }
            let coming = state.receiving.values.count { $0 == municipality }
            if open + coming >= Self.openPerMunicipality { return .tooManyOpen(limit: Self.openPerMunicipality) }
            if state.receiving.count >= Self.receiving { return .unavailable() }
            state.receiving[id] = municipality
            return nil
        }
        if let refusal { throw refusal }
    }

    private func enqueue(_ sink: UploadSink, _ administrator: Administrator) throws -> Delivery {
        let delivery = Delivery(
            id: sink.id, municipality: administrator.municipality, account: administrator.account.user,
            received: now(), state: .checking)
        state.withLock { state in
            state.receiving[sink.id] = nil
            state.deliveries[sink.id] = delivery
            state.checks[sink.id] = Check(total: sink.received, began: delivery.received)
        }
        if case .enqueued = queueCheck.yield(sink.id) { return delivery }
        state.withLock { state in
            state.deliveries[sink.id] = nil
            state.checks[sink.id] = nil
        }
        throw Problem.unavailable()
    }

    /// Runs `body`, and ends it when the sink gets nothing for a while.
    private func watching(_ sink: UploadSink, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { [stalledAfter] in
                var before = -1
                for _ in 0..<Self.longestTurns where sink.received > before {
                    before = sink.received
                    try await Task.sleep(for: stalledAfter)
                }
                throw Problem.stalled()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func save(_ delivery: Delivery) async -> Bool {
        (try? await disk.run { [folder] in try folder.save(delivery) }) != nil
    }

    private func remove(_ id: String, withStage: Bool) async {
        try? await disk.run { [folder] in folder.remove(id, withStage: withStage) }
    }
}

/// A file on its way in: closed until it may come.
struct Intake: Sendable {
    /// Bytes of the file.
    let limit: Int
    private let sink: UploadSink
    private let admit: @Sendable () throws -> Void

    init(limit: Int, sink: UploadSink, admit: @escaping @Sendable () throws -> Void) {
        self.limit = limit
        self.sink = sink
        self.admit = admit
    }

    /// Begins to take it.
    ///
    /// - Throws: `Problem` 409 and 503.
    func open() async throws {
        try admit()
        try await sink.open()
    }

    func write(_ bytes: ArraySlice<UInt8>) async throws { try await sink.write(bytes) }
}

extension Problem {
    static func alreadyDecided() -> Problem {
        Problem(
            status: 409, title: "Al beslist", detail: "Over deze levering is al beslist.",
            errors: [FieldError(field: "", message: "Over deze levering is al beslist.")])
    }

    static func tooManyOpen(limit: Int) -> Problem {
        let sentence = "Er staan al \(limit) leveringen van uw gemeente open. Beslis daar eerst over."
        return Problem(
            status: 409, title: "Te veel open leveringen", detail: sentence,
            errors: [FieldError(field: "", message: sentence)])
    }

    static func stalled() -> Problem {
        let sentence = "Het versturen stokte. Er is niets bewaard; probeer het opnieuw."
        return Problem(
            status: 408, title: "Te langzaam", detail: sentence, errors: [FieldError(field: "", message: sentence)])
    }
}
