package import Domain

/// Reads the regions' lines of a federated answer in NDJSON while it still comes. What it tells is for people to see
/// meanwhile; the answer is what `FederatedAnswerJSON.read` makes of the whole.
///
/// It stops at the first line of another kind, and at one that is malformed or over `Limits.regionLineBytes`.
package struct ArrivingRegions: Sendable {
    private var line: [UInt8] = []
    private var isOver = false

    package init() {}

    /// - Parameter piece: what came, cut anywhere.
    /// - Returns: The regions whose lines are whole now.
    package mutating func take(_ piece: some Collection<UInt8>) -> [RegionOutcome] {
        var outcomes: [RegionOutcome] = []
        for byte in piece {
            if isOver { break }
            guard byte == 0x0A else {
                line.append(byte)
                isOver = line.count > Limits.regionLineBytes
                continue
            }
            if let outcome = Self.outcome(line) { outcomes.append(outcome) } else { isOver = true }
            line.removeAll(keepingCapacity: true)
        }
        return outcomes
    }

    private static func outcome(_ line: [UInt8]) -> RegionOutcome? {
        guard let tree = try? Tree.read(line[...], line: 1), tree["soort"]?.text == "regio" else { return nil }
        return try? FederatedAnswerJSON.outcome(tree, line: 1)
    }
}
