package import Foundation

/// What we say of one case of x509-limbo, beside what its authors expect.
package struct LimboVerdict: Hashable, Sendable {
    /// How our verdict compares.
    package enum Comparison: String, CaseIterable, Sendable {
        case agree
        /// We refuse what the authors accept.
        case stricter
        /// We accept what the authors refuse.
        case laxer
    }

    package let id: String
    /// Whether the authors expect success.
    package let expected: Bool
    /// Why we refuse; nil when we accept.
    package let refusal: String?

    package var comparison: Comparison {
        let accepted = refusal == nil
        return accepted == expected ? .agree : accepted ? .laxer : .stricter
    }
}

/// Runs the cases of a limbo file through the path validation of `PeerGate`, without OIN and registry, with the
/// expected name and the lists of each case.
package enum Limbo {
    /// Why a file cannot be run.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Returns: a verdict for each case, in the file's order.
    /// - Throws: `Unreadable`.
    package static func run(_ json: Data) async throws -> [LimboVerdict] {
        guard json.count <= LimboFile.limit else {
            throw Unreadable(description: "the file is larger than \(LimboFile.limit) bytes")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file: LimboFile
        do { file = try decoder.decode(LimboFile.self, from: json) } catch {
            throw Unreadable(description: "it is no file of x509-limbo: \(error)")
        }
        guard file.version == 1 else { throw Unreadable(description: "its version is \(file.version), not 1") }
        var verdicts: [LimboVerdict] = []
        for testcase in file.testcases {
            verdicts.append(
                LimboVerdict(
                    id: testcase.id, expected: testcase.expectedResult == "SUCCESS",
                    refusal: await LimboJudge(testcase).refusal()))
        }
        return verdicts
    }
}
