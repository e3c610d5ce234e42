import Accountability
import Domain
import Foundation
import PeerHTTP
import Showcase
import Trust
import Wire

/// The one way in which something about people leaves: prepared, logged, written; never of somebody who was hidden in
/// between (I-5, I-9).
extension FederationFace {
    /// How often it is made again because somebody was hidden while the log line was committed.
    private static let attempts = 8

    /// What is about to be written.
    struct Draft<Value: Sendable>: Sendable {
        let prepared: Prepared<Value>
        /// Whose data is in it.
        let people: [ProfileID]
        let response: PeerResponse
    }

    /// Answers a question about people of the showcase. Budgets, audit line and processing line go to the disk
    /// together, before a byte is sent; when somebody was hidden meanwhile, all is made again.
    ///
    /// - Parameters:
    ///   - name: what the log of processings calls it.
    ///   - make: makes the answer anew each time.
    /// - Throws: `Problem` 429 over a budget, 503 when it cannot be logged, and what `make` throws.
    func answer<Value>(
        _ asker: Asker, _ request: PeerRequest, _ responder: PeerResponder, named name: String, started: Date,
        _ make: () async throws -> Draft<Value>
    ) async throws {
        for attempt in 0..<Self.attempts {
            let draft = try await make()
            try await account(
                for: draft.people, of: asker, request, name: name, started: started, isAudited: attempt > 0)
            guard
                let ticket = parts.showcase.beginWriting(
                    draft.prepared, holding: draft.people, close: { responder.abort() })
            else { continue }
            defer { parts.showcase.endWriting(ticket) }
            return try await responder.send(draft.response)
        }
        throw Problem.unavailable()
    }

    /// Answers a question about the one person of `handle`: logged first, and made while a hide of the person waits.
    ///
    /// - Parameters:
    ///   - opens: the whole profile, which counts in budgets of its own.
    ///   - make: makes the answer of whom the handle names.
    /// - Throws: one and the same `Problem` 404 for a handle that is expired, altered, somebody else's, unknown or of
    ///   somebody hidden; the reason goes to the audit log (design.md §5). As `answer` otherwise.
    func answer(
        about handle: String, _ asker: Asker, _ request: PeerRequest, _ responder: PeerResponder, named name: String,
        started: Date, opens: Bool = false, _ make: (HandleGrant, ShowcaseProfile) async throws -> PeerResponse
    ) async throws {
        let grant = try await opened(handle, asker, request)
        guard let prepared = parts.showcase.profile(grant.profile, generation: grant.generation) else {
            throw try await missing("not shown", asker, request)
        }
        try await account(
            for: [grant.profile], of: asker, request, name: name, started: started,
            search: opens ? grant.search : nil)
        guard
            let ticket = parts.showcase.beginWriting(prepared, holding: [grant.profile], close: { responder.abort() })
        else { throw try await missing("hidden while logging", asker, request) }
        defer { parts.showcase.endWriting(ticket) }
        try await responder.send(try await make(grant, prepared.value))
    }

    private func opened(_ handle: String, _ asker: Asker, _ request: PeerRequest) async throws -> HandleGrant {
        let grant: HandleGrant
        do throws(HandleRefusal) {
            grant = try parts.handles.open(handle, requester: asker.requester)
        } catch {
            throw try await missing("handle \(error)", asker, request)
        }
        guard grant.purpose == asker.verklaring.purpose else {
            throw try await missing("\(AskerRefusal.purposeDiffersFromSearch)", asker, request)
        }
        return grant
    }

    private func missing(_ reason: String, _ asker: Asker, _ request: PeerRequest) async throws -> Problem {
        try await audit(request, asker.trace, actor: asker.verklaring.issuer, result: "not found: \(reason)")
        do {
            let pattern = try await parts.enumeration.tried(
                asker.watched, origin: request.peer.oin.digits, at: parts.now(), traceID: asker.trace.traceID)
            tell(pattern, asker)
        } catch {
            throw Problem.unavailable()
        }
        return .notFound()
    }
}
