import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// Calls whose question and answer only the two regions can read (design.md §5).
extension FederationFace {
    /// Who asks `request`, and what: it is taken once only.
    ///
    /// - Throws: as `asker` and `admit`; `Problem` 400 for a body that the asking region did not seal for this path.
    func question(of request: PeerRequest) async throws -> (asker: Asker, question: [UInt8]) {
        let asker = try await asker(of: request, audience: .region(parts.keys.oin))
        try await admit(asker, request, repeatable: false)
        guard let sender = parts.registry.value.member(oin: asker.verklaring.issuer)?.keys.sealing,
            let question = try? QuestionSealing.open(
                request.body, by: parts.keys.sealingKey, from: sender, path: request.path)
        else {
            try await audit(
                request, asker.trace, actor: asker.verklaring.issuer, result: "refused: not sealed for this")
            throw Problem.badRequest([FieldError(field: "", message: "is niet voor deze regio verzegeld")])
        }
        return (asker, question)
    }

    /// `answer` as only the asking region can read it.
    ///
    /// - Parameter name: what it is bound to: the handle of a profile, the path of everything else (`RegionCall.seal`).
    func sealed(_ answer: [UInt8], to asker: Asker, as name: String) throws -> PeerResponse {
        guard let recipient = parts.registry.value.member(oin: asker.verklaring.issuer)?.keys.sealing else {
            throw Problem.forbidden()
        }
        let body = try DetailSealing.seal(
            answer, from: parts.keys.sealingKey, to: recipient, search: asker.verklaring.id, handle: name)
        return PeerResponse(status: 200, headers: [(name: "Content-Type", value: MediaType.sealed)], body: body)
    }
}
