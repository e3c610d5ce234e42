import Access
import Domain
import Foundation
import Testing
import Trust

@testable import NodePortal
@testable import hallowerk

@Suite("Exceptional access on the portal: asked, granted, read-only, and over by itself (P-VIS-4)", .oneAtATime)
struct EmergencyTests {
    private static let reason = "Zoekfout in dossiers nakijken"
    private static let changes = ["/mensen/bewerken", "/mensen/opslaan", "/mensen/zichtbaarheid"]

    /// Somebody of the processor that the federation of tests has an agreement with.
    private static func processor(_ node: InsideNode) async throws -> Desk {
        let processor = try #require(
            node.footing.registry.value.processors.first {
                $0.regions(at: node.footing.now(), allowing: .emergency).contains(node.code)
            })
        try await node.stores.accounts.add(
            Account(
                user: "beheerder", displayName: "B. Heer", role: .processor, municipality: nil,
                organisation: processor.oin), password: InsideNode.password)
        return try await Desk.enter(node, .processor, as: "beheerder")
    }

    private static func ask(_ desk: Desk, _ municipality: MunicipalityCode, hours: String = "2") async throws
        -> Browser.Page
    {
        try await desk.post("/noodtoegang", [("gemeente", municipality.code), ("reden", reason), ("uren", hours)])
    }

    /// The administrator's page, and what it has been asked.
    private static func decide(_ administrator: Desk, _ decision: String) async throws -> Browser.Page {
        let id = try #require(try await administrator.browser.get("/noodtoegang").value("verzoek"))
        return try await administrator.post("/noodtoegang/besluit", [("verzoek", id), ("besluit", decision)])
    }

    @Test("asked, granted, looked at and over after its hours; each step and look is in the logs")
    func tour() async throws {
        try await OwnMunicipality.federated(.hidden) { federation, municipality, _ in
            let node = try federation.node("gorinchem")
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let caseManager = try await Desk.enter(node, .caseManager)
            let processor = try await Self.processor(node)
            #expect(try await processor.browser.get("/").location == "/noodtoegang")
            #expect(try await processor.browser.get("/mensen").status == 403)
            #expect(try await Self.ask(processor, municipality).location == "/noodtoegang")
            #expect(try await processor.browser.get("/mensen").status == 403, "asked is not granted")
            #expect(try await administrator.browser.get("/leveringen").html.contains("B. Heer (Regiobeheer"))
            #expect(!(try await caseManager.browser.get("/mensen").html.contains("B. Heer")))
            #expect(try await Self.decide(administrator, "toestaan").location == "/noodtoegang")

            let search = try await processor.browser.get("/mensen")
            #expect(search.status == 200 && search.html.contains("U kijkt mee in de dossiers van"))
            #expect(try await caseManager.browser.get("/mensen").html.contains("Reden: \(Self.reason)"))
            let handle = try await processor.handle()
            let dossier = try await processor.post("/mensen/dossier", [("handvat", handle), ("naam", "merk")])
            #expect(dossier.status == 200 && dossier.html.contains("merkzaaknummer"))
            #expect(!dossier.html.contains("/mensen/bewerken") && !dossier.html.contains("/mensen/zichtbaarheid"))
            #expect(try await processor.post("/mensen/geschiedenis", [("handvat", handle)]).status == 200)
            for path in Self.changes + ["/zoeken", "/bericht"] {
                #expect(try await processor.post(path, [("handvat", handle)]).status == 403, "\(path)")
            }

            federation.clock.pass(seconds: 7_200)
            // Sessions end sooner than what was granted.
            let later = try await Desk.enter(node, .processor, as: "beheerder")
            for path in ["/mensen", "/mensen/dossier", "/mensen/geschiedenis"] {
                let answer = try await later.post(path, [("handvat", handle), ("naam", "merk")])
                #expect(answer.status == 403 && !answer.html.contains("erkachternaam"), "\(path)")
            }
            let parts = try await node.wiring.portalParts(
                try node.gateways(),
                HandleSealer(region: node.code, keys: node.stores.keys.handles, now: node.footing.now),
                ReferenceSealer(region: node.code, keys: node.stores.keys, now: node.footing.now), PortalCounters())
            try await EmergencyDesk(parts: parts).noteOverdue()
            let page = try await Desk.enter(node, .municipalAdministrator).browser.get("/noodtoegang").html
            #expect(page.contains("voorbij sinds") && !page.contains("kijkt mee tot"))
            #expect(page.contains("2 van hooguit 50"), "the dossier and its history")

            let audit = try await node.audit().filter { $0.contains("emergency access") }
            for line in [
                "ask for emergency access | dossiers | asked | beheerder",
                "ask for emergency access | emergency access",
                "grant emergency access | emergency access", "find people | people of GM0512, emergency access",
                "look at dossier | ", "look at history of dossier | ",
            ] {
                #expect(audit.contains { $0.hasPrefix(line) }, "\(line)")
            }
            #expect(audit.contains { $0.hasPrefix("end emergency access") && $0.hasSuffix("done | time") })
            #expect(!audit.contains { $0.contains(Self.reason) || $0.contains("erkachternaam") })
            let looks = try await node.processings().filter { $0.contains("beheer-noodtoegang") }
            #expect(looks.contains { $0.hasPrefix("noodtoegang: dossier bekijken") })
            #expect(looks.count == 3, "\(looks)")
        }
    }

    @Test("another municipality's administrator sees and decides nothing; other people of it open nothing")
    func otherMunicipality() async throws {
        try await OwnMunicipality.run { node, municipality, second in
            let neighbour = try await Desk.enter(node, .municipalAdministrator, of: second, as: "buurbeheer")
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let neighbours = try await Desk.enter(node, .caseManager, of: second, as: "buur")
            let foreign = try await neighbours.handle()
            let processor = try await Self.processor(node)
            _ = try await Self.ask(processor, municipality)
            let id = try #require(try await administrator.browser.get("/noodtoegang").value("verzoek"))
            #expect(!(try await neighbour.browser.get("/noodtoegang").html.contains("B. Heer")))
            for (path, fields) in [
                ("/noodtoegang/besluit", [("verzoek", id), ("besluit", "toestaan")]),
                ("/noodtoegang/einde", [("verzoek", id)]),
            ] {
                let answer = try await neighbour.post(path, fields)
                #expect(answer.status == 400 && answer.html.contains("Dit verzoek is er niet meer"), "\(path)")
            }
            #expect(try await processor.browser.get("/mensen").status == 403)
            _ = try await Self.decide(administrator, "toestaan")
            let found = try await processor.post("/mensen", [("naam", "merkachternaam")])
            #expect(found.values("handvat").count == 1 && !found.html.contains("Merkachternaam-Buur"))
            #expect(try await processor.post("/mensen/dossier", [("handvat", foreign)]).status == 404)
        }
    }

    @Test("ended early by either side, refused, and asked in a wrong way: nothing opens")
    func ends() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let technician = try await Desk.enter(node, .regionalIT)
            for (municipality, reason, hours, words) in [
                ("GM0599", Self.reason, "1", "Kies een gemeente van deze regio."),
                (municipality.code, "kort", "1", "Schrijf waarom het nodig is"),
                (municipality.code, Self.reason, "5", "Kies 1 tot en met 4 uur."),
            ] {
                let answer = try await technician.post(
                    "/noodtoegang", [("gemeente", municipality), ("reden", reason), ("uren", hours)])
                #expect(answer.status == 400 && answer.html.contains(words), "\(words)")
            }
            for ender in [technician, administrator] {
                _ = try await Self.ask(technician, municipality)
                _ = try await Self.decide(administrator, "toestaan")
                #expect(try await technician.browser.get("/mensen").status == 200)
                let id = try #require(try await ender.browser.get("/noodtoegang").value("verzoek"))
                _ = try await ender.post("/noodtoegang/einde", [("verzoek", id)])
                #expect(try await technician.browser.get("/mensen").status == 403)
            }
            _ = try await Self.ask(technician, municipality)
            _ = try await Self.decide(administrator, "weigeren")
            #expect(try await technician.browser.get("/mensen").status == 403)
            #expect(try await technician.browser.get("/noodtoegang").html.contains("geweigerd"))
        }
    }

    @Test("when as many dossiers were opened as may be, no more open, and the log says so")
    func limit() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let technician = try await Desk.enter(node, .regionalIT)
            _ = try await Self.ask(technician, municipality)
            _ = try await Self.decide(administrator, "toestaan")
            let handle = try await technician.handle()
            for _ in 0..<Limits.emergencyDossiers {
                #expect(try await technician.post("/mensen/dossier", [("handvat", handle)]).status == 200)
            }
            let refused = try await technician.post("/mensen/dossier", [("handvat", handle)])
            #expect(refused.status == 403 && refused.html.contains("zoveel mensen gezien"))
            #expect(!refused.html.contains("erkachternaam"))
            #expect(try await node.audit().contains { $0.contains("refused: used") })
        }
    }

    @Test("a processor without an agreement with the region asks nothing, and what it was granted is over")
    func agreement() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let stranger = try await Desk.enter(node, .processor)
            let answer = try await Self.ask(stranger, municipality)
            #expect(answer.status == 400 && answer.html.contains("staat dit nu niet toe"))
            let processor = try await Self.processor(node)
            _ = try await Self.ask(processor, municipality)
            _ = try await Self.decide(administrator, "toestaan")
            #expect(try await processor.browser.get("/mensen").status == 200)
            let held = node.footing.registry.value
            _ = node.footing.registry.replace(
                with: Registry(
                    serial: held.serial + 1, issued: held.issued, expires: held.expires, members: held.members,
                    gateways: held.gateways,
                    processors: held.processors.map { processor in
                        Registry.Processor(
                            oin: processor.oin, name: processor.name,
                            agreements: processor.agreements.map {
                                .init(region: $0.region, from: $0.from, until: $0.until, scope: [.health])
                            })
                    }))
            #expect(try await processor.browser.get("/mensen").status == 403)
        }
    }

    @Test("while a log refuses, nothing is asked, granted or looked at")
    func logFirst() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let administrator = try await Desk.enter(node, .municipalAdministrator)
            let processor = try await Self.processor(node)
            _ = try await Self.ask(processor, municipality)
            let id = try #require(try await administrator.browser.get("/noodtoegang").value("verzoek"))
            let file = node.data + "/" + DataFile.accountability
            try LogFault.refuseLines(true, of: "audit", in: file)
            let unwritten = try await administrator.post(
                "/noodtoegang/besluit", [("verzoek", id), ("besluit", "toestaan")])
            #expect(unwritten.status == 503)
            try LogFault.refuseLines(false, of: "audit", in: file)
            #expect(try await processor.browser.get("/mensen").status == 403)
            _ = try await Self.decide(administrator, "toestaan")
            let handle = try await processor.handle()
            try LogFault.refuseLines(true, of: "processing", in: file)
            let unseen = try await processor.post("/mensen/dossier", [("handvat", handle)])
            #expect(unseen.status == 503 && !unseen.html.contains("Merkachternaam"))
        }
    }
}
