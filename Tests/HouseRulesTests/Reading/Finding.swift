/// One place that breaks a rule of the house, and why that is one.
struct Finding: Hashable, CustomStringConvertible {
    let file: String
    /// From 1; 0 when it is about the file as a whole.
    let line: Int
    let reason: String

    var description: String { "\(file):\(line): \(reason)" }
}
