import Domain
import Dossiers
import Foundation
import Showcase
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("The case manager's pages: the own municipality's people, and nobody else's", .oneAtATime)
struct CaseManagerTests {
    private static let paths = [
        "/mensen", "/mensen/dossier", "/mensen/bewerken", "/mensen/opslaan", "/mensen/zichtbaarheid",
        "/mensen/geschiedenis",
    ]

    @Test("find, open, change, show, hide and look back, without a script")
    func tour() async throws {
        try await OwnMunicipality.run { node, _, _ in
            let desk = try await Desk.enter(node, .caseManager)
            #expect(try await desk.browser.get("/mensen").html.contains("Naam of klantnummer"))
            let handle = try await desk.handle("merkvoornaam merkach")
            #expect(try await desk.handle("merkklantnummer") != "")
            let dossier = try await desk.post("/mensen/dossier", [("handvat", handle), ("naam", "merk")])
            #expect(dossier.status == 200 && dossier.html.contains("verborgen"))
            for mark in OwnMunicipality.contactMarks { #expect(dossier.html.contains(mark), "\(mark)") }
            #expect(dossier.html.contains("Bel [afgeschermd] op [afgeschermd]"))
            let form = try await desk.post("/mensen/bewerken", [("handvat", handle)])
            let saved = try await desk.post(
                "/mensen/opslaan", desk.form(form, ["telefoonnummer": "0101234567", "straat": "Kade 7"]))
            #expect(saved.status == 200)
            #expect(saved.html.contains("Opgeslagen: telefoonnummer en straat en huisnummer."))
            let act = [("handvat", handle), ("verzoek", "Z-2026-118"), ("reden", "op verzoek")]
            let shown = try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "zichtbaar")])
            #expect(shown.html.contains("Deze persoon is nu zichtbaar."))
            let id = try OwnMunicipality.marked(.hidden, in: MunicipalityCode("GM0512")).id
            #expect(node.showcase.profile(id, generation: 1)?.value.contact.phone == "0101234567")
            let hidden = try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "verborgen")])
            #expect(hidden.html.contains("Deze persoon is nu verborgen."))
            #expect(node.showcase.profile(id, generation: 1) == nil && node.showcase.profile(id, generation: 2) == nil)
            let history = try await desk.post("/mensen/geschiedenis", [("handvat", handle)])
            #expect(history.html.components(separatedBy: "<tr>").count == 5)
            for text in [
                "Verborgen", "Zichtbaar gemaakt", "Z-2026-118", "straat en huisnummer", "Mevrouw klantmanager",
            ] {
                #expect(history.html.contains(text), "\(text)")
            }
            #expect(!history.html.contains("0101234567") && !history.html.contains("Kade 7"))
        }
    }

    @Test(
        "every other role is refused everywhere, also with a case manager's handle",
        arguments: [
            Role.accountManager, .municipalAdministrator, .regionalIT, .processor, .federationAdministrator,
        ])
    func roles(_ role: Role) async throws {
        try await OwnMunicipality.run(.visible) { node, _, _ in
            let handle = try await Desk.enter(node, .caseManager).handle()
            let desk = try await Desk.enter(node, role)
            let answers =
                [try await desk.browser.get("/mensen")]
                + (try await Self.sent(desk, [("handvat", handle), ("naam", "merkachternaam")]))
            for answer in answers {
                #expect(answer.status == 403)
                for mark in OwnMunicipality.contactMarks + OwnMunicipality.internalMarks {
                    #expect(!answer.html.contains(mark), "\(mark)")
                }
            }
            let refused = try await node.audit().filter { $0.contains("refused: role") }
            #expect(refused.count == answers.count && refused.allSatisfy { $0.hasSuffix(role.rawValue.lowercased()) })
        }
    }

    @Test("without a session, without the token and from another site nothing is done")
    func forged() async throws {
        try await OwnMunicipality.run { node, _, _ in
            let stranger = Browser(node.portal)
            #expect(try await stranger.get("/mensen").location == "/inloggen")
            let desk = try await Desk.enter(node, .caseManager)
            let handle = try await desk.handle()
            for path in Self.paths {
                let fields = [("handvat", handle), ("naam", "merk"), ("zichtbaarheid", "zichtbaar")]
                #expect(try await stranger.post(path, fields).status == 401, "\(path)")
                #expect(try await desk.browser.post(path, fields).status == 403, "\(path)")
                #expect(try await desk.browser.post(path, fields + [("csrf", "x")]).status == 403, "\(path)")
                let foreign = try await desk.browser.post(
                    path, fields + [("csrf", desk.csrf)], headers: ["Sec-Fetch-Site": "cross-site"])
                #expect(foreign.status == 403, "\(path)")
                if path != "/mensen" { #expect(try await desk.browser.get(path).status == 405, "\(path)") }
            }
            #expect(try await node.stores.dossiers.counts().visible == node.showcase.count)
        }
    }

    @Test("another municipality's people are not found, and its handles open nothing: one and the same 404")
    func otherMunicipality() async throws {
        try await OwnMunicipality.run { node, _, second in
            let desk = try await Desk.enter(node, .caseManager)
            let neighbour = try await Desk.enter(node, .caseManager, of: second, as: "buur")
            let colleague = try await Desk.enter(node, .caseManager, as: "collega")
            let found = try await neighbour.post("/mensen", [("naam", "merkachternaam")])
            #expect(found.values("handvat").count == 1 && found.html.contains("Merkachternaam-Buur"))
            #expect(!found.html.contains("Merkvoornaam"))
            let own = try await desk.handle()
            let foreign = try #require(found.values("handvat").first)
            var pages: Set<String> = []
            for (desk, handle) in [
                (desk, foreign), (neighbour, own), (colleague, own), (desk, ""), (desk, "AAAA"), (desk, own + "A"),
            ] {
                for answer in try await Self.sent(desk, [("handvat", handle), ("revisie", "1")], from: 1) {
                    #expect(answer.status == 404)
                    #expect(!answer.html.contains("Merk"))
                    pages.insert(answer.html.replacing(#/kenmerk.*|<p><a href="\/account".*|value="[^"]*"/#, with: ""))
                }
            }
            #expect(pages.count == 1)
        }
    }

    @Test("everything that is wrong comes out at once beside what was typed, and nothing is written")
    func faults() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let desk = try await Desk.enter(node, .caseManager)
            let form = try await desk.post("/mensen/bewerken", [("handvat", try await desk.handle())])
            let wrong = [
                "emailadres": "geen-adres", "postcode": "1", "achternaam": "", "straat": "bsn 111222333",
                "geboortedatum": "31-02-1980",
            ]
            let answer = try await desk.post("/mensen/opslaan", desk.form(form, wrong))
            #expect(answer.status == 400)
            for text in [
                "geen e-mailadres", "geen Nederlandse postcode", "Dit is leeg", "een BSN kan zijn", "geen datum",
            ] {
                #expect(answer.html.components(separatedBy: text).count == 3, "\(text)")
            }
            #expect(answer.html.contains("value=\"geen-adres\""))
            let person = try OwnMunicipality.marked(.hidden, in: municipality)
            #expect(try await node.stores.dossiers.dossier(person.id) == person)
            let taken = try #require(
                try await node.stores.dossiers.dossiers(of: municipality, after: nil, limit: 9).first {
                    $0.id != person.id
                })
            let twice = try await desk.post(
                "/mensen/opslaan", desk.form(form, ["klantnummer": taken.internalFields.clientNumber]))
            #expect(twice.status == 400 && twice.html.contains("heeft iemand anders in uw gemeente al"))
            let same = try await desk.post("/mensen/opslaan", desk.form(form))
            #expect(same.status == 200 && same.html.contains("Er was niets gewijzigd."))
            #expect(try await node.stores.dossiers.dossier(person.id) == person)
        }
    }

    @Test("two who edit: the second is told who, when and what, keeps what was typed, and goes on from the new state")
    func conflict() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let (first, second) = (
                try await Desk.enter(node, .caseManager), try await Desk.enter(node, .caseManager, as: "collega")
            )
            let forms = [
                try await first.post("/mensen/bewerken", [("handvat", try await first.handle())]),
                try await second.post("/mensen/bewerken", [("handvat", try await second.handle())]),
            ]
            #expect(try await first.post("/mensen/opslaan", first.form(forms[0], ["straat": "Kade 7"])).status == 200)
            let late = second.form(forms[1], ["telefoonnummer": "0101234567"])
            let answer = try await second.post("/mensen/opslaan", late)
            #expect(answer.status == 409)
            #expect(answer.html.contains("Mevrouw klantmanager wijzigde dit dossier op "))
            #expect(answer.html.contains("Gewijzigd: straat en huisnummer."))
            #expect(answer.html.contains("U had ingevuld: <strong>0101234567</strong>"))
            #expect(answer.value("straat") == "Kade 7")
            let id = try OwnMunicipality.marked(.hidden, in: municipality).id
            #expect(try await node.stores.dossiers.dossier(id)?.contact.phone == "0687654321")
            let again = second.form(answer, ["telefoonnummer": "0101234567"])
            #expect(try await second.post("/mensen/opslaan", again).status == 200)
            let both = try #require(try await node.stores.dossiers.dossier(id))
            #expect(both.contact.phone == "0101234567" && both.internalFields.street == "Kade 7" && both.revision == 3)
        }
    }

    @Test("showing asks for a request and a reason, refuses a BSN, and has a sensitive topic confirmed once")
    func request() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let desk = try await Desk.enter(node, .caseManager)
            let place = [("handvat", try await desk.handle()), ("zichtbaarheid", "zichtbaar")]
            let empty = try await desk.post("/mensen/zichtbaarheid", place + [("verzoek", ""), ("reden", " ")])
            #expect(empty.status == 400 && empty.html.components(separatedBy: "Dit is leeg. Vul het in.").count == 5)
            let bsn = try await desk.post("/mensen/zichtbaarheid", place + [("verzoek", "Z"), ("reden", "111222333")])
            #expect(bsn.status == 400 && bsn.html.contains("een BSN kan zijn"))
            let ill = place + [("verzoek", "Z-1"), ("reden", "hersteld van ziekte")]
            let warned = try await desk.post("/mensen/zichtbaarheid", ill)
            #expect(warned.status == 400 && warned.html.contains("lijkt iets te staan over gezondheid"))
            let id = try OwnMunicipality.marked(.hidden, in: municipality).id
            #expect(try await node.stores.dossiers.info(id)?.visibility == .hidden)
            let confirmed = try #require(warned.value("bevestigd"))
            let shown = try await desk.post("/mensen/zichtbaarheid", ill + [("bevestigd", confirmed)])
            #expect(shown.status == 200)
            #expect(try await node.stores.dossiers.info(id)?.history.map(\.reason) == ["hersteld van ziekte"])
        }
    }

    @Test(
        "hidden on a page: another region's open handle and new search no longer give the person, nor when shown again")
    func elsewhere() async throws {
        try await OwnMunicipality.federated(.visible) { federation, _, _ in
            let other = try await federation.node("zeeland").logIn()
            let found = try await other.search("paardenhoefsmid")
            let handle = try #require(found.answer?.hits.first?.handle)
            #expect(try await other.open(handle).status == 200)
            let desk = try await Desk.enter(federation.node("gorinchem"), .caseManager)
            let act = [("handvat", try await desk.handle()), ("verzoek", "Z-1"), ("reden", "werk gevonden")]
            #expect(try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "verborgen")]).status == 200)
            #expect(try await other.open(handle).status == 404)
            #expect(try await other.search("paardenhoefsmid").answer?.hits.isEmpty == true)
            #expect(try await desk.post("/mensen/zichtbaarheid", act + [("zichtbaarheid", "zichtbaar")]).status == 200)
            #expect(try await other.search("paardenhoefsmid").answer?.hits.count == 1)
            #expect(try await other.open(handle).status == 404)
        }
    }

    /// The same fields to every page, from the `start`th on.
    static func sent(_ desk: Desk, _ fields: [(String, String)], from start: Int = 0) async throws -> [Browser.Page] {
        var answers: [Browser.Page] = []
        for path in paths[start...] {
            answers.append(try await desk.post(path, fields + [("zichtbaarheid", "verborgen")]))
        }
        return answers
    }
}
