import Dossiers
import Foundation
import Synchronization
import Wire

/// Writes a file that comes in to the disk, in blocks, on a thread of its own: memory is one block.
///
/// One writer at a time: each call is awaited before the next.
final class UploadSink: Sendable {
    /// Bytes that are written at once.
    private static let blockBytes = 512 * 1024

    private struct State {
        var block: [UInt8] = []
        var received = 0
        var handle: FileHandle?
    }

    let id: String
    private let folder: DeliveryFolder
    private let queue = BlockingQueue("upload")
    private let state = Mutex(State())

    init(id: String, folder: DeliveryFolder) {
        self.id = id
        self.folder = folder
    }

    /// Bytes that have come in.
    var received: Int { state.withLock(\.received) }

    /// - Throws: `Problem` 503 when the disk does not take it.
    func open() async throws {
        let handle = try await onDisk { [folder, id] in try folder.make(id, .upload) }
        state.withLock { $0.handle = handle }
    }

    /// - Throws: as `open`.
    func write(_ bytes: ArraySlice<UInt8>) async throws {
        let isFull = state.withLock { state in
            state.block += bytes
            state.received += bytes.count
            return state.block.count >= Self.blockBytes
        }
        if isFull { try await flush() }
    }

    /// The file is whole.
    ///
    /// - Throws: as `open`.
    func finish() async throws {
        try await flush()
        let handle = state.withLock { $0.handle.take() }
        try await onDisk { try handle?.close() }
    }

    private func flush() async throws {
        let (block, handle) = state.withLock { state in
            defer { state.block.removeAll(keepingCapacity: false) }
            return (state.block, state.handle)
        }
        guard !block.isEmpty else { return }
        try await onDisk { try handle?.write(contentsOf: Data(block)) }
    }

    private func onDisk<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await queue.run(body)
        } catch {
            throw Problem.notStored(error)
        }
    }
}

extension Problem {
    /// What the asker reads when the disk did not take something.
    static func notStored(_ error: any Error) -> Problem {
        guard Self.isDiskFull(error) else { return .unavailable() }
        let sentence = "De schijf van het knooppunt is vol. Er is niets bewaard; bel de helpdesk van uw regio."
        return Problem(
            status: 503, title: "Geen ruimte", detail: sentence, errors: [FieldError(field: "", message: sentence)])
    }

    private static func isDiskFull(_ error: any Error) -> Bool {
        if let error = error as? CocoaError, error.code == .fileWriteOutOfSpace { return true }
        let error = error as NSError
        if error.domain == NSPOSIXErrorDomain, error.code == Int(ENOSPC) { return true }
        return (error.userInfo[NSUnderlyingErrorKey] as? any Error).map(isDiskFull) ?? false
    }
}
