import Access
import Domain
import Dossiers
import Foundation
import Mailbox
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

/// Two regions, with an accountmanager of Gorinchem who writes about people of Zeeland.
struct MessageScene: Sendable {
    static let text = "Kunt u maandag kennismaken bij de kaasfabriek?"

    let federation: InsideFederation
    let here: InsideNode
    let there: InsideNode
    let writer: Desk

    static func run(
        gateway: Bool = true, _ body: @escaping @Sendable (MessageScene) async throws -> Void
    ) async throws {
        let regions = [try InsideFederation.region("gorinchem"), try InsideFederation.region("zeeland")]
        try await InsideFederation.run(
            regions, people: { try InsideFederation.people(in: $0, count: 40) }, gateway: gateway
        ) { federation in
            let here = try federation.node("gorinchem")
            try await body(
                MessageScene(
                    federation: federation, here: here, there: try federation.node("zeeland"),
                    writer: try await Desk.enter(here, .accountManager)))
        }
    }

    static let purpose = [("doel", "vacatureVervullen;wetSuwi"), ("vacature", "V-2026-1")]

    /// The form for a message about the first of `region` in a list, as the profile's page has it.
    func form(_ region: String, by desk: Desk? = nil) async throws -> [(String, String)] {
        let desk = desk ?? writer
        let list = try await desk.post("/zoeken", Self.purpose + [("regio", region)])
        let handle = try #require(list.values("handvat").first { $0.hasPrefix(region + ".") }, "\(list.status)")
        return try await open(handle, at: "/profiel", by: desk)
    }

    /// The same about somebody hidden of the own region.
    func hiddenForm() async throws -> [(String, String)] {
        let list = try await writer.post("/eigen-regio", Self.purpose)
        return try await open(try #require(list.values("handvat").first), at: "/eigen-profiel", by: writer)
    }

    private func open(_ handle: String, at path: String, by desk: Desk) async throws -> [(String, String)] {
        let page = try await desk.post(path, Self.purpose + [("handvat", handle)])
        try #require(page.status == 200 && page.html.contains("action=\"/bericht\""), "\(page.status)")
        let fields = ["berichtnummer", "omschrijving", "wie"].compactMap { name in page.value(name).map { (name, $0) } }
        return Self.purpose + [("handvat", handle)] + fields
    }

    func send(
        _ form: [(String, String)], text: String = text, to addressee: String = "beiden", by desk: Desk? = nil
    ) async throws -> Browser.Page {
        try await (desk ?? writer).post("/bericht", form + [("aan", addressee), ("bericht", text), ("bereikbaar", "")])
    }

    /// Everything that came in at a node, of all its municipalities.
    func received(at node: InsideNode) async throws -> [ReceivedMessage] {
        let region = try #require(node.footing.registry.value.member(node.code)).region
        var all: [ReceivedMessage] = []
        for place in region.municipalities { all += try await node.stores.mailbox.received(of: place.code) }
        return all
    }

    /// The one message at `node`, about whom it is, and a case manager of that municipality.
    func arrived(at node: InsideNode) async throws -> (message: ReceivedMessage, person: Dossier, desk: Desk) {
        let all = try await received(at: node)
        let message = try #require(all.first)
        #expect(all.count == 1)
        let person = try #require(try await node.stores.dossiers.dossier(message.subject.person))
        return (message, person, try await Desk.enter(node, .caseManager, of: message.subject.municipality))
    }

    /// The writer's page of messages, once the regions may be asked again.
    func page() async throws -> Browser.Page {
        federation.clock.pass(seconds: 31)
        return try await writer.browser.get("/berichten")
    }
}
