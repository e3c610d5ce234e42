import GRDB
package import Storage

/// Why a change was not made.
package enum LedgerRefusal: Error, Hashable, CustomStringConvertible {
    case unknown
    /// The dossier is another municipality's.
    case notYours
    /// The dossier has another revision than the editor saw; who made it, and when. Nothing was written.
    case conflict(NewerChange)
    /// The act lacks a field, or it is too long; its name.
    case incomplete(field: String)
    /// A field holds what the store does not: too long, too many, out of range, or a control character; its name.
    case unstorable(field: String)
    /// A dossier with this id, or with this client number in this municipality, is there already.
    case alreadyThere
    /// Another import of the municipality is not finished.
    case importUnfinished
    /// An earlier hide could not be written: the profile is out of the showcase but visible on disk. Hide it again
    /// first.
    case hideUnfinished
    /// More changes wait than are let in; the limit.
    case tooManyWaiting(limit: Int)
    /// The store refused; nothing was written. After a hide the profile stays out of the showcase (I-4).
    case notWritten(StoreFault)

    package var description: String {
        switch self {
        case .unknown: "There is no such dossier."
        case .notYours: "The dossier is another municipality's."
        case .conflict(let newer): "The dossier has a newer revision (\(newer.revision))."
        case .incomplete(let field): "The request's '\(field)' is missing or too long."
        case .unstorable(let field): "The dossier's '\(field)' cannot be stored: too long, out of range or not text."
        case .alreadyThere: "A dossier with this id or client number is there already."
        case .importUnfinished: "An earlier import of this municipality is not finished. Wait for it."
        case .hideUnfinished: "An earlier hide of this profile could not be written. Hide it again first."
        case .tooManyWaiting(let limit): "\(limit) changes wait already. Try again."
        case .notWritten(let fault): "\(fault)"
        }
    }

    /// What went wrong inside a transaction on `file`, in the ledger's words.
    init(_ error: any Error, file: String) {
        switch error {
        case let refusal as LedgerRefusal: self = refusal
        case let text as DossierRow.Unstorable: self = .unstorable(field: text.field)
        case let row as DossierRow.Unreadable: self = .unstorable(field: row.column)
        case let error as DatabaseError:
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .alreadyThere
            case .SQLITE_CONSTRAINT_TRIGGER where error.message?.hasPrefix("another import") == true:
                self = .importUnfinished
            case .SQLITE_CONSTRAINT_CHECK:
                let name = error.message?.split(separator: " ").last.map(String.init)
                self = .unstorable(field: name ?? "content")
            default: self = .notWritten(StoreFault(error, file: file))
            }
        default: self = .notWritten(StoreFault(error, file: file))
        }
    }
}

/// An `add` that stopped on the way: what came before is there, in the order given.
package struct AddInterrupted: Error, Hashable, CustomStringConvertible {
    /// Dossiers of the whole batches that were written.
    package let added: Int
    package let refusal: LedgerRefusal

    package var description: String { "\(refusal) The first \(added) dossiers were added; none of those after." }
}
