/// Everything that is wrong with a folder of regions.
package struct RegionsInvalid: Error, Hashable, CustomStringConvertible {
    /// One thing that is wrong, where it stands, and what to do.
    package struct Fault: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// The file's path.
        package let file: String
        /// From 1; nil when the whole file or folder is meant.
        package let line: Int?
        package let reason: String
        package let remedy: String
        /// `regions/rijnmond.yaml:12: reason; remedy`.
        package var description: String {
            "\(file)\(line.map { ":\($0)" } ?? ""): \(reason); \(remedy)"
        }

        package static func < (left: Fault, right: Fault) -> Bool {
            (left.file, left.line ?? 0, left.reason) < (right.file, right.line ?? 0, right.reason)
        }
    }

    /// At least one; ordered by file and line, each once.
    package let faults: [Fault]
    /// One line per fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }

    package init(_ faults: some Sequence<Fault>) { self.faults = Set(faults).sorted() }
}
