import Domain
import Foundation
import Telemetry
import Trust
import Wire

/// What one query's statement and one profile's seal cost: made and checked, on one thread.
struct StatementBench: Sendable {
    private static let goal = Duration.microseconds(500)
    /// Bytes of a profile with everything in it.
    private static let profileBytes = 4_096

    let count: Int

    func figures(_ certificates: String) async throws -> [BenchFigure] {
        let names = try DevelopmentPKI.partyNames(in: certificates)
        let folders = try names.prefix(2).map { try KeyFolder.load(certificates + "/" + $0) }
        let (asking, home) = (folders[0], folders[1])
        let statement = try await statement(asking, certificates)
        let profile = [UInt8](repeating: 0x61, count: Self.profileBytes)
        let handle = "rijnmond." + String(repeating: "A", count: 200)
        let began = ProcessFigures.own.processorTime ?? .zero
        for number in 0..<count {
            let sealed = try DetailSealing.seal(
                profile, from: home.sealingKey, to: asking.publicKeys.sealing, search: "\(number)", handle: handle)
            _ = try DetailSealing.open(
                sealed, by: asking.sealingKey, from: home.publicKeys.sealing, search: "\(number)", handle: handle)
        }
        let sealing = ((ProcessFigures.own.processorTime ?? .zero) - began) / count
        let whole = statement + sealing
        return [
            BenchFigure(
                name: "a verklaring signed and verified, a profile sealed and opened", goal: "under 0.5 ms of CPU",
                measured:
                    "\(Self.text(statement)) + \(Self.text(sealing)) = \(Self.text(whole)), mean of \(count)",
                isMet: whole < Self.goal)
        ]
    }

    private func statement(_ keys: KeyFolder, _ certificates: String) async throws -> Duration {
        let regions = try RegionsFolder.load(RegionsLocation.find(explicit: nil))
        guard let region = regions.regions.first(where: { $0.oin == keys.oin }) else {
            throw OperatorError("The first party of \(certificates) is no region.")
        }
        let registry = CurrentRegistry(
            regions.registry(serial: 1, issued: Date(), keys: [region.code: keys.publicKeys]))
        let signer = try await VerklaringSigner(keys: CurrentKeys(keys), registry: registry, now: { Date() })
        let checker = VerklaringChecker(
            registry: registry, startedAt: Date().addingTimeInterval(-60), now: { Date() })
        let purpose = try Purpose(activity: .fillVacancy, basis: .wetSuwi)
        let body = SearchRequestJSON.encode(SearchRequest(text: "chauffeur", purpose: purpose))
        let organisation = region.municipalities[0].oin
        let began = ProcessFigures.own.processorTime ?? .zero
        for _ in 0..<count {
            let signed = try await signer.sign(
                person: "aaaaaaaaaaaaaaaaaaaaaa", organisation: organisation, role: .accountManager, purpose: purpose,
                audience: .federation, method: "POST", path: WirePath.search, body: body)
            _ = try await checker.check(
                signed.token, method: "POST", path: WirePath.search, body: body, audience: .federation,
                certificateThumbprint: nil)
        }
        return ((ProcessFigures.own.processorTime ?? .zero) - began) / count
    }

    private static func text(_ duration: Duration) -> String {
        BenchText.decimals(duration / .microseconds(1), 0) + " µs"
    }
}
