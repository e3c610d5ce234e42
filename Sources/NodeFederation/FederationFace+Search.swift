import Domain
import Foundation
import PeerHTTP
import Search
import Showcase
import Telemetry
import Trust
import Wire

extension FederationFace {
    /// Searches the showcase, logs, and answers as NDJSON: the region's line, the hits best first, the end.
    func search(_ request: PeerRequest, _ responder: PeerResponder) async throws {
        let accepted = request.header("Accept") ?? "*/*"
        guard accepted.contains("application/x-ndjson") || accepted.contains("*/*") else {
            throw Problem.notAcceptable()
        }
        guard request.header("Content-Type")?.hasPrefix("application/json") == true else {
            throw Problem.unsupportedMediaType()
        }
        let asker = try await asker(of: request, audience: .federation)
        try await parts.telemetry.spans.within(.nodeSearch, SpanPlace(asker.trace), .region(parts.region)) { _ in
            try await search(for: asker, request, responder)
        }
    }

    private func search(for asker: Asker, _ request: PeerRequest, _ responder: PeerResponder) async throws {
        let query: SearchRequest
        do throws(RequestRefusal) {
            query = try SearchRequestJSON.decode(request.body)
        } catch {
            throw Problem.badRequest(error.errors)
        }
        guard query.purpose == asker.verklaring.purpose else {
            try await audit(
                request, asker.trace, actor: asker.verklaring.issuer,
                result: "refused: \(AskerRefusal.purposeDiffersFromBody)")
            throw Problem.forbidden()
        }
        try await admit(asker, request, repeatable: true)
        let wanted = Wanted(request)
        let epoch = try await epoch(query.pinnedEpoch)
        try await answer(query, epoch, asker, wanted, request, responder)
    }

    private func answer(
        _ query: SearchRequest, _ epoch: Epoch, _ asker: Asker, _ wanted: Wanted, _ request: PeerRequest,
        _ responder: PeerResponder
    ) async throws {
        try wanted.check()
        let salt = query.position?.salt ?? SearchSalt(ofSearch: asker.verklaring.id)
        let began = parts.now()
        try await answer(asker, request, responder, named: "zoeken", started: began) {
            let prepared = try parts.showcase.search(query, salt: salt, epoch: epoch, goesOn: wanted.check)
            let headers = [(name: "Content-Type", value: MediaType.ndjson)]
            let body = try encode(prepared.value, query, asker, at: began)
            return Draft(
                prepared: prepared, people: prepared.value.hits.map(\.profile.id),
                response: PeerResponse(status: 200, headers: headers, body: body))
        }
    }

    private func encode(
        _ result: SearchResult<ShownProfile>, _ query: SearchRequest, _ asker: Asker, at time: Date
    ) throws -> [UInt8] {
        let header = NodeAnswerHeader(
            region: parts.region, searchID: asker.verklaring.id, total: result.total, visible: parts.showcase.count,
            asOf: time, registrySerial: parts.registry.value.serial, epoch: query.pinnedEpoch,
            facets: result.facets.mapValues(FacetCount.ordered))
        let expires = time.addingTimeInterval(TimeInterval(Limits.handleSeconds))
        let hits = try result.hits.map { hit in
            let grant = HandleGrant(
                profile: hit.profile.id, generation: hit.profile.generation, requester: asker.requester,
                search: asker.verklaring.id, purpose: query.purpose, expires: expires)
            return WireHit(
                handle: try parts.handles.seal(grant), region: parts.region, score: hit.score, tie: hit.tie,
                profile: hit.profile, fragment: hit.fragment.map { FragmentPart(text: $0.text, match: $0.match) },
                reasons: hit.reasons)
        }
        return NodeAnswerJSON.encode(header, hits: hits, more: result.more, proof: try proof(to: asker))
    }

    /// What proves the region's line to the asking region, past the gateway (design.md §5).
    ///
    /// - Throws: `Problem` 403 for a region that the registry has no good key of.
    private func proof(to asker: Asker) throws -> LineProof {
        guard let member = parts.registry.value.member(oin: asker.verklaring.issuer) else { throw Problem.forbidden() }
        let asking = RegionLineSeal.Party(member)
        return LineProof(
            list: { listed in
                HitList.encode(
                    listed.map {
                        HitList.Entry(score: $0.score, tie: $0.tie, digest: HitList.digest(of: $0.line))
                    })
            },
            seal: { [keys = parts.keys, seals = parts.seals] line in
                seals.seal(line, by: keys.sealingKey, of: keys.oin, to: asking) ?? ""
            })
    }
}
