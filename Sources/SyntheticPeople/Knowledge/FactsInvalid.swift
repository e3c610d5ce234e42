/// What is wrong with a facts file: where, what, and what to do.
package struct FactsInvalid: Error, Hashable, CustomStringConvertible {
    /// Name of the file in `Sources/SyntheticPeople/Facts`.
    package let file: String
    /// From 1; 0 when it is about the file as a whole.
    package let line: Int
    package let reason: String
    package let remedy: String

    package var description: String { "Facts/\(file):\(line): \(reason). \(remedy)." }
}
