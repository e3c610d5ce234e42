import Accountability
import Domain
import Foundation
import Logging
import PeerHTTP
import Synchronization
import Telemetry
import Trust
import Wire

/// Asks the federation on behalf of one user: logs, signs, asks a gateway, checks its merge; without a gateway
/// searches the own region only, and says so.
struct PortalSearch: Sendable {
    /// What came of a search.
    struct Answer: Sendable {
        let federated: FederatedAnswer
        /// No gateway answered: nobody but the own region was searched.
        let ownRegionOnly: Bool
        /// A gateway's answer was not what the regions sent, and was not used; the log says how.
        let gatewayCaught: Bool
    }

    /// A gateway would refuse it; the asker can mend it.
    private static let tooMuch = Problem.badRequest([
        FieldError(field: "filters", message: "Dit zijn te veel filters tegelijk. Haal er een paar weg.")
    ])

    private let parts: PortalParts
    private let records: ActRecords
    private let gateways: GatewayCalls
    private let budget: PortalBudget

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
        gateways = GatewayCalls(parts: parts)
        budget = PortalBudget(parts)
    }

    /// - Parameters:
    ///   - isShown: whether its people are, and so count.
    ///   - arriving: gets regions as their answers come in, some of them again when another gateway is asked.
    /// - Throws: `Problem`: 400 for regions and municipalities that are not there, 403 when the role may not have the
    ///   purpose, 429 over a budget, 503 when it cannot be logged or nobody could search.
    func run(
        _ request: SearchRequest, by asker: PortalAsker, isShown: Bool = true,
        arriving: (@Sendable (RegionOutcome) -> Void)? = nil
    ) async throws -> Answer {
        let trace = TraceContext.start()
        let spans = parts.telemetry.spans
        let answer = try await spans.within(.portalSearch, SpanPlace(trace), .region(parts.region)) { _ in
            try await find(request, by: asker, trace, arriving)
        }
        if isShown { try await budget.count(answer.federated.hits, by: asker, trace) }
        return answer
    }

    private func find(
        _ request: SearchRequest, by asker: PortalAsker, _ trace: TraceContext,
        _ arriving: (@Sendable (RegionOutcome) -> Void)?
    ) async throws -> Answer {
        let began = parts.now()
        guard request.purpose.allows(asker.role) else {
            try await records.audit(
                "search", object: "federation", result: "refused: role", actor: asker.user, origin: asker.origin,
                trace: trace)
            throw Problem.forbidden()
        }
        try parts.refuseUnknownPlaces(in: request)
        try await budget.requireSome(.people, for: asker, trace)
        let request = parts.pinned(request)
        let body = SearchRequestJSON.encode(request)
        guard body.count <= Limits.requestBytes else { throw Self.tooMuch }
        // Both lines share one commit; both are on disk before anything is asked (I-9).
        async let audited: Void = records.audit(
            "search", object: "federation", result: "asked", actor: asker.user, origin: asker.origin, trace: trace)
        try await records.processing(
            "zoeken over regio's", request.purpose, for: asker.organisation, trace: trace, started: began, subjects: [])
        try await audited
        parts.counters.add(.search)
        let signed = try await parts.signer.sign(
            person: asker.person, organisation: asker.organisation, role: asker.role, purpose: request.purpose,
            audience: .federation, method: "POST", path: WirePath.search, body: body)
        let (federated, isCaught) = try await askGateways(body, request, signed, trace, arriving)
        if let federated { return Answer(federated: federated, ownRegionOnly: false, gatewayCaught: isCaught) }
        parts.counters.add(.searchOwnRegionOnly)
        let local = OwnRegionSearch(parts: parts, records: records)
        let own = try await local.run(request, by: asker, search: signed.id, trace: trace.child())
        return Answer(federated: own, ownRegionOnly: true, gatewayCaught: isCaught)
    }

    /// The federation's answer, or nil when no gateway could give one; and whether one gave what is not so.
    private func askGateways(
        _ body: [UInt8], _ request: SearchRequest, _ signed: SignedVerklaring, _ trace: TraceContext,
        _ arriving: (@Sendable (RegionOutcome) -> Void)?
    ) async throws -> (FederatedAnswer?, isCaught: Bool) {
        let limit = request.facets.isEmpty ? Limits.federatedBytes : Limits.federatedBytesWithFacets
        var isCaught = false
        let answer: FederatedAnswer? = try await gateways.send(
            method: "POST", path: WirePath.search, body: body, accept: MediaType.ndjson, answerLimit: limit,
            within: request.timeLimit, trace: trace, repeatable: true, hear: arriving.map(Self.hearing),
            sign: { signed }
        ) { body, signed, gateway in
            var verdict: AnswerCheck.Verdict
            do {
                let check = AnswerCheck(keys: parts.keys.value, registry: parts.registry.value, seals: parts.seals)
                verdict = check.verdict(on: try FederatedAnswerJSON.read(body), to: request, search: signed.id)
            } catch {
                verdict = (nil, ["it cannot be read: \(error)"], false)
            }
            for finding in verdict.findings { try await parts.alarm(gateway.oin, finding, trace) }
            if verdict.answer == nil { isCaught = true }
            if verdict.knowsMore { parts.registry.hint(parts.registry.value.serial + 1) }
            for line in verdict.answer?.lines ?? [] { parts.registry.hint(line.header.registrySerial) }
            return verdict.answer
        }
        return (answer, isCaught)
    }
}

extension PortalSearch {
    /// What tells `arriving` the regions of an answer while it comes.
    private static func hearing(
        _ arriving: @escaping @Sendable (RegionOutcome) -> Void
    ) -> () -> @Sendable ([UInt8]) -> Void {
        {
            let regions = Mutex(ArrivingRegions())
            return { piece in
                for outcome in regions.withLock({ $0.take(piece) }) { arriving(outcome) }
            }
        }
    }
}

extension PortalParts {
    /// The same search, its first page under the epoch that this node has now; later pages keep theirs.
    func pinned(_ request: SearchRequest) -> SearchRequest {
        var request = request
        request.epoch = request.position?.epoch ?? epochs.number
        return request
    }

    /// The epoch that a search in this node itself is scored by.
    ///
    /// - Throws: `Problem` 400, "search again", when it is gone.
    func epoch(of request: SearchRequest) throws -> Epoch {
        guard let epoch = epochs.book.epoch(request.pinnedEpoch) else { throw Problem.epochGone() }
        return epoch
    }

    /// Refuses a search of places that the federation does not have.
    ///
    /// - Throws: `Problem` 400 with every one of them.
    func refuseUnknownPlaces(in request: SearchRequest) throws {
        let registry = registry.value
        let regions = request.filters.regions.filter { registry.member($0) == nil }.map { code in
            FieldError(field: "filters.regios", message: "De regio \(code) hoort niet bij de federatie.")
        }
        let municipalities = request.filters.municipalities.filter { registry.municipality($0) == nil }.map { code in
            FieldError(field: "filters.gemeenten", message: "De gemeente \(code) hoort niet bij een aangesloten regio.")
        }
        guard regions.isEmpty, municipalities.isEmpty else { throw Problem.badRequest(regions + municipalities) }
    }
}
