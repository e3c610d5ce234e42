import Domain
import Foundation
import Testing
import WebUI

@Suite("The case manager's pages: what is wrong, what changed, what is whose")
struct DossierPagesTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test("markup in a name, a reason or a typed value is shown, never run")
    func escapes() throws {
        let hostile = Samples.hostile
        let request = DossierPage.Request(
            request: hostile, reason: hostile, faults: [EntryFault(field: "reden", message: hostile)])
        let rendered = [
            pages.people(try Samples.people(count: 2, name: hostile, cursor: hostile, text: hostile)),
            pages.people(try Samples.people(count: 0, name: hostile, fault: hostile)),
            pages.dossier(try Samples.dossierPage(.visible, request: request, text: hostile)),
            pages.edit(
                try Samples.edit(
                    change: [.familyName: hostile], faults: [EntryFault(field: "straat", message: hostile)])),
            pages.edit(try Samples.edit(conflict: try Samples.conflict(hostile))),
            pages.history(Samples.history(Samples.events(hostile))),
        ]
        for html in rendered {
            #expect(!html.contains("<script>") && !html.contains("\"co\""))
            #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;"))
        }
    }

    @Test("each fault stands beside its field, and in the sum on top")
    func faults() throws {
        let html = pages.edit(try Samples.edit(faults: Samples.everyFault()))
        #expect(html.contains("<form class=\"edit\" novalidate"), "a browser would name one fault at a time")
        for field in DossierField.keptByMunicipality {
            #expect(html.components(separatedBy: "Dit klopt niet: \(field.rawValue).").count == 3, "\(field)")
            #expect(
                html.contains("<a href=\"#\(field.rawValue)\">") && html.contains(" id=\"\(field.rawValue)\""),
                "\(field)")
            guard field != .targetGroups else { continue }
            let control = try #require(html.firstMatch(of: Regex("<[^>]* id=\"\(field.rawValue)\"[^>]*>")))
            #expect(html[control.range].contains("aria-invalid=\"true\""), "\(field)")
        }
    }

    @Test("a conflict says who, when to the second and what, and keeps what was typed")
    func conflict() throws {
        let html = pages.edit(try Samples.edit(conflict: try Samples.conflict()))
        #expect(html.contains("P. de Vries wijzigde dit dossier op 18 november 2026 om 12:06:40"))
        #expect(html.contains("Gewijzigd: telefoonnummer, straat en huisnummer en zichtbaarheid."))
        #expect(html.contains("U had ingevuld: <strong>van der Berg</strong>"))
        #expect(html.contains("U had ingevuld: <strong>volledig ondersteund</strong>"))
        #expect(html.contains("U had ingevuld: <strong>geen</strong>"))
        #expect(html.components(separatedBy: "U had ingevuld").count == 4, "another spelling of a day is no change")
        #expect(html.contains("value=\"14-05-1984\"") && html.contains("value=\"3011 AB\""))
        #expect(html.contains("name=\"achternaam\" type=\"text\" value=\"van den Berg\""))
    }

    @Test("what only the municipality sees stands on its own side of the page")
    func sides() throws {
        let html = pages.dossier(try Samples.dossierPage(.hidden))
        let own = try #require(html.range(of: "id=\"eigen\""))
        let others = html[..<own.lowerBound]
        for text in ["R-10447", "Z-2026-118", "Coolsingel", "14 mei 1984", "3011 AB", "samen"] {
            #expect(!others.contains(text), "\(text)")
            #expect(html[own.lowerBound...].contains(text), "\(text)")
        }
        #expect(others.contains("06 12345678") && others.contains("reachtruck"))
    }

    @Test("a sensitive topic can be confirmed, and only then the button is there")
    func confirms() throws {
        let warned = DossierPage.Request(
            request: "Z-1", reason: "wegens ziekte", warnings: [EntryWarning(field: "reden", topic: .medical)])
        let html = pages.dossier(try Samples.dossierPage(.visible, request: warned))
        #expect(html.contains("name=\"bevestigd\" value=\"reden:gezondheid\"") && html.contains("over gezondheid"))
        #expect(!pages.dossier(try Samples.dossierPage(.visible)).contains("bevestigd"))
    }

    @Test("each role has its own menu")
    func menus() throws {
        let entries: [(Role, [String])] = [
            (.accountManager, ["/", "/vacatures", "/berichten"]),
            (.caseManager, ["/", "/vacatures", "/mensen", "/berichten"]),
            (.municipalAdministrator, []),
            (.regionalIT, []), (.processor, []), (.federationAdministrator, []),
        ]
        for (role, paths) in entries {
            let page = ProblemPage(frame: Samples.frame(role: role), status: 404, requestID: "1")
            let html = pages.problem(page)
            let menu =
                html.firstMatch(of: #/<nav aria-label="Hoofdmenu">(?s:.*?)</nav>/#).map { String($0.output) } ?? ""
            let found = menu.matches(of: #/href="([^"]*)"/#).map { String($0.output.1) }
            #expect(Set(paths).isSubset(of: found) && (role != .accountManager || found == paths), "\(role)")
        }
        #expect(pages.people(try Samples.people(count: 1)).contains("<a href=\"/mensen\" aria-current=\"page\">"))
    }
}
