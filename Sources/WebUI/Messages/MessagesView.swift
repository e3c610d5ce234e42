import Domain
import Foundation

/// What `messages.mustache` reads.
struct MessagesView {
    let layout: LayoutView
    let csrf: String
    let notice: String?
    let fault: String?
    let silent: String?
    let inbox: Inbox?
    let sent: [Sent]
    let hasSent: Bool
    let mail: Mail?

    /// What came in for the municipality.
    struct Inbox {
        let heading: String
        let unread: String?
        let rows: [Received]
        let hasRows: Bool
    }

    /// Where notices go.
    struct Mail {
        let address: String
        let wrong: String?
    }

    /// One message that came in.
    struct Received {
        let id: String
        let person: String
        let dossier: String?
        let sender: String
        let purpose: String
        let addressee: String
        let when: String
        let text: [String]
        let contact: String?
        let isNew: Bool
        let answer: Answer?
        let form: Form?
        let obstacle: String?
    }

    /// The form with which one is answered.
    struct Form {
        let typed: String
        let wrong: String?
        let limit: Int
    }

    /// An answer, by whomever.
    struct Answer {
        let when: String
        let text: [String]
    }

    /// One message that the user sent.
    struct Sent {
        let label: String
        let region: String
        let purpose: String
        let addressee: String
        let when: String
        let text: [String]
        let word: String
        let sign: String
        let tone: String
        let explanation: String?
        let answer: Answer?
        let isNew: Bool
    }

    init(_ page: MessagesPage, _ links: LayoutView.Links) {
        layout = LayoutView(page.frame, title: "Berichten", links, in: .messages)
        csrf = page.frame.visitor?.csrfToken ?? ""
        notice = page.notice
        fault = page.fault?.message
        silent =
            page.silent.isEmpty
            ? nil
            : "Geen antwoord van \(Figures.list(page.silent)). Van daar ziet u hoe het eerder was."
        inbox = page.municipalityName.map { name in
            let unread = page.received.count { !$0.isRead }
            return Inbox(
                heading: "Voor \(name)",
                unread: unread == 0 ? nil : unread == 1 ? "1 ongelezen bericht" : "\(unread) ongelezen berichten",
                rows: page.received.map { Received($0, page) }, hasRows: !page.received.isEmpty)
        }
        sent = page.sent.map(Sent.init)
        hasSent = !sent.isEmpty
        mail = page.address.map { Mail(address: $0, wrong: page.addressFault) }
    }

    /// The lines of a text, each a paragraph.
    static func paragraphs(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    static func title(of purpose: Purpose) -> String {
        purpose.title + (purpose.vacancy.map { ", vacature \($0)" } ?? "")
    }
}

extension MessagesView.Received {
    init(_ message: MessagesPage.Received, _ page: MessagesPage) {
        id = message.id.uuidString.lowercased()
        person = message.person ?? "Niet meer in uw bestand"
        dossier = message.dossier
        sender = message.sender
        purpose = MessagesView.title(of: message.purpose)
        addressee = message.content.addressee.title
        when = Moment.text(message.at)
        text = MessagesView.paragraphs(message.content.text)
        contact = message.content.contact
        isNew = !message.isRead
        answer = message.answer.map {
            MessagesView.Answer(when: Moment.text($0.at), text: MessagesView.paragraphs($0.text))
        }
        obstacle =
            switch message.obstacle {
            case .hidden?:
                "Deze persoon is niet zichtbaar voor de afzender, of was dat een tijd niet. "
                    + "Een antwoord wordt dan niet bezorgd."
            case .ended?: "Dit bericht is ouder dan \(Limits.messageDays) dagen. Antwoorden kan niet meer."
            case nil: nil
            }
        let fault = page.fault.flatMap { $0.id == message.id ? $0 : nil }
        form =
            answer != nil || message.obstacle == .ended
            ? nil
            : MessagesView.Form(typed: fault?.answer ?? "", wrong: fault?.message, limit: Limits.messageCharacters)
    }
}

extension MessagesView.Sent {
    init(_ message: MessagesPage.Sent) {
        label = message.label
        region = message.regionName
        purpose = MessagesView.title(of: message.purpose)
        addressee = message.content.addressee.title
        when = Moment.text(message.at)
        text = MessagesView.paragraphs(message.content.text)
        (word, sign, tone, explanation) = Self.wording(message.state)
        answer = message.answer.map {
            MessagesView.Answer(when: Moment.text($0.at), text: MessagesView.paragraphs($0.text))
        }
        isNew = message.isNew
    }

    private static func wording(
        _ state: MessagesPage.Sent.State
    ) -> (word: String, sign: String, tone: String, explanation: String?) {
        switch state {
        case .uncertain:
            (
                "Niet zeker bezorgd", "!", "attention",
                "Er kwam geen bevestiging. Krijgt u geen antwoord, open dan het profiel opnieuw en stuur het nog eens."
            )
        case .new: ("Bezorgd", "○", "", nil)
        case .read: ("Gelezen", "◐", "ok", nil)
        case .answered: ("Beantwoord", "✓", "ok", nil)
        case .gone:
            ("Niet meer beschikbaar", "–", "", "De persoon of het bericht is niet meer te bereiken vanuit HalloWerk.")
        }
    }
}
