import Domain
import Foundation
import Testing

@Suite("Whose clock is believed: that which most of those who answer share")
struct StandingTests {
    private func standings(_ agreeing: Int, _ other: Int, silent: Int) throws -> [NodeStanding] {
        func some(_ count: Int, _ state: RegionOutcome.State, _ findings: [HealthFinding]) throws -> [NodeStanding] {
            try (0..<count).map { number in
                NodeStanding(
                    region: try RegionCode("regio-\(number)"), name: "Regio", oin: try OIN("00000099100000001000"),
                    state: state, mark: .ok, sentence: "", findings: findings, since: .now, latency: nil, health: nil,
                    seen: nil)
            }
        }
        let skewed = [HealthFinding(.clockSkew, .attention, "De klok loopt voor.")]
        return try some(agreeing, .answered, []) + some(other, .answered, skewed) + some(silent, .unreachable, [])
    }

    @Test(
        "of those that answer, over half",
        arguments: [
            (1, 0, 0, true), (1, 0, 9, true), (2, 1, 0, true), (1, 1, 0, false), (1, 2, 0, false), (0, 0, 5, false),
            (0, 0, 0, false), (0, 3, 0, false),
        ])
    func majority(_ agreeing: Int, _ other: Int, _ silent: Int, _ isShared: Bool) throws {
        #expect(try standings(agreeing, other, silent: silent).shareOurTime == isShared)
    }
}
