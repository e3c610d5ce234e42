import Access
import Accountability
import Domain
import Dossiers
import Foundation
import Logging
import Mailbox
import Showcase
import Trust
import Wire

/// What users do with messages, for pages and programs alike: write one about a person whose profile they opened, read
/// what came of it, and, as a case manager, read and answer what came in for the own municipality. Every act is in both
/// logs before it is done (I-9).
struct PostDesk: Sendable {
    /// About whom one is.
    enum Target: Sendable {
        /// Somebody of a list of the federation.
        case shown(handle: String)
        /// Somebody hidden of the own region.
        case hidden(handle: String, HomeRegionHolder)
    }

    /// What somebody wants to send.
    struct Draft: Sendable {
        /// A draft that is sent twice is one message.
        let id: UUID
        let label: String
        let content: MessageContent
        let purpose: Purpose
    }

    /// What came of it.
    enum Sending: Sendable {
        case sent(to: RegionCode)
        case refused(MessageRefusal)
        /// No word came whether it arrived: sent again, it arrives once.
        case uncertain
    }

    /// Who writes and reads messages: those who work on bringing employers and jobseekers together (P-ROL).
    static let roles: Set<Role> = [.accountManager, .caseManager]
    /// How long a region has to take a message.
    private static let time = Duration.seconds(3)

    let parts: PortalParts
    let records: ActRecords
    var store: MailboxStore { parts.post.store }
    var notices: Notices {
        Notices(post: parts.post, accounts: parts.accounts, dossiers: parts.dossiers, logger: parts.logger)
    }

    init(_ parts: PortalParts) {
        self.parts = parts
        records = parts.records
    }

    /// Sends a message; to the own region it does not leave this node.
    ///
    /// - Throws: `Problem`: 403 when the role may not; one and the same 404 for every handle that does not open; 429
    ///   over a budget at the home region; 503 when it cannot be logged or kept: then nothing is.
    func send(_ draft: Draft, about target: Target, by asker: PortalAsker) async throws -> Sending {
        guard Self.roles.contains(asker.role), draft.purpose.allows(asker.role) else {
            try await audit("write message", "people", "refused: role", asker)
            throw Problem.forbidden()
        }
        switch target {
        case .hidden(let handle, let holder):
            let home = HomeRegionSearch(parts)
            let person = try await home.subject(of: handle, for: draft.purpose, by: holder)
            let subject = ReceivedMessage.Subject(
                person: person.id, municipality: person.municipality, generation: person.generation)
            return try await keep(draft, about: subject, asker)
        case .shown(let handle):
            guard handle.utf8.count <= 1_024, let region = HandleSealer.region(of: handle),
                parts.registry.value.member(region) != nil
            else { throw Problem.notFound() }
            if region == parts.region {
                return try await keep(draft, about: try await own(handle, draft, asker), asker)
            }
            return try await send(draft, handle, to: region, asker)
        }
    }

    /// Somebody visible of the own region, from the showcase.
    private func own(_ handle: String, _ draft: Draft, _ asker: PortalAsker) async throws
        -> ReceivedMessage.Subject
    {
        let requester = Requester(region: parts.keys.oin, person: asker.person)
        guard let grant = try? parts.handles.open(handle, requester: requester), grant.purpose == draft.purpose,
            let profile = parts.showcase.profile(grant.profile, generation: grant.generation)?.value
        else {
            try await audit("write message", "people of \(parts.region)", "refused: handle", asker)
            throw Problem.notFound()
        }
        return .init(person: profile.id, municipality: profile.municipality, generation: profile.generation)
    }

    /// Inside this node, on both sides at once.
    private func keep(_ draft: Draft, about subject: ReceivedMessage.Subject, _ asker: PortalAsker) async throws
        -> Sending
    {
        let time = parts.now()
        let trace = try await audit("write message", "people of \(parts.region)", "asked", asker)
        try await records.processing(
            "bericht sturen in de eigen regio", draft.purpose, for: asker.organisation, trace: trace, started: time,
            subjects: [subject.person])
        let sent = SentMessage(
            id: draft.id, user: asker.user, organisation: asker.organisation, region: parts.region, isHome: true,
            label: draft.label, purpose: draft.purpose, content: draft.content, at: time)
        let received = ReceivedMessage(
            token: draft.id,
            sender: .init(
                region: parts.keys.oin, person: asker.person, organisation: asker.organisation, role: asker.role),
            isHome: true, subject: subject, purpose: draft.purpose, content: draft.content, at: time)
        return try await refusing {
            if try await store.keep(sent, as: received) { await notices.tell(of: received) }
            return .sent(to: parts.region)
        }
    }

    /// To another region: kept here first, so that nothing is forgotten that may have arrived.
    private func send(
        _ draft: Draft, _ handle: String, to region: RegionCode, _ asker: PortalAsker
    ) async throws -> Sending {
        try await audit("write message", "people of \(region)", "asked", asker)
        let message = SentMessage(
            id: draft.id, user: asker.user, organisation: asker.organisation, region: region, isHome: false,
            label: draft.label, purpose: draft.purpose, content: draft.content, at: parts.now())
        return try await refusing {
            guard try await store.begin(message).state == .uncertain else { return .sent(to: region) }
            let receipt: MessageJSON.Receipt
            do {
                receipt = try await SealedCalls(parts).ask(
                    .message(handle: handle), MessageJSON.encode(.init(id: draft.id, content: draft.content)),
                    named: "bericht sturen", for: draft.purpose, by: asker, within: Self.time,
                    read: MessageJSON.decodeReceipt)
            } catch let problem as Problem where problem.status < 500 {
                try await store.withdraw(draft.id, of: asker.user)
                throw problem
            } catch is Problem {
                return .uncertain
            }
            switch receipt {
            case .kept(let reference):
                try await store.delivered(draft.id, of: asker.user, reference: reference)
                return .sent(to: region)
            case .refused(let refusal):
                try await store.withdraw(draft.id, of: asker.user)
                return .refused(MessageRefusal(refusal))
            }
        }
    }

    private func refusing(_ body: () async throws -> Sending) async throws -> Sending {
        do {
            return try await stored(body)
        } catch MailboxRefusal.tooManyToday {
            return .refused(MessageRefusal(.tooManyToday))
        } catch MailboxRefusal.tooManyAboutOne {
            return .refused(MessageRefusal(.tooManyAboutOne))
        }
    }

    /// Reads or changes the store.
    ///
    /// - Throws: `Problem`: 404 for what is not there or not the asker's, 409 for an answer that is there already, 503
    ///   for what the store cannot. `MailboxRefusal.tooManyToday`, `.tooManyAboutOne`.
    func stored<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await parts.stored("messages", body)
        } catch let refusal as MailboxRefusal {
            switch refusal {
            case .alreadyAnswered:
                throw Problem(
                    status: 409, title: "Al beantwoord",
                    detail: "Een collega heeft dit bericht al beantwoord. Er is niets verstuurd.")
            case .missing, .idTaken: throw Problem.notFound()
            case .tooManyToday, .tooManyAboutOne: throw refusal
            }
        }
    }

    @discardableResult
    func audit(_ action: String, _ object: String, _ result: String, _ asker: PortalAsker) async throws -> TraceContext
    {
        let trace = TraceContext.start()
        try await records.audit(
            action, object: object, result: result, actor: asker.user, origin: asker.origin, trace: trace)
        return trace
    }
}
