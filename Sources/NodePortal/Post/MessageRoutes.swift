import Access
import Domain
import Foundation
import Hummingbird
import Mail
import Mailbox
import PeopleHTTP
import Trust
import WebUI
import Wire

/// The pages of messages: writing one, and what was sent and came in.
struct MessageRoutes: Sendable {
    /// Bytes of a form with a long text: four bytes a character, each of them three in a form.
    static let formBytes = 64 * 1024
    /// How long a page waits for what other regions say of messages.
    private static let patience = Duration.milliseconds(1_500)

    let parts: PortalParts
    let sessions: PortalSessions
    let desk: PostDesk
    let dossiers: DossierDesk

    func add(to router: Router<FaceContext>) {
        router.post("/bericht") { request, context in try await send(request, context) }
        router.get("/berichten") { request, context in try await list(request, context) }
        router.post("/berichten/gelezen") { request, context in try await markRead(request, context) }
        router.post("/berichten/antwoord") { request, context in try await answer(request, context) }
        router.post("/berichten/melding") { request, context in try await setAddress(request, context) }
    }

    private func send(_ request: Request, _ context: FaceContext) async throws -> Response {
        let body = try await FormBody.read(request, texts: [MessageContent.Field.text], upTo: Self.formBytes)
        let visit = try await sessions.searcher(of: request, csrf: body.first(SearchForm.Field.csrf))
        let form = try ContactForm(body)
        let purpose = try SearchFormReader.requirePurpose(of: form.form)
        let content: MessageContent
        switch MessageContent.read(addressee: form.addressee, text: form.text, contact: form.contact) {
        case .failure(let faults):
            let wrong = try ContactForm(body, faults: faults.all)
            return .html(.badRequest, parts.pages.message(MessagePage(frame: sessions.frame(visit), form: wrong)))
        case .success(let read): content = read
        }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let draft = PostDesk.Draft(id: form.id, label: form.label, content: content, purpose: purpose)
        let holder = HomeRegionHolder(visit, origin: context.origin, keys: parts.localKeys)
        // Not given up when the browser leaves: what was begun is sent, and what became of it is kept.
        let sending = try await desk.send(
            draft, about: form.isHidden ? .hidden(handle: form.handle, holder) : .shown(handle: form.handle), by: asker)
        switch sending {
        case .sent(let region):
            let name = parts.registry.value.member(region)?.region.name ?? region.slug
            let sent = MessageSentPage(
                frame: sessions.frame(visit), label: form.label, addressee: content.addressee, regionName: name,
                form: form.form, isHidden: form.isHidden)
            return .html(.ok, parts.pages.messageSent(sent))
        case .refused(let refusal): return again(visit, form, refusal.sentence, .tooManyRequests)
        case .uncertain:
            let reason = "Er kwam geen bevestiging. Stuur het nog eens: het komt nooit dubbel aan."
            return again(visit, form, reason, .serviceUnavailable)
        }
    }

    private func again(
        _ visit: Visit, _ form: ContactForm, _ reason: String, _ status: HTTPResponse.Status
    ) -> Response {
        .html(status, parts.pages.message(MessagePage(frame: sessions.frame(visit), form: form, reason: reason)))
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { return .seeOther("/inloggen") }
        return try await page(visit, context)
    }

    private func markRead(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await form(request)
        let worker = try await dossiers.admit(visit, origin: context.origin)
        try await desk.markRead(try Self.id(body), by: worker)
        return .seeOther("/berichten")
    }

    private func answer(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await form(request)
        let worker = try await dossiers.admit(visit, origin: context.origin)
        let id = try Self.id(body)
        let text = MessageText.spelled(body.first(MessagesPage.Field.answer) ?? "")
        if let message = MessageText.fault(in: text) {
            return try await page(visit, context, fault: (id, text, message), .badRequest)
        }
        try await desk.answer(id, with: text, by: worker)
        return try await page(visit, context, notice: "Uw antwoord is opgeslagen. De afzender krijgt het te zien.")
    }

    private func setAddress(_ request: Request, _ context: FaceContext) async throws -> Response {
        let (visit, body) = try await form(request)
        guard PostDesk.roles.contains(visit.account.role) else { throw Problem.forbidden() }
        let typed = (body.first(MessagesPage.Field.address) ?? "").trimmingCharacters(in: .whitespaces)
        guard typed.isEmpty || (try? MailAddress(typed)) != nil else {
            return try await page(
                visit, context, address: (typed, "Dit is geen e-mailadres. Schrijf het als naam@gemeente.nl."),
                .badRequest)
        }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        try await desk.audit("set address for notices", "own account", typed.isEmpty ? "none" : "set", asker)
        try await desk.stored {
            try await parts.post.store.setAddress(typed.isEmpty ? nil : typed, of: visit.account.user)
        }
        let notice = typed.isEmpty ? "U krijgt geen meldingen per e-mail." : "Uw e-mailadres is opgeslagen."
        return try await page(visit, context, notice: notice)
    }

    /// The whole page of messages; what is shown of answers counts as seen.
    private func page(
        _ visit: Visit, _ context: FaceContext, fault: (UUID, String, String)? = nil, notice: String? = nil,
        address: (typed: String, fault: String)? = nil, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard PostDesk.roles.contains(visit.account.role) else { throw Problem.forbidden() }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let silent = try await refresh(asker)
        let sent = try await desk.sent(by: asker)
        var received: [MessagesPage.Received] = []
        var place: String?
        if visit.account.role == .caseManager {
            let worker = try await dossiers.admit(visit, origin: context.origin)
            place = parts.registry.value.municipality(worker.municipality)?.name ?? worker.municipality.code
            received = try await desk.inbox(of: worker).map { try shown($0, for: worker) }
        }
        try await desk.stored {
            try await parts.post.store.markSeen(
                sent.filter { $0.answer != nil && !$0.isAnswerSeen }.map(\.id), of: asker.user)
        }
        let own = try await desk.stored { try await parts.post.store.address(of: asker.user) }
        let page = MessagesPage(
            frame: sessions.frame(visit), municipalityName: place, received: received, sent: sent.map(shown),
            silent: silent.map { parts.registry.value.member($0)?.region.name ?? $0.slug }.sorted(),
            fault: fault.map { ($0.0, $0.1, $0.2) }, notice: notice,
            address: parts.post.mailer == nil ? nil : address?.typed ?? own ?? "", addressFault: address?.fault)
        return .html(status, parts.pages.messages(page))
    }

    /// Asks the regions of the user's open messages, unless that was a moment ago.
    func refresh(_ asker: PortalAsker) async throws -> Set<RegionCode> {
        guard parts.post.pauses.begin(asker.user, at: parts.now()) else { return [] }
        let open = try await desk.stored { try await parts.post.store.open(of: asker.user) }
        return await MessageAsking(parts: parts).ask(about: open, by: asker, within: Self.patience).silent
    }

    private func shown(_ item: PostDesk.Inbox, for worker: CaseWorker) throws -> MessagesPage.Received {
        let message = item.message
        let obstacle: MessagesPage.Received.Obstacle? =
            message.answer != nil ? nil : message.ends <= parts.now() ? .ended : item.isCutOff ? .hidden : nil
        return MessagesPage.Received(
            id: message.id, person: item.dossier.map { "\($0.contact.givenName) \($0.contact.familyName)" },
            dossier: try item.dossier.map { try dossiers.handles.seal($0.id, for: worker) },
            sender: desk.senderName(message.sender), purpose: message.purpose, content: message.content, at: message.at,
            isRead: message.readAt != nil, answer: message.answer.map { ($0.text, $0.at) }, obstacle: obstacle)
    }

    private func shown(_ message: SentMessage) -> MessagesPage.Sent {
        let state: MessagesPage.Sent.State =
            switch message.state {
            case .uncertain: .uncertain
            case .new: .new
            case .read: .read
            case .answered: .answered
            case .gone: .gone
            }
        return MessagesPage.Sent(
            label: message.label, regionName: parts.registry.value.member(message.region)?.region.name ?? "",
            purpose: message.purpose, content: message.content, at: message.at, state: state,
            answer: message.answer.map { ($0, message.answeredAt ?? message.at) },
            isNew: message.answer != nil && !message.isAnswerSeen)
    }

    private func form(_ request: Request) async throws -> (Visit, FormBody) {
        let body = try await FormBody.read(request, texts: [MessagesPage.Field.answer], upTo: Self.formBytes)
        return (try await sessions.member(of: request, csrf: body.first(SearchForm.Field.csrf)), body)
    }

    private static func id(_ body: FormBody) throws -> UUID {
        guard let id = body.first(MessagesPage.Field.id).flatMap(UUID.init(uuidString:)) else {
            throw Problem.notFound()
        }
        return id
    }
}
