import Accountability
import Crypto
package import Domain
import Federation
import Foundation
import Logging
package import Trust
package import Wire

/// Holds a gateway's answer against what the regions sealed for the one that asked (design.md §5): what differs from
/// their merge is the gateway's doing, and its answer is not used; a region whose seal does not hold is taken out.
package struct AnswerCheck: Sendable {
    /// The answer as it can be shown, nil when it is not what the regions sent; what was found, in English; and
    /// whether the gateway knows regions that this one's registry does not have: then there is a newer one.
    package typealias Verdict = (answer: FederatedAnswer?, findings: [String], knowsMore: Bool)

    private let keys: KeyFolder
    private let registry: Registry
    private let seals: RegionLineSeal

    /// - Parameter keys: of the region that asked.
    package init(keys: KeyFolder, registry: Registry, seals: RegionLineSeal) {
        self.keys = keys
        self.registry = registry
        self.seals = seals
    }

    /// - Parameter search: the verklaring's `jti`.
    package func verdict(on answer: FederatedAnswer, to request: SearchRequest, search: String) -> Verdict {
        guard answer.searchID == search else { return (nil, ["it is of another search"], false) }
        var sent: [MergeCheck.Sent] = []
        var unproved: Set<RegionCode> = []
        for line in answer.lines {
            guard line.header.searchID == search, let own = Self.sent(line) else {
                return (nil, ["the line of \(line.header.region) is of another search, or lists nothing"], false)
            }
            if !isProved(line) { unproved.insert(line.header.region) }
            sent.append(own)
        }
        let named = Set(answer.outcomes.map(\.region)).union(answer.lines.map(\.header.region))
        let unknown = named.filter { registry.member($0) == nil }
        let page = MergeCheck.Page(
            hits: answer.hits.map { hit in
                (hit.region, .init(score: hit.score, tie: hit.tie, digest: HitList.digest(of: hit.raw)))
            }, total: answer.total, facets: answer.facets, next: answer.next, outcomes: answer.outcomes)
        let findings = MergeCheck.findings(
            in: page, sent: sent, request: request,
            salt: request.position?.salt ?? SearchSalt(ofSearch: search), registry: registry)
        guard findings.isEmpty else { return (nil, findings.map { "\($0)" }, !unknown.isEmpty) }
        let out = unproved.union(unknown)
        guard !out.isEmpty else { return (answer, [], false) }
        return (
            without(out, answer, sent, request),
            unproved.subtracting(unknown).sorted().map { "the seal of \($0) does not hold" }, !unknown.isEmpty
        )
    }

    private static func sent(_ line: RegionLine) -> MergeCheck.Sent? {
        guard let list = HitList.decode(line.list) else { return nil }
        return MergeCheck.Sent(
            region: line.header.region, total: line.header.total, facets: line.header.facets,
            hits: list.map { .init(score: $0.score, tie: $0.tie, digest: $0.digest) }, more: line.more)
    }

    private func isProved(_ line: RegionLine) -> Bool {
        guard let member = registry.member(line.header.region) else { return false }
        return seals.isGenuine(
            line.seal, of: line.sealed, by: .init(member), to: keys.sealingKey, of: keys.oin)
    }

    /// The same answer without what `regions` are said to have sent: either they or the gateway are at fault, or they
    /// joined and are not known here yet. The rest stands.
    private func without(
        _ regions: Set<RegionCode>, _ answer: FederatedAnswer, _ sent: [MergeCheck.Sent], _ request: SearchRequest
    ) -> FederatedAnswer {
        let proved = sent.filter { !regions.contains($0.region) }
        let visible = Dictionary(
            answer.lines.map { ($0.header.region, $0.header.visible) }, uniquingKeysWith: { first, _ in first })
        let share = Coverage.share(
            answered: Set(proved.map(\.region)), of: registry.members.map(\.region.code), visible: visible)
        var rest = answer
        rest.total = proved.reduce(0) { $0 + $1.total }
        rest.hits.removeAll { regions.contains($0.region) }
        rest.facets = FacetCount.sums(of: proved.map(\.facets), asked: request.facets)
        rest.coverage = min(answer.coverage, share)
        rest.lines.removeAll { regions.contains($0.header.region) }
        rest.outcomes = answer.outcomes.compactMap { outcome in
            guard regions.contains(outcome.region) else { return outcome }
            guard let name = registry.member(outcome.region)?.region.name else { return nil }
            return RegionOutcome(
                region: outcome.region, state: .faulty,
                reason: "Het antwoord van \(name) is niet te vertrouwen; de beheerder is gewaarschuwd.")
        }
        return rest
    }
}

extension PortalParts {
    /// A gateway was caught at what it may not do: told to operators, counted, and kept in the audit log under its OIN.
    ///
    /// - Throws: `Problem` 503 when it cannot be written.
    func alarm(_ gateway: OIN, _ finding: String, _ trace: TraceContext) async throws {
        counters.add(.gatewayCaught)
        logger.error(
            "a gateway's answer is not what the regions sent",
            metadata: ["gateway": "\(gateway)", "finding": "\(finding)"])
        try await records.audit(
            "alarm", object: "gateway \(gateway)", result: finding, actor: "this node", origin: "\(gateway)",
            trace: trace)
    }
}
