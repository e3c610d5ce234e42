import Access
import Domain
import Foundation
import Hummingbird
import Mailbox
import PeopleHTTP
import Trust
import Wire

/// Messages as an interface for programs: the same desk, the same rules, as JSON.
struct MessageInterface: Sendable {
    private static let bodyBytes = 32 * 1024

    let parts: PortalParts
    let sessions: PortalSessions
    let desk: PostDesk
    let dossiers: DossierDesk

    func add(to router: Router<FaceContext>) {
        let one = WirePath.messages + "/:id"
        router.post(RouterPath(WirePath.profiles + "/:handvat/berichten")) { request, context in
            try await send(request, context)
        }
        router.get(RouterPath(WirePath.messages)) { request, context in try await list(request, context) }
        router.post(RouterPath(one + "/gelezen")) { request, context in
            let worker = try await worker(request, context)
            try await desk.markRead(try Self.id(context), by: worker)
            return Response(status: .noContent)
        }
        router.post(RouterPath(one + "/antwoord")) { request, context in
            let worker = try await worker(request, context)
            var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
            let text = MessageText.spelled(fields.text("antwoord", atMost: Limits.messageCharacters))
            try fields.refuse()
            if let fault = MessageText.fault(in: text) {
                throw Problem.badRequest([FieldError(field: "antwoord", message: fault)])
            }
            try await desk.answer(try Self.id(context), with: text, by: worker)
            return Response(status: .noContent)
        }
    }

    /// The body names the message (`id`, chosen by the sender): sent again, it is the same one.
    private func send(_ request: Request, _ context: FaceContext) async throws -> Response {
        let visit = try await sessions.searcher(of: request, csrf: PortalSessions.csrf(of: request))
        let handle = try context.parameters.require("handvat")
        var fields = try JSONFields(await request.bytes(of: MediaType.json, upTo: Self.bodyBytes))
        let named = fields.text("id", atMost: 36)
        let label = fields.text("omschrijving", atMost: 150)
        let addressee = fields.text(MessageContent.Field.addressee, atMost: 20)
        let text = fields.text(MessageContent.Field.text, atMost: Limits.messageCharacters)
        let stated = fields.text("doel", atMost: 100)
        let contact = fields.optionalText(MessageContent.Field.contact, atMost: Limits.messageContactCharacters)
        let vacancy = fields.optionalText("vacature", atMost: 64)
        try fields.refuse()
        guard let id = UUID(uuidString: named) else {
            throw Problem.badRequest([FieldError(field: "id", message: "moet een UUID zijn")])
        }
        guard let purpose = SearchFormReader.purpose(stated, vacancy: vacancy ?? "") else {
            throw Problem.badRequest([FieldError(field: "doel", message: "moet activiteit;grondslag zijn")])
        }
        let content: MessageContent
        switch MessageContent.read(addressee: addressee, text: text, contact: contact ?? "") {
        case .success(let read): content = read
        case .failure(let faults): throw Problem.badRequest(faults.all.map { FieldError($0) })
        }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let draft = PostDesk.Draft(id: id, label: label, content: content, purpose: purpose)
        switch try await desk.send(draft, about: .shown(handle: handle), by: asker) {
        case .sent: return Response(status: .created)
        case .refused(let refusal):
            throw Problem(status: 429, title: "Bericht geweigerd", detail: refusal.sentence)
        case .uncertain: throw Problem.unavailable()
        }
    }

    private func list(_ request: Request, _ context: FaceContext) async throws -> Response {
        guard let visit = try await sessions.visit(of: request) else { throw Problem.unauthorized() }
        if visit.isBrowser { try request.refuseOtherSites() }
        guard PostDesk.roles.contains(visit.account.role) else { throw Problem.forbidden() }
        let asker = PortalAsker(visit.account, origin: context.origin, keys: parts.localKeys)
        let routes = MessageRoutes(parts: parts, sessions: sessions, desk: desk, dossiers: dossiers)
        let silent = try await routes.refresh(asker)
        let sent = try await desk.sent(by: asker)
        var inbox: [PostDesk.Inbox] = []
        if visit.account.role == .caseManager {
            inbox = try await desk.inbox(of: try await dossiers.admit(visit, origin: context.origin))
        }
        var writer = JSONWriter(capacity: 4_096)
        writer.object { writer in
            writer.key("verzonden")
            writer.array { writer in for message in sent { writer.write(message) } }
            writer.key("ontvangen")
            writer.array { writer in
                for item in inbox { writer.write(item, from: desk.senderName(item.message.sender)) }
            }
            writer.member("zonderAntwoord", silent.map(\.slug).sorted())
        }
        return .document(.ok, writer.bytes, MediaType.json)
    }

    private func worker(_ request: Request, _ context: FaceContext) async throws -> CaseWorker {
        let visit = try await sessions.member(of: request, csrf: PortalSessions.csrf(of: request))
        return try await dossiers.admit(visit, origin: context.origin)
    }

    private static func id(_ context: FaceContext) throws -> UUID {
        guard let id = UUID(uuidString: try context.parameters.require("id")) else { throw Problem.notFound() }
        return id
    }
}

extension JSONWriter {
    /// A message that the user sent.
    fileprivate mutating func write(_ message: SentMessage) {
        object { writer in
            writer.member("id", message.id.uuidString.lowercased())
            writer.member("omschrijving", message.label)
            writer.member("regio", message.region.slug)
            writer.write(message.content, message.purpose, message.at)
            writer.member("status", message.state.rawValue)
            if let readAt = message.readAt { writer.member("gelezenOp", readAt.formatted(Date.ISO8601FormatStyle())) }
            writer.answer(message.answer, message.answeredAt)
        }
    }

    /// A message that came in; who it is about is named by the municipality's own number.
    fileprivate mutating func write(_ item: PostDesk.Inbox, from sender: String) {
        object { writer in
            writer.member("id", item.message.id.uuidString.lowercased())
            if let dossier = item.dossier { writer.member("klantnummer", dossier.internalFields.clientNumber) }
            writer.member("van", sender)
            writer.write(item.message.content, item.message.purpose, item.message.at)
            let status: MessageStatus =
                item.message.answer != nil ? .answered : item.message.readAt != nil ? .read : .new
            writer.member("status", status.rawValue)
            writer.member("antwoordWordtBezorgd", !item.isCutOff)
            writer.answer(item.message.answer?.text, item.message.answer?.at)
        }
    }

    private mutating func write(_ content: MessageContent, _ purpose: Purpose, _ at: Date) {
        member(MessageContent.Field.addressee, content.addressee.rawValue)
        member(MessageContent.Field.text, content.text)
        if let contact = content.contact { member(MessageContent.Field.contact, contact) }
        member("doel", "\(purpose.activity.rawValue);\(purpose.basis.rawValue)")
        if let vacancy = purpose.vacancy { member("vacature", vacancy) }
        member("verstuurdOp", at.formatted(Date.ISO8601FormatStyle()))
    }

    private mutating func answer(_ text: String?, _ at: Date?) {
        guard let text, let at else { return }
        member("antwoord", text)
        member("beantwoordOp", at.formatted(Date.ISO8601FormatStyle()))
    }
}
