import Domain
import PeerHTTP
import Wire

/// An NDJSON answer as it grows: a line for each region once its outcome is known, then the rest.
///
/// Nothing is written before some region has answered: until then the answer may still have to be a problem.
struct AnswerStream {
    private let responder: PeerResponder
    private(set) var isBegun = false

    init(_ responder: PeerResponder) { self.responder = responder }

    /// Writes the lines of `outcomes`, and before the first of them the status.
    mutating func write(_ outcomes: [RegionOutcome]) async throws {
        if !isBegun {
            isBegun = true
            try await responder.begin(status: 200, headers: [(name: "Content-Type", value: MediaType.ndjson)])
        }
        try await responder.write(outcomes.flatMap { FederatedAnswerJSON.region($0) })
    }

    /// Writes what comes after the regions' lines.
    func end(_ bytes: [UInt8]) async throws {
        try await responder.write(bytes)
        try await responder.end()
    }
}
