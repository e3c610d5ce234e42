import Domain
import Foundation
import Testing
import WebUI

@Suite("Pages: what people typed stays text, and every page can be used by everybody")
struct PagesTests {
    private let pages: Pages

    init() throws { pages = try Pages() }

    @Test("markup in a name, a text or a query is shown, never run")
    func escapes() throws {
        var form = Samples.form
        form.text = Samples.hostile
        form.vacancy = Samples.hostile
        form.municipalityName = Samples.hostile
        for kind in FilterKind.allCases { form[kind] = [Samples.hostile] }
        let results = SearchResults(
            total: 1, shownBefore: 0, hits: [try Samples.hit(0, text: Samples.hostile)],
            outcomes: [
                RegionOutcome(region: try RegionCode("rijnmond"), state: .faulty, reason: Samples.hostile)
            ], cursor: Samples.hostile)
        let rendered = [
            pages.search(
                try Samples.search(results, form: form, faults: [FormFault(field: "tekst", message: Samples.hostile)])),
            pages.profile(try Samples.profile(given: Samples.hostile, family: Samples.hostile)),
            pages.logIn(LogInPage(face: .portal(region: Samples.hostile), user: Samples.hostile)),
            pages.problem(
                ProblemPage(
                    frame: Samples.frame(name: Samples.hostile), status: 400, details: [Samples.hostile],
                    requestID: Samples.hostile)),
        ]
        for html in rendered {
            #expect(!html.contains("<script>"))
            #expect(!html.contains("\"co\""))
            #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;"))
        }
    }

    @Test("no page has an inline script, style, handler or third party")
    func nothingInline() throws {
        for (name, html) in try Samples.all(pages) {
            #expect(try html.matches(of: Regex("<script(?![^>]*\\ssrc=\"/bestanden/)")).isEmpty, "\(name)")
            #expect(try html.matches(of: Regex("<style|\\sstyle=|\\son[a-z]+=|javascript:")).isEmpty, "\(name)")
            #expect(try html.matches(of: Regex("(src|href|action)=\"(?!/|#|tel:|mailto:|otpauth:)")).isEmpty, "\(name)")
        }
    }

    @Test("every control has a label, and every id is there once")
    func labels() throws {
        for (name, html) in try Samples.all(pages) {
            let ids = try Self.values(of: "id", in: html)
            #expect(Set(ids).count == ids.count, "\(name)")
            let labels = Set(try Self.values(of: "for", in: html))
            for control in try html.matches(of: Regex("<(input|select|textarea)[^>]*>")) {
                let tag = String(html[control.range])
                guard !tag.contains("type=\"hidden\"") else { continue }
                if tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"") {
                    #expect(html[..<control.range.lowerBound].hasSuffix("<label class=\"check\">"), "\(name): \(tag)")
                } else {
                    let id = try Self.values(of: "id", in: tag).first
                    #expect(id.map(labels.contains) == true, "\(name): \(tag)")
                }
            }
            for reference in try Self.values(of: "aria-describedby", in: html)
                + Self.values(of: "aria-labelledby", in: html)
            {
                for id in reference.split(separator: " ") { #expect(ids.contains(String(id)), "\(name): \(id)") }
            }
            for form in try Self.values(of: "form", in: html) { #expect(ids.contains(form), "\(name): \(form)") }
        }
    }

    @Test("every form that is sent by somebody logged in carries the token against forgery")
    func tokens() throws {
        for (name, html) in try Samples.all(pages) {
            for form in try html.matches(of: Regex("(?s)<form.*?</form>")) {
                let text = String(html[form.range])
                #expect(text.contains("method=\"post\""), "\(name)")
                guard !text.contains("action=\"/inloggen") else { continue }
                #expect(text.contains("name=\"csrf\" value=\"dGVzdA\""), "\(name): \(text.prefix(90))")
            }
        }
    }

    @Test("headings go down one step at a time, from one h1")
    func headings() throws {
        for (name, html) in try Samples.all(pages) {
            let levels = try html.matches(of: Regex("<h([1-6])")).compactMap { $0[1].substring.flatMap { Int($0) } }
            #expect(levels.first == 1, "\(name)")
            #expect(levels.count { $0 == 1 } == 1, "\(name)")
            for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1, "\(name)") }
        }
    }

    @Test("a missing region is named, says what it means, and can be asked again")
    func missing() throws {
        let html = pages.search(try Samples.search(try Samples.results()))
        #expect(html.contains("1.312 mensen <span>in 13 van 14 regio&#39;s"))
        #expect(html.contains("Resultaten uit Flevoland ontbreken."))
        #expect(html.contains("Flevoland antwoordde niet binnen 1,5 seconde."))
        #expect(html.contains("Opnieuw vragen"))
        #expect(html.contains("te laat"))
        let complete = SearchResults(total: 0, shownBefore: 0, hits: [], outcomes: try Samples.outcomes(down: false))
        #expect(!pages.search(try Samples.search(complete)).contains("ontbreken"))
    }

    @Test("people of the own region only stand in a block of their own, folded below what the federation found")
    func homeRegion() throws {
        let html = pages.search(try Samples.search(try Samples.results(), home: try Samples.home()))
        let block = try #require(html.range(of: "<details class=\"home\">"))
        #expect(try #require(html.range(of: "Volgende pagina")).upperBound < block.lowerBound)
        #expect(html[block.lowerBound...].contains("Alleen in onze regio (18)"))
        #expect(html[block.lowerBound...].contains("mensen die niet zichtbaar zijn voor anderen"))
        #expect(html[block.lowerBound...].contains("action=\"/eigen-profiel\""))
        #expect(html[block.lowerBound...].contains("name=\"eigencursor\" value=\"b25zZWFsZWQ\""))
        #expect(!html[..<block.lowerBound].contains("/eigen-"))
        let alone = pages.search(try Samples.search(nil, home: try Samples.home(total: 43, before: 20)))
        #expect(alone.contains("<details class=\"home\" open>") && alone.contains("21 tot en met 23 van 43"))
        #expect(!alone.contains("action=\"/profiel\""))
        let none = pages.search(try Samples.search(try Samples.results(), home: try Samples.home(total: 0)))
        #expect(none.contains("Alleen in onze regio (0)") && !none.contains("/eigen-"))
        #expect(!pages.search(try Samples.search(try Samples.results())).contains("Alleen in onze regio"))
    }

    @Test("a hidden person's profile says so, and leads back to the own region's list, not to the federation's")
    func hiddenProfile() throws {
        let hidden = pages.profile(try Samples.profile(isHidden: true))
        #expect(hidden.contains("Niet zichtbaar voor anderen.") && hidden.contains("action=\"/eigen-regio\""))
        #expect(!hidden.contains("action=\"/zoeken\""))
        let visible = pages.profile(try Samples.profile())
        #expect(!visible.contains("Niet zichtbaar") && visible.contains("action=\"/zoeken\""))
    }

    @Test("each fault stands beside its field, and in the sum on top")
    func faults() throws {
        let fields = [
            "tekst", "doel", "vacature", "gemeentenaam", "postcode", "urenvan", "beschikbaar", "taalnaam", "taalniveau",
        ]
        let faults = fields.map { FormFault(field: $0, message: "Fout in \($0).") }
        let html = pages.search(try Samples.search(nil, faults: faults))
        for field in fields {
            #expect(html.components(separatedBy: "Fout in \(field).").count == 3, "\(field)")
            let control = try #require(html.firstMatch(of: Regex("<[^>]* id=\"\(field)\"[^>]*>")))
            #expect(html[control.range].contains("aria-invalid=\"true\""), "\(field)")
            #expect(html.contains("<a href=\"#\(field)\">"), "\(field)")
        }
        #expect(try html.contains(Regex("<details class=\"fold\" open>")))
    }

    @Test(
        "a fault of a group of boxes stands in the group",
        arguments: FilterKind.allCases.map(\.rawValue) + ["sortering"])
    func groupFaults(_ field: String) throws {
        let html = pages.search(
            try Samples.search(nil, form: Samples.fullForm, faults: [FormFault(field: field, message: "Fout.")]))
        let group = try #require(html.firstMatch(of: Regex("(?s)<fieldset id=\"groep-\(field)\".*?</fieldset>")))
        #expect(html[group.range].contains("<p id=\"\(field)-fout\" class=\"small fault\">Fout.</p>"))
        #expect(html.contains("<a href=\"#groep-\(field)\">Fout.</a>"))
        #expect(html.contains("<details class=\"fold\" open>"))
    }

    @Test("the assets that pages name are there, small, and named after their content")
    func assets() throws {
        let html = pages.search(try Samples.search(nil))
        for asset in pages.assets {
            #expect(html.contains(asset.path))
            #expect(asset.bytes.count < 30_000)
            #expect(try asset.path.wholeMatch(of: Regex("/bestanden/[a-z]+-[0-9a-f]{16}\\.(css|js|svg)")) != nil)
        }
    }

    @Test("pages are written to the folder in HALLOWERK_PAGES, to look at", .enabled(if: folder != nil))
    func write() throws {
        let folder = URL(fileURLWithPath: try #require(folder))
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("bestanden"), withIntermediateDirectories: true)
        for asset in pages.assets {
            try Data(asset.bytes).write(to: folder.appendingPathComponent(String(asset.path.dropFirst())))
        }
        for (name, html) in try Samples.all(pages) {
            let local = html.replacing("=\"/bestanden/", with: "=\"bestanden/")
            try local.write(to: folder.appendingPathComponent("\(name).html"), atomically: true, encoding: .utf8)
        }
    }

    static func values(of attribute: String, in html: String) throws -> [String] {
        try html.matches(of: Regex("\\s\(attribute)=\"([^\"]*)\"")).compactMap { $0[1].substring.map(String.init) }
    }
}

private let folder = ProcessInfo.processInfo.environment["HALLOWERK_PAGES"]
