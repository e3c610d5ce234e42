import Domain
import Federation
import PeerHTTP
import Trust
import Wire

extension GatewayFace {
    /// Runs `body` when it is the turn of whoever signed `verklaring`.
    ///
    /// - Throws: `Problem` 429 when there is no place in time, and what `body` throws.
    func admitted(
        _ verklaring: Verklaring, until deadline: Duration, _ body: () async throws -> Void
    ) async throws {
        guard let region = parts.registry.value.member(oin: verklaring.issuer)?.region.code else {
            throw Problem.forbidden()
        }
        let ticket = try await parts.admission.enter(
            Admission.Asker(region: region, person: verklaring.person), left: deadline - parts.calls.now)
        defer { parts.admission.leave(ticket) }
        try await body()
    }

    /// Notes that a region made contact, and refuses its searches and profiles early when it asks too much.
    ///
    /// - Throws: `Problem` 429.
    func meet(_ request: PeerRequest, asks: Bool) throws {
        guard let region = parts.registry.value.member(oin: request.peer.oin)?.region else { return }
        parts.calls.contact(region)
        parts.heard(region.oin)
        if asks { try parts.admission.refuseEarly(region.code) }
    }
}
