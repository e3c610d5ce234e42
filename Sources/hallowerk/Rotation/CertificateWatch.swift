import Domain
import Foundation
import Logging
import Trust

/// Has replaced certificates taken into use while the process runs, tells when one cannot be, and when one ends soon.
///
/// Whatever is wrong with new files, those in use stay. One change is one line in the log.
actor CertificateWatch {
    /// What became of the files of one face.
    struct Outcome: Sendable {
        let face: String
        let before: CertificateInUse
        let inUse: CertificateInUse
        /// Why the files were not taken.
        let refusal: String?
    }

    private struct Entry {
        let files: any ReplaceableFiles
        /// The files that were taken or refused last; nil before the first look, since they may have changed meanwhile.
        var known: FileStamp?
        /// As they were at the last look: files that still change are left alone.
        var seen: FileStamp?
        var refusal: String?
        var term = CertificateTerm()
    }

    private var entries: [Entry]
    private let now: @Sendable () -> Date
    private let logger: Logger
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ files: [any ReplaceableFiles], now: @escaping @Sendable () -> Date, logger: Logger) {
        entries = files.map { Entry(files: $0) }
        self.now = now
        self.logger = logger
    }

    /// What each face shows.
    var inUse: [Outcome] {
        entries.map {
            Outcome(face: $0.files.face, before: $0.files.inUse, inUse: $0.files.inUse, refusal: $0.refusal)
        }
    }

    /// Looks whether files changed, and takes those that no longer do. What was refused is tried again: the registry,
    /// or the time, may be another.
    func look() async {
        await enter()
        defer { leave() }
        for place in entries.indices {
            let stamp = FileStamp(of: entries[place].files.paths)
            let isSettled = stamp == entries[place].seen
            entries[place].seen = stamp
            if isSettled, stamp != entries[place].known || entries[place].refusal != nil { await take(place, stamp) }
            warn(place)
        }
    }

    /// Takes every file as it is now.
    func reload() async -> [Outcome] {
        await enter()
        defer { leave() }
        var outcomes: [Outcome] = []
        for place in entries.indices {
            let files = entries[place].files
            let before = files.inUse
            await take(place, FileStamp(of: files.paths))
            outcomes.append(
                Outcome(face: files.face, before: before, inUse: files.inUse, refusal: entries[place].refusal))
        }
        return outcomes
    }

    private func take(_ place: Int, _ stamp: FileStamp) async {
        let (files, isFirst, isNew) = (
            entries[place].files, entries[place].known == nil, entries[place].known != stamp
        )
        let before = files.inUse
        let refusal: String?
        do {
            try await files.take()
            refusal = nil
        } catch {
            refusal = "\(error)"
        }
        let told = entries[place].refusal
        entries[place].refusal = refusal
        entries[place].known = stamp
        let inUse = files.inUse
        var metadata: Logger.Metadata = [
            "face": "\(files.face)", "serial": "\(inUse.serial)", "until": "\(inUse.expires.formatted(.iso8601))",
        ]
        if let refusal {
            let lines = refusal.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
            metadata["reason"] = "\(lines.joined(separator: " "))"
            if refusal != told || isNew { logger.error("new certificate files are not taken", metadata: metadata) }
        } else if inUse.serial != before.serial {
            metadata["before"] = "\(before.serial)"
            logger.notice("certificate replaced", metadata: metadata)
        } else if told != nil || (isNew && !isFirst) {
            logger.notice("certificate files read again", metadata: metadata)
        }
    }

    private func warn(_ place: Int) {
        let files = entries[place].files
        let (expires, time) = (files.inUse.expires, now())
        guard let warning = entries[place].term.due(expires: expires, at: time) else { return }
        let metadata: Logger.Metadata = [
            "face": "\(files.face)", "until": "\(expires.formatted(.iso8601))",
            "days": "\(max(0, Int(expires.timeIntervalSince(time) / 86_400)))",
            "remedy": "replace \(files.paths.first ?? ""); this process takes it without a restart",
        ]
        if warning > 7 {
            logger.warning("certificate ends within \(warning) days", metadata: metadata)
        } else if warning > 0 {
            logger.error("certificate ends within \(warning) day\(warning == 1 ? "" : "s")", metadata: metadata)
        } else {
            logger.critical("certificate has ended", metadata: metadata)
        }
    }

    /// One at a time: taking waits for connections, and whoever comes meanwhile must not undo it.
    private func enter() async {
        guard isBusy else {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }
}
