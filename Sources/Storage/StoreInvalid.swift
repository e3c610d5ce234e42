/// Why a store's file is not opened. It was not changed; the sentence says what to do.
package struct StoreInvalid: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Reason: Hashable, Sendable {
        case notAFile
        case notSQLite
        /// A SQLite file, but another program's or another store's.
        case otherProgram
        /// Made by a newer version of this program.
        case newer(found: Int, known: Int)
        /// SQLite's own check found damage.
        case damaged(String)
        /// Group or others may open it; the mode's nine bits.
        case openToOthers(mode: Int)
        case cannotOpen(String)
    }

    /// The file, or its folder.
    package let file: String
    package let reason: Reason

    package init(file: String, reason: Reason) {
        self.file = file
        self.reason = reason
    }

    package var remedy: String {
        switch reason {
        case .notAFile, .notSQLite, .otherProgram: "Give the right data folder, or move this file away."
        case .newer: "Start the version that made it, or a newer one; going back needs the backup made before it."
        case .damaged: "Keep this file for examination, and put the last backup in its place."
        case .openToOthers(let mode): "chmod \(mode & 0o100 == 0 ? "600" : "700") \(file)"
        case .cannotOpen: "Check that the disk is mounted and writable, and that the file is this user's."
        }
    }

    package var description: String { "\(file) \(sentence). \(remedy)" }

    private var sentence: String {
        switch reason {
        case .notAFile: "is not a file"
        case .notSQLite: "is not a SQLite database"
        case .otherProgram: "is a SQLite database of something else"
        case .newer(let found, let known): "has schema \(found); this version knows schemas up to \(known)"
        case .damaged(let verdict): "is damaged: \(verdict)"
        case .openToOthers(let mode): "can be opened by others (mode \(String(mode, radix: 8)))"
        case .cannotOpen(let cause): "cannot be opened: \(cause)"
        }
    }
}
