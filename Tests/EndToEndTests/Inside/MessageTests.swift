import Domain
import Dossiers
import Foundation
import Mailbox
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Messages: from an opened profile to its home region and back, through a gateway that cannot read", .oneAtATime)
struct MessageTests {
    @Test("delivered, read, answered: both sides see it, and it is in the logs of all three")
    func story() async throws {
        try await MessageScene.run { scene in
            let form = try await scene.form("zeeland")
            let sent = try await scene.send(form)
            #expect(sent.status == 200 && sent.html.contains("Uw bericht is verstuurd"), "\(sent.html)")
            // A form that is sent twice is one message.
            #expect(try await scene.send(form).status == 200)
            let (message, person, desk) = try await scene.arrived(at: scene.there)
            let first = try await scene.page()
            #expect(first.html.contains("Bezorgd") && !first.html.contains(person.contact.familyName))

            let inbox = try await desk.browser.get("/berichten")
            #expect(inbox.html.contains(MessageScene.text) && inbox.html.contains(person.contact.familyName))
            #expect(inbox.html.contains("accountmanager van gemeente Gorinchem") && inbox.html.contains("V-2026-1"))
            #expect(inbox.html.contains("Berichten (1)"))
            let id = message.id.uuidString.lowercased()
            #expect(try await desk.post("/berichten/gelezen", [("bericht", id)]).status == 303)
            #expect(try await !desk.browser.get("/berichten").html.contains("Berichten (1)"))
            #expect(try await scene.page().html.contains("Gelezen"))

            let answered = try await desk.post(
                "/berichten/antwoord", [("bericht", id), ("antwoord", "Ja,\r\nbel mij om tien uur.")])
            #expect(answered.status == 200 && answered.html.contains("opgeslagen"))
            let last = try await scene.page()
            #expect(last.html.contains("Beantwoord") && last.html.contains("bel mij om tien uur"))
            #expect(!last.html.contains("Mevrouw klantmanager"), "the case manager's name stays at home (P-DAT-3)")

            let subject = Pseudonym.subject(person.id, key: scene.there.stores.keys.pseudonym)
            let there = try await scene.there.processings()
            for name in ["bericht ontvangen", "bericht lezen", "bericht beantwoorden", "antwoord op bericht geven"] {
                #expect(there.contains { $0.hasPrefix(name + " |") && $0.contains(subject) }, "\(name)")
            }
            let here = try await scene.here.processings()
            #expect(here.contains { $0.hasPrefix("bericht sturen |") })
            #expect(here.contains { $0.hasPrefix("antwoord op bericht vragen |") })
            #expect(try await scene.here.audit().contains { $0.hasPrefix("message |") })
            #expect(try await !scene.there.audit().contains { $0.contains(MessageScene.text) })
        }
    }

    @Test("hidden meanwhile, and shown again: not an answer, one neutral line, and the case manager is told")
    func hidden() async throws {
        try await MessageScene.run { scene in
            #expect(try await scene.send(scene.form("zeeland")).status == 200)
            let (message, person, desk) = try await scene.arrived(at: scene.there)
            _ = try await desk.post(
                "/berichten/antwoord", [("bericht", message.id.uuidString), ("antwoord", "Ja, graag.")])
            try await scene.there.hide(person)
            let page = try await scene.page()
            #expect(page.html.contains("Niet meer beschikbaar") && !page.html.contains("Ja, graag."))
            #expect(page.html.contains(MessageScene.text), "the own text stays")
            try await scene.there.show(person)
            #expect(try await scene.page().html.contains("Niet meer beschikbaar"))
        }
    }

    @Test func caseManagerIsToldThatAnAnswerIsCutOff() async throws {
        try await MessageScene.run { scene in
            #expect(try await scene.send(scene.form("zeeland")).status == 200)
            let (_, person, desk) = try await scene.arrived(at: scene.there)
            #expect(try await !desk.browser.get("/berichten").html.contains("niet bezorgd"))
            try await scene.there.hide(person)
            #expect(try await desk.browser.get("/berichten").html.contains("Een antwoord wordt dan niet bezorgd."))
        }
    }

    @Test("refused with a sentence: BSN, empty, too many about one, somebody else's handle, other roles")
    func refused() async throws {
        try await MessageScene.run { scene in
            let form = try await scene.form("zeeland")
            for text in ["Het gaat om 111222333.", "", String(repeating: "a", count: Limits.messageCharacters + 1)] {
                let page = try await scene.send(form, text: text)
                #expect(page.status == 400 && page.html.contains("Dit klopt niet"), "\(page.status)")
            }
            let other = try await Desk.enter(scene.here, .accountManager, as: "ander")
            #expect(try await scene.send(form, by: other).status == 404)
            #expect(try await scene.received(at: scene.there).isEmpty)
            for number in 0...Limits.messagesAboutOnePerDay {
                let again = form.filter { $0.0 != "berichtnummer" } + [("berichtnummer", UUID().uuidString)]
                let page = try await scene.send(again)
                let isLast = number == Limits.messagesAboutOnePerDay
                #expect(page.status == (isLast ? 429 : 200))
                if isLast { #expect(page.html.contains("over deze persoon")) }
            }
            #expect(try await scene.received(at: scene.there).count == Limits.messagesAboutOnePerDay)
            let administrator = try await Desk.enter(scene.here, .municipalAdministrator)
            #expect(try await administrator.browser.get("/berichten").status == 403)
            #expect(try await scene.send(form, by: administrator).status == 403)
            #expect(try await scene.writer.post("/berichten/gelezen", [("bericht", UUID().uuidString)]).status == 403)
        }
    }

    @Test("another municipality's case manager reads and answers nothing")
    func otherMunicipality() async throws {
        try await MessageScene.run { scene in
            #expect(try await scene.send(scene.form("zeeland")).status == 200)
            let message = try #require(try await scene.received(at: scene.there).first)
            let region = try #require(scene.there.footing.registry.value.member(scene.there.code)).region
            let other = try #require(region.municipalities.first { $0.code != message.subject.municipality })
            let desk = try await Desk.enter(scene.there, .caseManager, of: other.code)
            #expect(try await !desk.browser.get("/berichten").html.contains(MessageScene.text))
            let id = message.id.uuidString
            #expect(try await desk.post("/berichten/gelezen", [("bericht", id)]).status == 404)
            #expect(try await desk.post("/berichten/antwoord", [("bericht", id), ("antwoord", "Ja")]).status == 404)
        }
    }

    @Test(
        "a log that cannot be written at the source: nothing is kept there, and sent again it arrives once",
        arguments: [LogFault.refusedAudit, .refusedProcessing])
    func logThere(_ fault: LogFault) async throws {
        try await MessageScene.run { scene in
            let form = try await scene.form("zeeland")
            try await fault.set(true, in: scene.there)
            let page = try await scene.send(form)
            #expect(page.status == 503 && page.html.contains("het komt nooit dubbel aan"), "\(page.status)")
            #expect(try await scene.received(at: scene.there).isEmpty)
            #expect(try await scene.page().html.contains("Niet zeker bezorgd"))
            try await fault.set(false, in: scene.there)
            #expect(try await scene.send(form).status == 200)
            #expect(try await scene.received(at: scene.there).count == 1)
        }
    }

    @Test("a log that cannot be written at home: nothing is sent, and nothing kept")
    func logHere() async throws {
        try await MessageScene.run { scene in
            let form = try await scene.form("zeeland")
            try await LogFault.refusedAudit.set(true, in: scene.here)
            #expect(try await scene.send(form).status == 503)
            try await LogFault.refusedAudit.set(false, in: scene.here)
            #expect(try await scene.received(at: scene.there).isEmpty)
            #expect(try await scene.here.stores.mailbox.sent(by: "accountmanager").isEmpty)
        }
    }

    @Test("inside the region, hidden or visible, a message never leaves the node")
    func home() async throws {
        try await MessageScene.run(gateway: false) { scene in
            let list = try await scene.writer.post("/zoeken", MessageScene.purpose)
            #expect(list.values("handvat").contains { $0.hasPrefix("gorinchem.") }, "the own showcase is searched")
            #expect(try await scene.send(scene.form("gorinchem")).status == 200)
            let (_, visible, _) = try await scene.arrived(at: scene.here)
            #expect(visible.visibility == .visible)
            #expect(try await scene.send(scene.hiddenForm()).status == 200)
            let all = try await scene.received(at: scene.here)
            #expect(all.count == 2 && all.allSatisfy(\.isHome))
            let hidden = try #require(all.first { $0.subject.person != visible.id })
            let person = try #require(try await scene.here.stores.dossiers.dossier(hidden.subject.person))
            #expect(person.visibility == .hidden)
            let desk = try await Desk.enter(
                scene.here, .caseManager, of: hidden.subject.municipality, as: "tweede.klantmanager")
            let answered = try await desk.post(
                "/berichten/antwoord", [("bericht", hidden.id.uuidString), ("antwoord", "Nu nog niet.")])
            #expect(answered.status == 200)
            let page = try await scene.writer.browser.get("/berichten")
            #expect(page.html.contains("Nu nog niet.") && page.html.contains("Bezorgd"))
        }
    }

    @Test("what a gateway gets of a message it cannot read")
    func sealed() async throws {
        try await MessageScene.run(gateway: false) { scene in
            let federation = scene.federation.federation
            let gateway = try WatchingGateway(in: federation)
            try await withPeerServer(
                tls: federation.tls(TestFederation.gatewayName), accepting: [.asker], handler: gateway.handler
            ) { port in
                federation.place(TestFederation.gatewayName, at: port)
                gateway.watch(scene.there)
                let form =
                    MessageScene.purpose + [
                        ("handvat", "zeeland.AAAA"), ("berichtnummer", UUID().uuidString), ("omschrijving", "Lasser"),
                    ]
                #expect(try await scene.send(form).status == 404)
                let seen = try #require(gateway.taken().first { $0.path.hasSuffix("/berichten") })
                let whole = seen.headers.map { "\($0.name): \($0.value)" }.joined() + seen.path
                #expect(!whole.contains("kaasfabriek"))
                #expect(seen.body.firstRange(of: Array("kaasfabriek".utf8)) == nil)
                let sender = scene.here.keys.publicKeys.sealing
                #expect(throws: QuestionSealing.Refusal.self) {
                    try QuestionSealing.open(
                        seen.body, by: federation.keys(TestFederation.gatewayName).sealingKey, from: sender,
                        path: seen.path)
                }
                let read = try QuestionSealing.open(
                    seen.body, by: scene.there.keys.sealingKey, from: sender, path: seen.path)
                #expect(try MessageJSON.decodeQuestion(read)?.content.text == MessageScene.text)
            }
        }
    }
}
