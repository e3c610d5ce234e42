import Access
import Domain
import Foundation
import Testing
import Trust

@testable import Accountability
@testable import NodePortal
@testable import hallowerk

@Suite("The first people of a node: made by who owns the machine, and no others", .oneAtATime)
struct FirstAccountTests {
    private func add(_ node: InsideNode, _ fields: [String: String]) async throws -> HTTPCall {
        let body = Array(try JSONSerialization.data(withJSONObject: fields))
        return try await HTTPCall.send("POST", HTTPCall.control(node.data, "/v1/accounts"), body: body)
    }

    @Test("a municipality's administrator is made with a password for once; other roles and places are refused")
    func first() async throws {
        try await InsideFederation.run(
            [InsideFederation.region("gorinchem")], people: { _ in [] }, gateway: false
        ) { federation in
            let node = try federation.node("gorinchem")
            let home = try #require(node.footing.registry.value.member(node.code)).region.municipalities[0]
            let good = [
                "gebruiker": "beheer", "naam": "A. Beheer", "rol": "gemeentebeheerder", "gemeente": home.code.code,
            ]
            let made = try await add(node, good)
            try #require(made.status == 200, "\(String(decoding: made.body, as: UTF8.self))")
            struct Made: Decodable { let wachtwoord: String }
            let password = try JSONDecoder().decode(Made.self, from: Data(made.body)).wachtwoord
            let browser = Browser(node.portal)
            let entered = try await browser.post("/inloggen", [("gebruiker", "beheer"), ("wachtwoord", password)])
            #expect(entered.location == "/inloggen/verder", "it must be changed first")
            let account = try #require(try await node.stores.accounts.accounts().first { $0.user == "beheer" })
            #expect(account.role == .municipalAdministrator && account.organisation == home.oin)
            for (field, value, words) in [
                ("rol", "accountmanager", "beheerder van de gemeente"), ("rol", "klantmanager", "beheerder"),
                ("rol", "baas", "gemeentebeheerder, regioIct of verwerker"),
                ("gemeente", "GM0599", "hoort niet bij deze regio"),
                ("gebruiker", "beheer", "already"), ("gebruiker", "Met Spatie", "lower-case"),
            ] {
                var fields = good.merging(["gebruiker": "ander"]) { $1 }
                fields[field] = value
                let refused = try await add(node, fields)
                let text = String(decoding: refused.body, as: UTF8.self)
                #expect(refused.status == 400 && text.contains(words), "\(field): \(text)")
            }
            #expect(try await node.stores.accounts.accounts().count == 1)
            try await processor(node)
            let lines = try await node.stores.accountability.auditLog.records(after: 0, limit: 100).map(\.record)
                .filter { $0.action == "add account" }
            #expect(lines.map(\.result) == ["asked", "done", "asked", "refused", "asked", "refused", "asked", "done"])
        }
    }

    /// Staff of a processor: only of one with an agreement with this region.
    private func processor(_ node: InsideNode) async throws {
        let processor = try #require(node.footing.registry.value.processors.first)
        var fields = ["gebruiker": "extern", "naam": "E. Extern", "rol": "verwerker", "organisatie": "x"]
        for organisation in ["x", "00000099000000001000", ""] {
            fields["organisatie"] = organisation
            let refused = try await add(node, fields)
            let text = String(decoding: refused.body, as: UTF8.self)
            #expect(refused.status == 400 && text.contains("om noodtoegang mag vragen"), "\(organisation): \(text)")
        }
        fields["organisatie"] = processor.oin.digits
        #expect(try await add(node, fields).status == 200)
        let account = try #require(try await node.stores.accounts.accounts().first { $0.user == "extern" })
        #expect(account.role == .processor && account.organisation == processor.oin && account.municipality == nil)
    }
}
