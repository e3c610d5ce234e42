import Domain
import Dossiers
import Foundation
import Mailbox
import PeerHTTP
import TestSupport
import Testing
import Trust
import Wire

@testable import hallowerk

@Suite("I-3: asking about messages tells nothing of who is hidden", .oneAtATime)
struct MessageTwinTests {
    /// Asks a node how messages stand, as a gateway passes it on: the whole answer, its sealed part opened.
    private static func ask(
        _ references: [String], of node: InsideNode, by asker: TestAsker, _ gateway: TestGateway
    ) async throws -> String {
        let path = RegionCall.messages(node.code).path
        let body = try QuestionSealing.seal(
            MessageStandingsJSON.encodeQuestion(references), from: asker.keys.sealingKey,
            to: node.keys.publicKeys.sealing, path: path)
        let question = try await asker.question("POST", path, body, for: .region(node.keys.oin))
        let answer = try await gateway.send(question, to: node)
        guard answer.status == 200 else { return "\(answer.status)" }
        let plain = try DetailSealing.open(
            answer.body, by: asker.keys.sealingKey, from: node.keys.publicKeys.sealing, search: question.id,
            handle: path)
        return "\(answer.status) \(answer.contentType) \(answer.body.count) bytes of "
            + String(decoding: plain, as: UTF8.self)
    }

    private static func reference(
        to person: Dossier, _ message: UUID, at node: InsideNode, for asker: TestAsker, in twins: Twins,
        seconds: TimeInterval = 86_400
    ) throws -> String {
        let now = twins.federation.clock.now
        let sealer = ReferenceSealer(region: node.code, keys: node.stores.keys, now: { now })
        return try sealer.seal(
            ReferenceGrant(
                .message, profile: person.id, generation: person.generation, region: asker.keys.oin,
                holder: ReferenceGrant.message(of: asker.person), item: message.uuidString,
                expires: now.addingTimeInterval(seconds)))
    }

    /// An answered message about `person` from the asker.
    private static func keep(_ person: Dossier, at node: InsideNode, from asker: TestAsker) async throws -> UUID {
        let message = ReceivedMessage(
            token: UUID(),
            sender: .init(
                region: asker.keys.oin, person: asker.person, organisation: asker.organisation, role: .accountManager),
            isHome: false,
            subject: .init(
                person: person.id, municipality: person.municipality, generation: person.generation),
            purpose: asker.purpose,
            content: try MessageContent.read(addressee: "beiden", text: "Hallo", contact: "").get(),
            at: node.footing.now())
        let id = try await node.stores.mailbox.receive(message).id
        _ = try await node.stores.mailbox.answer(
            id, municipality: person.municipality, with: Twins.secret, by: "klantmanager")
        return id
    }

    @Test("hidden, unknown, altered, expired and somebody else's are one and the same, to the byte and on both twins")
    func alike() async throws {
        try await Twins.run { twins in
            let asker = try await TestAsker("zeeland", in: twins.federation.federation, clock: twins.federation.clock)
            let gateway = try TestGateway(in: twins.federation.federation)
            let hidden = try #require(twins.hidden.first)
            let id = try await Self.keep(hidden, at: twins.laden, from: asker)
            let good = try Self.reference(to: hidden, id, at: twins.laden, for: asker, in: twins)
            var other = asker
            other.person = "bbbbbbbbbbbbbbbbbbbbbb"
            let bad = [
                good, try Self.reference(to: hidden, UUID(), at: twins.laden, for: asker, in: twins),
                String(good.dropLast(8)) + "AAAAAAAA", "gorinchem.AAAA",
                try Self.reference(to: hidden, id, at: twins.laden, for: asker, in: twins, seconds: -1),
                try Self.reference(to: hidden, id, at: twins.laden, for: other, in: twins),
            ]
            var answers: Set<String> = []
            for node in twins.both {
                for reference in bad { answers.insert(try await Self.ask([reference], of: node, by: asker, gateway)) }
            }
            #expect(answers.count == 1 && answers.first?.hasSuffix(#"{"berichten":[null]}"#) == true, "\(answers)")
        }
    }

    @Test("somebody visible is answered, until hidden, and never again with that reference")
    func visible() async throws {
        try await Twins.run { twins in
            let asker = try await TestAsker("zeeland", in: twins.federation.federation, clock: twins.federation.clock)
            let gateway = try TestGateway(in: twins.federation.federation)
            let node = twins.plain
            var person: Dossier?
            try await node.stores.dossiers.dossiers(
                of: try #require(twins.hidden.first).municipality, after: nil, limit: 500
            ).first { $0.visibility == .visible }.map { person = $0 }
            let chosen = try #require(person)
            let id = try await Self.keep(chosen, at: node, from: asker)
            let reference = try Self.reference(to: chosen, id, at: node, for: asker, in: twins)
            #expect(try await Self.ask([reference], of: node, by: asker, gateway).contains(Twins.secret))
            let none = try await Self.ask(["gorinchem.AAAA"], of: node, by: asker, gateway)
            try await node.hide(chosen)
            #expect(try await Self.ask([reference], of: node, by: asker, gateway) == none)
            try await node.show(chosen)
            #expect(try await Self.ask([reference], of: node, by: asker, gateway) == none)
            let many = Array(repeating: reference, count: Limits.messageReferences + 1)
            #expect(try await Self.ask(many, of: node, by: asker, gateway) == "400")
        }
    }
}
