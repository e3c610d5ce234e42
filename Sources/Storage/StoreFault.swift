import GRDB

/// Why SQLite did not do what was asked of an open store. Nothing was half done: the transaction was rolled back.
package struct StoreFault: Error, Hashable, CustomStringConvertible {
    /// What an operator can act on.
    package enum Kind: Hashable, Sendable {
        case diskFull
        case readOnly
        case damaged
        /// Another process has held the file for longer than five seconds.
        case locked
        case inputOutput
        case other
    }

    package let file: String
    package let kind: Kind
    /// SQLite's extended result code.
    package let code: Int

    /// What `error`, thrown by SQLite for `file`, means to an operator.
    package init(_ error: any Error, file: String) {
        let error = error as? DatabaseError
        self.file = file
        code = Int(error?.extendedResultCode.rawValue ?? 0)
        kind =
            switch error?.resultCode {
            case .SQLITE_FULL?: .diskFull
            case .SQLITE_READONLY?, .SQLITE_PERM?: .readOnly
            case .SQLITE_CORRUPT?, .SQLITE_NOTADB?: .damaged
            case .SQLITE_BUSY?, .SQLITE_LOCKED?: .locked
            case .SQLITE_IOERR?, .SQLITE_CANTOPEN?: .inputOutput
            default: .other
            }
    }

    /// For operators; holds no personal data.
    package var description: String {
        switch kind {
        case .diskFull: "\(file): the disk is full. Make room; nothing was written."
        case .readOnly:
            "\(file) cannot be written. Check its owner and mode, and whether the disk is mounted read-only."
        case .damaged: "\(file) is damaged. Stop, keep the file for examination, and put back the last backup."
        case .locked: "\(file) is held by another process. Stop that process; nothing was written."
        case .inputOutput:
            "\(file): the disk failed (SQLite \(code)). Look in the kernel's log; nothing was written."
        case .other: "\(file): SQLite refused (\(code)); nothing was written."
        }
    }
}
