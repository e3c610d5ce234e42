import Access
import Accountability
import Domain
import Foundation
import NIOHTTP1
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("Incidents on the monitor: taken in hand and annotated by who may see them, and reported", .oneAtATime)
struct IncidentActTests {
    /// Somebody inside the monitor, and the token that every form carries.
    private struct Person: Sendable {
        let browser: Browser
        let csrf: String

        func post(_ path: String, _ fields: [(String, String)] = []) async throws -> Browser.Page {
            try await browser.post(path, [("csrf", csrf)] + fields)
        }
    }

    private struct Scene: Sendable {
        let inside: InsideFederation
        let gateway: Footing
        let accounts: AccountStore

        func enter(_ role: Role, of organisation: OIN) async throws -> Person {
            let user = role.rawValue.lowercased()
            try await accounts.add(
                Account(
                    user: user, displayName: "M. \(user)", role: role, municipality: nil, organisation: organisation),
                password: InsideNode.password)
            let browser = Browser("http://\(gateway.settings.people)")
            _ = try await browser.post("/inloggen", [("gebruiker", user), ("wachtwoord", InsideNode.password)])
            return Person(browser: browser, csrf: try #require(try await browser.get("/versies").value("csrf")))
        }

        /// The first incident that `person` sees, once there is one; the clock goes on meanwhile.
        func incident(_ person: Person) async throws -> String {
            let deadline = ContinuousClock.now + InsideFederation.patience
            while true {
                let page = try await person.browser.get("/incidenten")
                if let found = page.html.firstMatch(of: #/\/incident\/[0-9]+/#) { return String(found.output) }
                try #require(ContinuousClock.now < deadline)
                inside.clock.pass(seconds: 1)
            }
        }
    }

    /// Zeeland is never there.
    private func run(_ body: @escaping @Sendable (Scene, Person, Person) async throws -> Void) async throws {
        let regions = try ["gorinchem", "zeeland"].map { try InsideFederation.region($0) }
        try await InsideFederation.run(
            regions, people: { _ in [] }, unplaced: ["zeeland"], probing: .milliseconds(200),
            collecting: .milliseconds(200)
        ) { inside in
            let gateway = try #require(inside.gateway)
            let scene = Scene(
                inside: inside, gateway: gateway,
                accounts: try AccountStore(
                    path: gateway.settings.data + "/" + DataFile.accounts, now: gateway.now))
            let technician = try await scene.enter(.regionalIT, of: regions[1].oin)
            let processor = try await scene.enter(
                .processor, of: try #require(gateway.registry.value.processors.first).oin)
            try await body(scene, technician, processor)
        }
    }

    @Test("it is taken in hand once, and annotated; both stand in its timeline and in the audit log")
    func acts() async throws {
        try await run { scene, technician, _ in
            let path = try await scene.incident(technician)
            #expect(try await technician.post(path + "/gezien").location == path)
            let again = try await technician.post(path + "/gezien")
            #expect(again.status == 400 && again.html.contains("regioict pakt dit incident al op."))
            for (note, words) in [
                ("", "Schrijf een aantekening"), (String(repeating: "a", count: 501), "Schrijf een"),
                ("Bel 111222333", "een BSN kan zijn"),
            ] {
                let refused = try await technician.post(path + "/aantekening", [("aantekening", note)])
                #expect(refused.status == 400 && refused.html.contains(words))
            }
            let note = "Stroom eraf; de monteur <is> onderweg."
            #expect(try await technician.post(path + "/aantekening", [("aantekening", note)]).location == path)
            let page = try await technician.browser.get(path).html
            #expect(page.contains("Stroom eraf; de monteur &lt;is&gt; onderweg.") && page.contains("Opgepakt"))
            let log = try AccountabilityStore(path: scene.gateway.settings.data + "/" + DataFile.accountability)
                .auditLog
            let lines = try await log.records(after: 0, limit: 100).map(\.record).filter {
                $0.object.hasPrefix("incident")
            }
            #expect(
                lines.map { "\($0.action.prefix(4)) \($0.result)" } == [
                    "ackn asked", "ackn done", "ackn asked", "ackn refused", "anno asked", "anno refused", "anno asked",
                    "anno refused", "anno asked", "anno refused", "anno asked", "anno done",
                ])
        }
    }

    @Test("who may not see it cannot tell it from none, and a page of another site does nothing")
    func refusals() async throws {
        try await run { scene, technician, processor in
            let path = try await scene.incident(technician)
            let fields = [("aantekening", "Ook gezien.")]
            #expect(try await processor.browser.get(path).status == 404)
            for act in ["/gezien", "/aantekening"] {
                #expect(try await processor.post(path + act, fields).status == 404)
                #expect(try await technician.browser.post(path + act, fields).status == 403, "no token")
                let foreign = try await technician.browser.post(
                    path + act, fields + [("csrf", technician.csrf)], headers: ["Sec-Fetch-Site": "cross-site"])
                #expect(foreign.status == 403)
                let nobody = Browser(technician.browser.url)
                #expect(try await nobody.post(path + act, fields).status == 403)
            }
            #expect(!(try await technician.browser.get(path).html.contains("Opgepakt")))
        }
    }

    @Test("programs and spreadsheets get what the pages show, and no other region")
    func reports() async throws {
        try await run { scene, technician, processor in
            _ = try await scene.incident(technician)
            let incidents = try await technician.browser.get("/v1/incidenten").html
            #expect(incidents.contains("zeeland"))
            #expect(!(try await processor.browser.get("/v1/incidenten").html.contains("zeeland")))
            let file = try await technician.browser.get("/beschikbaarheid.csv")
            #expect(file.headers.first(name: "Content-Disposition")?.contains("beschikbaarheid-20") == true)
            let lines = file.html.components(separatedBy: "\r\n")
            #expect(lines.count == 3 && lines[0].hasSuffix("\"incidenten\"") && lines[1].hasPrefix("\"Zeeland\";"))
            #expect(try await technician.browser.get("/beschikbaarheid?maand=1999-01").status == 400)
            #expect(try await technician.browser.get("/v1/knooppunten/zeeland/historie/1u").html.contains("periode"))
        }
    }
}
