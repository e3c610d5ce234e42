import Domain
import Dossiers
import Foundation
import GRDB
import NIOHTTP1
import NodePortal
import TestSupport
import Testing

@testable import Accountability
@testable import hallowerk

@Suite("Delivering on the portal: checked first, then decided, then applied, and nothing is left behind", .oneAtATime)
struct DeliveryTests {
    @Test("a sound file is taken whole; people are hidden; the same file again changes nothing")
    func takes() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            #expect(try await browser.get("/").location == "/leveringen", "where an administrator starts")
            let (path, checked) = try await node.deliver(browser, csrf, DeliveringNode.export(1...1_200))
            #expect(checked.html.contains("Uw bestand is in orde") && checked.html.contains("1.200 rijen overnemen"))
            #expect(!checked.html.contains("compleet"), "nobody would be missing")
            #expect(try await node.people().isEmpty, "nothing is taken before it is decided")
            #expect(node.kept.allSatisfy { !$0.hasSuffix(".levering") }, "the file itself is gone")
            #expect(
                try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "overnemen")]).status == 303)
            let done = try await node.page(browser, path, until: "Uw levering is verwerkt")
            #expect(done.figure("Nieuw") == "1.200" && done.figure("Gewijzigd") == "0")
            let people = try await node.people()
            #expect(people.count == 1_200 && people.allSatisfy { $0.visibility == .hidden })
            let again = try await node.take(browser, csrf, DeliveringNode.export(1...1_200))
            #expect(again.figure("Nieuw") == "0" && again.figure("Ongewijzigd") == "1.200")
            let changed = try await node.take(browser, csrf, DeliveringNode.export(1...3, name: "Anders"))
            #expect(changed.figure("Gewijzigd") == "3")
            let list = try await browser.get("/leveringen")
            #expect(list.html.components(separatedBy: ">verwerkt<").count == 4)
            #expect(node.kept.allSatisfy { !$0.hasSuffix(".sqlite") })
        }
    }

    @Test("each bad row is told with line, column, reason and remedy; only the good ones are taken, on purpose")
    func badRows() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            let file = DeliveringNode.export(1...10) + DeliveringNode.badRow(11) + DeliveringNode.rows([12, 1])
            let (path, checked) = try await node.deliver(browser, csrf, file)
            for text in [
                "11 rijen kunnen worden overgenomen; 2 rijen niet, door 3 fouten.",
                ">12</th><td data-label=\"Kolom\" class=\"code\">voornaam</td>", "is geen Nederlandse postcode",
                "staat ook op regel 2", "Alleen de 11 rijen overnemen die goed zijn",
            ] { #expect(checked.html.contains(text), "\(text)") }
            #expect(!checked.html.contains("name=\"compleet\""), "a full export has no bad rows")
            let rows = try await browser.get(path + "/afgekeurd")
            #expect(
                rows.status == 200 && rows.headers.first(name: "Content-Disposition")?.contains("attachment") == true)
            #expect(
                rows.html.contains("# regel 12, voornaam: is leeg") && rows.html.contains(DeliveringNode.badRow(11)))
            for fields in [
                [("besluit", "overnemen")], [("besluit", "goedeRijenOvernemen"), ("compleet", "ja")],
            ] {
                #expect(try await browser.post(path + "/besluit", [("csrf", csrf)] + fields).status == 409)
            }
            #expect(try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "iets")]).status == 400)
            #expect(try await node.people().isEmpty)
            let decided = try await browser.post(
                path + "/besluit", [("csrf", csrf), ("besluit", "goedeRijenOvernemen")])
            #expect(decided.status == 303)
            let done = try await node.page(browser, path, until: "Uw levering is verwerkt")
            #expect(done.figure("Nieuw") == "11" && done.html.contains("2 rijen zijn niet overgenomen"))
            #expect(try await browser.get(path + "/afgekeurd").html == rows.html, "they can still be taken after it")
        }
    }

    @Test("a file that cannot be read says why; given up, nothing of it is left", arguments: [0, 1])
    func givenUp(_ round: Int) async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            let (path, page) =
                try await round == 0
                ? node.deliver(browser, csrf, "Noor;Jansen\n", until: "Dit bestand kan niet worden gelezen")
                : node.deliver(browser, csrf, DeliveringNode.export(1...5) + DeliveringNode.badRow(6))
            #expect(page.html.contains(round == 0 ? "geen kopregel" : "Wat wilt u doen?"))
            let given = try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "opgeven")])
            #expect(given.status == 303 && given.location == "/leveringen")
            #expect(node.kept.isEmpty, "\(node.kept)")
            #expect(try await browser.get(path).status == 404)
            #expect(
                try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "overnemen")]).status == 404)
            #expect(try await browser.get("/leveringen").html.contains("Er is nog niets aangeleverd"))
        }
    }

    @Test("a forged form, or one whose token comes after the file, is refused before the file is read")
    func forged() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            let file = DeliveringNode.export(1...5)
            #expect(try await browser.upload("/leveringen", [("csrf", "verkeerd")], file: file).status == 403)
            #expect(try await browser.upload("/leveringen", [], file: file).status == 403)
            for headers in [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://elders.example"]] {
                let sent = try await browser.upload("/leveringen", [("csrf", csrf)], file: file, headers: headers)
                #expect(sent.status == 403)
            }
            let other = try await browser.upload("/leveringen", [("csrf", csrf)], file: file, named: "plaatje")
            #expect(other.status == 400)
            #expect(node.kept.isEmpty, "\(node.kept)")
            let (path, _) = try await node.deliver(browser, csrf, file)
            let forged = try await browser.post(path + "/besluit", [("csrf", "x"), ("besluit", "overnemen")])
            #expect(forged.status == 403)
            #expect(try await node.people().isEmpty)
        }
    }

    @Test("who is missing is listed before the decision; service ends only with the box ticked")
    func missing() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            try await node.take(browser, csrf, DeliveringNode.export(1...300))
            let (path, checked) = try await node.deliver(browser, csrf, DeliveringNode.export(11...300))
            #expect(checked.html.contains("10 mensen in HalloWerk, maar niet in dit bestand"))
            #expect(checked.html.contains("<li>Z10</li>") && !checked.html.contains("<li>Z11</li>"))
            #expect(checked.html.contains("name=\"compleet\""))
            let all = try await browser.get(path + "/ontbrekend")
            #expect(all.html.split(separator: "\n").count == 11 && all.html.hasPrefix("klantnummer\nZ1\nZ10\nZ2\n"))
            #expect(
                try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "overnemen")]).status == 303)
            let part = try await node.page(browser, path, until: "Uw levering is verwerkt")
            #expect(part.figure("Dienstverlening beëindigd") == "0")
            #expect(try await node.people().allSatisfy { $0.internalFields.serviceEnded == nil })
            let full = try await node.take(browser, csrf, DeliveringNode.export(11...300), complete: true)
            #expect(full.figure("Dienstverlening beëindigd") == "10")
            let ended = try await node.people().filter { $0.internalFields.serviceEnded != nil }
            #expect(Set(ended.map(\.internalFields.clientNumber)) == Set((1...10).map { "Z\($0)" }))
        }
    }

    @Test("decided twice at once, one of the two counts; afterwards there is nothing to decide")
    func twice() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            let (path, _) = try await node.deliver(browser, csrf, DeliveringNode.export(1...600))
            let fields = [("csrf", csrf), ("besluit", "overnemen")]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await browser.post(path + "/besluit", fields).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303, 409, 409, 409])
            let done = try await node.page(browser, path, until: "Uw levering is verwerkt")
            #expect(done.figure("Nieuw") == "600")
            for decision in ["overnemen", "opgeven"] {
                let late = try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", decision)])
                #expect(late.status == 409)
            }
            #expect(try await browser.get(path).figure("Nieuw") == "600")
        }
    }

    @Test("two municipalities at once: each its own people, and neither sees the other's delivery")
    func twoMunicipalities() async throws {
        try await DeliveringNode.run { node in
            let (one, oneToken) = try await node.browser()
            let (other, otherToken) = try await node.browser(of: 1)
            async let first = node.take(one, oneToken, DeliveringNode.export(1...900))
            async let second = node.take(other, otherToken, DeliveringNode.export(1...700))
            #expect(try await first.figure("Nieuw") == "900")
            #expect(try await second.figure("Nieuw") == "700")
            #expect(try await node.people(0).count == 900)
            #expect(try await node.people(1).count == 700)
            let (path, _) = try await node.deliver(
                one, oneToken, DeliveringNode.export(1...10) + DeliveringNode.badRow(0))
            for page in ["", "/afgekeurd", "/ontbrekend"] { #expect(try await other.get(path + page).status == 404) }
            for decision in ["goedeRijenOvernemen", "opgeven"] {
                let fields = [("csrf", otherToken), ("besluit", decision)]
                #expect(try await other.post(path + "/besluit", fields).status == 404)
            }
            #expect(try await one.get(path).status == 200, "it is still there")
            #expect(try await !other.get("/leveringen").html.contains(path))
        }
    }

    @Test("what goes out can come in again and changes nothing; each of the people is in the processing log")
    func exports() async throws {
        try await DeliveringNode.run { node in
            let (browser, csrf) = try await node.browser()
            try await node.take(browser, csrf, DeliveringNode.export(1...650))
            let before = try await Logged.people("gegevensUitleveren", node.node)
            let out = try await browser.post("/uitlevering", [("csrf", csrf), ("vorm", "csv")])
            #expect(out.status == 200 && out.headers.first(name: "Content-Disposition")?.contains(".csv") == true)
            #expect(out.html.split(separator: "\n").count == 651)
            #expect(try await Logged.people("gegevensUitleveren", node.node) == before + 650)
            let back = try await node.take(browser, csrf, out.html)
            #expect(back.figure("Nieuw") == "0" && back.figure("Gewijzigd") == "0")
            let lines = try await browser.post("/uitlevering", [("csrf", csrf), ("vorm", "json")])
            #expect(lines.html.split(separator: "\n").count == 650 && lines.html.contains("\"zichtbaarheid\""))
            for fields in [[("csrf", "x"), ("vorm", "csv")], [("vorm", "csv")]] {
                #expect(try await browser.post("/uitlevering", fields).status == 403)
            }
            #expect(try await browser.post("/uitlevering", [("csrf", csrf), ("vorm", "xml")]).status == 400)
        }
    }

    @Test("a node that stops in the middle keeps what was applied, and its next start does the rest")
    func stopped() async throws {
        let region = try InsideFederation.region("gorinchem")
        let clock = StillClock()
        let federation = try TestFederation(of: [region], now: clock.now)
        let total = 8_000
        var applied = 0
        do {
            let node = DeliveringNode(
                node: try await InsideNode.make(region, in: federation, people: [], clock: clock))
            federation.place(region.code.slug, at: node.node.federationPort)
            try await InsideFederation.started(
                [node.node.footing.settings], services: try await node.node.wiring.services()
            ) {
                let (browser, csrf) = try await node.browser()
                let (path, _) = try await node.deliver(browser, csrf, DeliveringNode.export(1...total))
                _ = try await browser.post(path + "/besluit", [("csrf", csrf), ("besluit", "overnemen")])
                let deadline = ContinuousClock.now + .seconds(60)
                while try await node.node.stores.dossiers.counts().total < 1_000 {
                    try #require(ContinuousClock.now < deadline)
                    await Task.yield()
                }
            }
            applied = try await node.node.stores.dossiers.counts().total
        }
        #expect(applied >= 1_000 && applied < total && applied % 500 == 0, "\(applied)")
        let again = DeliveringNode(node: try await InsideNode.make(region, in: federation, people: [], clock: clock))
        let completed = try await again.node.wiring.imports.begin()
        #expect(completed.map(\.added) == [total] && completed.allSatisfy(\.isFinished))
        #expect(try await again.people().count == total, "before anything listens")
        #expect(try await Logged.people("gegevensAanleveren", again.node) >= total)
    }
}

/// What the processing log of a node says.
enum Logged {
    /// How many people its lines of an activity are of.
    static func people(_ activity: String, _ node: InsideNode) async throws -> Int {
        try await node.stores.accountability.pool.read { database in
            let sql = "SELECT subjects FROM processing WHERE activity LIKE '%/\(activity)'"
            return try String.fetchAll(database, sql: sql).map { $0.split(separator: " ").count }.reduce(0, +)
        }
    }
}
