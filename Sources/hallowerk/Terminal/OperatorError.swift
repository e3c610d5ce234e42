/// What went wrong, where, and what to do: one English sentence each, for whoever typed the command.
struct OperatorError: Error, CustomStringConvertible {
    let what: String
    let remedy: String?

    init(_ what: String, remedy: String? = nil) {
        self.what = what
        self.remedy = remedy
    }

    var description: String { remedy.map { "\(what)\n  -> \($0)" } ?? what }
}
