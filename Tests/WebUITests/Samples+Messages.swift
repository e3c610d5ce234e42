import Domain
import Foundation
import Testing

@testable import WebUI

extension Samples {
    /// Every page of messages, by name.
    static func messagePages(_ pages: Pages) throws -> [(name: String, html: String)] {
        let faults = [
            FormFault(field: MessageContent.Field.addressee, message: "Kies voor wie het bericht is."),
            FormFault(field: MessageContent.Field.text, message: "Schrijf een bericht."),
            FormFault(field: MessageContent.Field.contact, message: "Gebruik hooguit 200 tekens."),
        ]
        let sent = MessageSentPage(
            frame: frame(), label: hostile, addressee: .both, regionName: "Zeeland", form: form, isHidden: true)
        return [
            ("profiel-schrijven", pages.profile(try profile(message: contact()))),
            ("bericht-fout", pages.message(MessagePage(frame: frame(), form: contact(faults: faults)))),
            ("bericht-opnieuw", pages.message(MessagePage(frame: frame(), form: contact(), reason: hostile))),
            ("bericht-verstuurd", pages.messageSent(sent)),
            ("berichten", pages.messages(try messages())),
            ("berichten-fout", pages.messages(try messages(fault: (ids[0], hostile, hostile)))),
            (
                "berichten-leeg",
                pages.messages(
                    MessagesPage(
                        frame: frame(), municipalityName: "Rotterdam", received: [], sent: [], address: nil))
            ),
        ]
    }

    private static let ids = (0..<4).map { _ in UUID() }

    static func contact(faults: [FormFault] = []) -> ContactForm {
        ContactForm(
            id: ids[0], handle: "zeeland.AAAA", label: hostile, isHidden: faults.isEmpty, form: form, text: hostile,
            contact: hostile, faults: faults)
    }

    static func messages(
        fault: (id: UUID, answer: String, message: String)? = nil
    ) throws -> MessagesPage {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let purpose = try Purpose(activity: .mediate, basis: .wetSuwi, vacancy: "1183")
        let content = try MessageContent.read(addressee: "beiden", text: "Komt u?\n\(hostile)", contact: hostile).get()
        func received(
            _ id: UUID, isRead: Bool, answered: Bool = false, _ obstacle: MessagesPage.Received.Obstacle? = nil
        ) -> MessagesPage.Received {
            MessagesPage.Received(
                id: id, person: answered ? nil : hostile, dossier: answered ? nil : "AAAA", sender: hostile,
                purpose: purpose, content: content, at: at, isRead: isRead, answer: answered ? (hostile, at) : nil,
                obstacle: obstacle)
        }
        let states: [MessagesPage.Sent.State] = [.uncertain, .new, .read, .answered, .gone]
        return MessagesPage(
            frame: frame(role: .caseManager), municipalityName: "Rotterdam",
            received: [
                received(ids[0], isRead: false), received(ids[1], isRead: true, .hidden),
                received(ids[2], isRead: true, .ended), received(ids[3], isRead: true, answered: true),
            ],
            sent: states.map { state in
                MessagesPage.Sent(
                    label: hostile, regionName: "Zeeland", purpose: purpose, content: content, at: at, state: state,
                    answer: state == .answered ? (hostile, at) : nil, isNew: state == .answered)
            }, silent: ["Zeeland", "Haaglanden"], fault: fault, notice: fault == nil ? "Opgeslagen." : nil,
            address: hostile, addressFault: fault == nil ? nil : "Dit is geen e-mailadres.")
    }
}

@Suite("Pages of messages: typed text stays text, every state has words, and the menu counts what is new")
struct MessagePagesTests {
    @Test func escapes() throws {
        let pages = try Pages()
        for (name, html) in try Samples.messagePages(pages) where name != "berichten-leeg" {
            #expect(!html.contains("<script>alert") && !html.contains("\"co\""), "\(name)")
        }
    }

    @Test func states() throws {
        let html = try Pages().messages(try Samples.messages())
        for word in ["Niet zeker bezorgd", "Bezorgd", "Gelezen", "Beantwoord", "Niet meer beschikbaar"] {
            #expect(html.contains(">\(word)</strong>"), "\(word)")
        }
        #expect(html.contains("1 ongelezen bericht") && html.contains("Geen antwoord van Zeeland en Haaglanden."))
        #expect(html.contains("Een antwoord wordt dan niet bezorgd.") && html.contains("ouder dan 90 dagen"))
        #expect(html.matches(of: /action="\/berichten\/antwoord"/).count == 2)
    }

    @Test(arguments: [(0, ">Berichten</a>"), (2, ">Berichten (2)</a>")])
    func menu(_ unread: Int, _ expected: String) throws {
        let visitor = Visitor(
            name: "J. de Wit", role: .accountManager, organisation: "Rijnmond", csrfToken: "dGVzdA", unread: unread)
        let frame = Frame(face: .portal(region: "Rijnmond"), visitor: visitor)
        let page = MessagesPage(frame: frame, municipalityName: nil, received: [], sent: [], address: nil)
        #expect(try Pages().messages(page).contains(expected))
    }
}
