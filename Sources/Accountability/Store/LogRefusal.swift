/// Why a log line was not written; the request that it belongs to is refused (I-9).
package enum LogRefusal: Error, Hashable, CustomStringConvertible {
    /// A field is not what the log's standard asks; its name.
    case malformed(field: String)
    /// More lines wait than the store commits; the limit.
    case tooManyWaiting(limit: Int)
    /// The store refused: what and what to do, for an operator.
    case notWritten(String)

    package var description: String {
        switch self {
        case .malformed(let field): "a log line's '\(field)' is malformed; this is a mistake in the program"
        case .tooManyWaiting(let limit): "\(limit) log lines wait to be written: the disk is too slow for the load"
        case .notWritten(let fault): "a log line could not be written. \(fault)"
        }
    }
}
