import Accountability
import Domain
import Foundation
import PeerHTTP
import Trust
import Wire

/// Asks one region something that only it may read, through a gateway that can read neither question nor answer. What
/// is asked is in both logs before it is sent (I-9), and is never sent twice.
struct SealedCalls: Sendable {
    private let parts: PortalParts
    private let records: ActRecords
    private let gateways: GatewayCalls

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
        gateways = GatewayCalls(parts: parts)
    }

    /// What `read` makes of the answer.
    ///
    /// - Parameters:
    ///   - call: to the region of its handle, or that it names.
    ///   - name: what the log of processings calls it.
    ///   - time: how long it may take.
    /// - Throws: `Problem`: 403 when the role may not have the purpose; one and the same 404 for every handle that does
    ///   not open; 429 over a budget; 503 when it cannot be logged or does not come, or its seal does not hold.
    func ask<Answer: Sendable>(
        _ call: RegionCall, _ question: [UInt8], named name: String, for purpose: Purpose, by asker: PortalAsker,
        within time: Duration = PortalDetail.time, read: (_ answer: [UInt8]) throws -> Answer
    ) async throws -> Answer {
        let trace = TraceContext.start()
        let began = parts.now()
        guard purpose.allows(asker.role) else { throw Problem.forbidden() }
        guard let code = call.region ?? call.handle.flatMap(ReferenceSealer.region),
            let home = parts.registry.value.member(code)
        else { throw Problem.notFound() }
        async let audited: Void = records.audit(
            call.action, object: "people of \(code)", result: "asked", actor: asker.user, origin: asker.origin,
            trace: trace)
        try await records.processing(
            name, purpose, for: asker.organisation, trace: trace, started: began, subjects: [])
        try await audited
        let answer = try await send(call, question, to: home, for: purpose, by: asker, within: time, trace, read: read)
        guard let answer else { throw Problem.unavailable() }
        return answer
    }

    /// Sends a call that is logged already, and opens the seal of what comes; nil when no gateway could give it.
    ///
    /// - Parameter question: nil for a call that asks by its path alone.
    /// - Throws: as `ask`.
    func send<Answer: Sendable>(
        _ call: RegionCall, _ question: [UInt8]?, to home: Registry.Member, for purpose: Purpose, by asker: PortalAsker,
        within time: Duration, _ trace: TraceContext, read: (_ answer: [UInt8]) throws -> Answer
    ) async throws -> Answer? {
        let path = call.path
        let body =
            try question.map {
                try QuestionSealing.seal($0, from: parts.keys.sealingKey, to: home.keys.sealing, path: path)
            } ?? []
        return try await gateways.send(
            method: call.method, path: path, body: body, accept: MediaType.sealed, answerLimit: call.answerLimit,
            within: time, trace: trace, repeatable: false, bodyType: MediaType.sealed,
            sign: {
                try await parts.signer.sign(
                    person: asker.person, organisation: asker.organisation, role: asker.role, purpose: purpose,
                    audience: .region(home.region.oin), method: call.method, path: path, body: body)
            },
            read: { body, signed, gateway in
                do {
                    return try read(
                        DetailSealing.open(
                            body, by: parts.keys.sealingKey, from: home.keys.sealing, search: signed.id,
                            handle: call.seal))
                } catch {
                    try await parts.alarm(
                        gateway.oin, "a sealed \(call.action) is not that of \(home.region.code)", trace)
                    throw Problem.unavailable()
                }
            })
    }
}
