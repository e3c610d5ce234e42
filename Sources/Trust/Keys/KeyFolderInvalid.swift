/// Everything that is wrong with a party's key folder, each with its file and what to do.
package struct KeyFolderInvalid: Error, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The file's path.
        package let file: String
        package let reason: String
        package let remedy: String
        package var description: String { "\(file): \(reason); \(remedy)" }
    }

    /// At least one.
    package let problems: [Problem]
    /// One line per problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
