/// Why a region's store cannot be used, for operators. Nothing was changed.
package enum StoreFault: Error, Hashable, CustomStringConvertible {
    case corrupt(file: String, reason: String)
    /// Written by a newer version of this program.
    case newer(file: String)
    /// SQLite refused: a full disk, for instance.
    case failed(file: String, reason: String)
    /// Another process has the store.
    case locked(folder: String, holder: String)

    package var description: String {
        switch self {
        case .corrupt(let file, let reason):
            "\(file) is damaged or no store: \(reason); keep it for examination and put back the last backup"
        case .newer(let file):
            "\(file) was written by a newer version of this program; install that version, or put back a backup of before"
        case .failed(let file, let reason): "\(file): \(reason); make room on the disk or mend its rights"
        case .locked(let folder, let holder):
            "the store in \(folder) is in use by process \(holder); stop it, or ask it through its socket"
        }
    }
}
