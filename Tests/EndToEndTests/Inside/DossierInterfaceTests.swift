import AsyncHTTPClient
import Domain
import Dossiers
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Testing
import Wire

@testable import hallowerk

@Suite("Dossiers for programs: the same rules as the pages, as JSON", .oneAtATime)
struct DossierInterfaceTests {
    /// An answer with what a test looks at.
    struct Answer {
        let status: Int
        let tag: String?
        let body: String

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
        }
        var faults: [String] { (object["fouten"] as? [[String: String]] ?? []).compactMap { $0["veld"] } }
    }

    private func send(
        _ program: PortalClient, _ method: String, _ path: String, _ json: [String: Any]? = nil, match: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: program.url + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(program.token)")
        if let match { request.headers.add(name: "If-Match", value: match) }
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(Array(try JSONSerialization.data(withJSONObject: json)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let body = String(buffer: try await response.body.collect(upTo: 1 << 20))
        return Answer(
            status: Int(response.status.code), tag: response.headers.first(name: "ETag"), body: body)
    }

    private func handle(_ program: PortalClient) async throws -> String {
        let found = try await send(program, "POST", WirePath.findDossiers, ["tekst": "merkachternaam"])
        let first = try #require((found.object["resultaten"] as? [[String: Any]])?.first, "\(found.status)")
        return try #require(first["handvat"] as? String)
    }

    @Test("find, open, change, show and look back; the revision is the ETag")
    func tour() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let program = try await node.logIn(.caseManager)
            let path = WirePath.dossiers + "/" + (try await handle(program))
            let opened = try await send(program, "GET", path)
            #expect(opened.status == 200 && opened.tag == "\"1\"")
            var fields = try #require(opened.object["gegevens"] as? [String: Any])
            #expect(fields["klantnummer"] as? String == "merkklantnummer" && fields["tozo"] as? Bool == true)
            let others = try #require(opened.object["anderenZien"] as? [String: Any])
            #expect(others["motivatie"] as? String == "Bel [afgeschermd] op [afgeschermd].")
            let shared = String(decoding: try JSONSerialization.data(withJSONObject: others), as: UTF8.self)
            for mark in OwnMunicipality.internalMarks + OwnMunicipality.otherSpellings {
                #expect(!shared.contains(mark), "\(mark)")
            }
            fields["straat"] = "Kade 7"
            fields["doelgroepen"] = [String]()
            #expect(try await send(program, "PUT", path, fields).status == 428)
            let saved = try await send(program, "PUT", path, fields, match: "\"1\"")
            #expect(saved.status == 200 && saved.tag == "\"2\"")
            fields["straat"] = "Kade 8"
            let late = try await send(program, "PUT", path, fields, match: "\"1\"")
            #expect(late.status == 412 && late.faults == ["straat", "doelgroepen"])
            #expect(late.body.contains("klantmanager wijzigde dit dossier"))
            let act = ["zichtbaarheid": "zichtbaar", "verzoek": "Z-1", "reden": "op verzoek"]
            let shown = try await send(program, "POST", path + "/zichtbaarheid", act)
            #expect(shown.status == 200 && shown.object["zichtbaarheid"] as? String == "zichtbaar")
            let id = try OwnMunicipality.marked(.hidden, in: municipality).id
            let dossier = try #require(try await node.stores.dossiers.dossier(id))
            let disclosed = try #require(ShowcaseProfile(disclosing: dossier))
            let received = try JSONSerialization.jsonObject(
                with: Data(ProfileDetailJSON.encode(disclosed, region: node.code)))
            #expect(shown.object["anderenZien"] as? NSDictionary == received as? NSDictionary, "as others receive it")
            let history = try await send(program, "GET", path + "/geschiedenis")
            let lines = try #require(history.object["geschiedenis"] as? [[String: Any]])
            #expect(lines.compactMap { $0["soort"] as? String } == ["zichtbaarheid", "bewerkt"])
            #expect(lines.last?["velden"] as? [String] == ["straat", "doelgroepen"])
            #expect(!history.body.contains("Kade") && history.object["meer"] as? Bool == false)
            #expect(dossier.internalFields.street == "Kade 7")
        }
    }

    @Test("every error at once, by field and without a value; nothing is written")
    func faults() async throws {
        try await OwnMunicipality.run { node, municipality, _ in
            let program = try await node.logIn(.caseManager)
            let path = WirePath.dossiers + "/" + (try await handle(program))
            var fields = try #require(try await send(program, "GET", path).object["gegevens"] as? [String: Any])
            fields["voornaam"] = ""
            fields["emailadres"] = ["geen"]
            fields["straat"] = "Kade 111222333"
            fields["tozo"] = "misschien"
            fields["motivatie"] = "van een ander"
            fields["bsn"] = "1"
            fields["postcode"] = nil
            let answer = try await send(program, "PUT", path, fields, match: "\"1\"")
            #expect(answer.status == 400 && !answer.body.contains("111222333"))
            #expect(Set(answer.faults) == ["voornaam", "emailadres", "straat", "tozo", "motivatie", "bsn", "postcode"])
            let act = try await send(program, "POST", path + "/zichtbaarheid", ["zichtbaarheid": "soms", "nu": true])
            #expect(act.status == 400 && Set(act.faults) == ["zichtbaarheid", "nu", "verzoek", "reden"])
            let ill: [String: Any] = ["zichtbaarheid": "zichtbaar", "verzoek": "Z-1", "reden": "na ziekte"]
            #expect(try await send(program, "POST", path + "/zichtbaarheid", ill).status == 409)
            #expect(
                try await send(program, "POST", WirePath.findDossiers, ["tekst": "", "x": 1]).faults == ["x", "tekst"])
            #expect(
                try await send(program, "POST", WirePath.findDossiers, ["tekst": "a", "cursor": "x"]).faults == [
                    "cursor"
                ])
            #expect(try await send(program, "GET", WirePath.findDossiers).status == 405)
            let person = try OwnMunicipality.marked(.hidden, in: municipality)
            #expect(try await node.stores.dossiers.dossier(person.id) == person)
            let confirmed = ill.merging(["bevestigd": ["reden:gezondheid"]]) { $1 }
            #expect(try await send(program, "POST", path + "/zichtbaarheid", confirmed).status == 200)
        }
    }

    @Test("other roles, other users and nobody get nothing", arguments: [Role.accountManager, .municipalAdministrator])
    func refusals(_ role: Role) async throws {
        try await OwnMunicipality.run { node, _, _ in
            let handle = try await handle(try await node.logIn(.caseManager))
            let program = try await node.logIn(role)
            let path = WirePath.dossiers + "/" + handle
            let act = ["zichtbaarheid": "zichtbaar", "verzoek": "Z-1", "reden": "op verzoek"]
            for (user, status) in [(program, 403), (PortalClient(url: node.portal, token: "geen"), 401)] {
                #expect(try await send(user, "POST", WirePath.findDossiers, ["tekst": "merk"]).status == status)
                #expect(try await send(user, "GET", path).status == status)
                #expect(try await send(user, "PUT", path, [:], match: "\"1\"").status == status)
                #expect(try await send(user, "POST", path + "/zichtbaarheid", act).status == status)
                #expect(try await send(user, "GET", path + "/geschiedenis").status == status)
            }
        }
    }
}
