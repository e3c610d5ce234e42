/// Why a log line could not be written, for operators; the request that it belongs to is refused (I-9).
package enum LogFault: Error, Hashable, CustomStringConvertible {
    /// The file cannot be opened, is damaged or newer than this program.
    case unusable(file: String, reason: String)
    /// SQLite refused the write: a full disk, for instance.
    case notWritten(reason: String)
    /// More lines wait than `CommitQueue.limit`.
    case tooManyWaiting(limit: Int)

    package var description: String {
        switch self {
        case .unusable(let file, let reason):
            "\(file) cannot be used: \(reason); put back the last backup and keep this file for examination"
        case .notWritten(let reason): "a log line could not be written: \(reason); make room or mend the disk"
        case .tooManyWaiting(let limit): "\(limit) log lines wait to be written; the disk is too slow"
        }
    }
}
