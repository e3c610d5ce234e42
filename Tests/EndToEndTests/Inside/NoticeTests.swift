import Domain
import Foundation
import Mail
import Mailbox
import NIOPosix
import TestSupport
import Testing
import Trust
import Workplace

@testable import NodePortal
@testable import hallowerk

@Suite("Notices: a message is told by e-mail, to whom it is for, and says nothing", .oneAtATime)
struct NoticeTests {
    private static func post(_ node: InsideNode, _ server: TestSMTPServer, _ port: Int) throws -> PostParts {
        let smtp = try SMTPServer(
            host: "localhost", port: port, security: .startTLS, logIn: nil, authorities: server.certificateFile)
        return PostParts(
            store: node.stores.mailbox,
            mailer: Mailer(
                client: SMTPClient(smtp, group: MultiThreadedEventLoopGroup.singleton),
                sender: try MailAddress("hallowerk@regio.example"), portal: "https://portaal.example"))
    }

    @Test("case managers of the municipality and the jobseeker get one mail an hour, tried again when it is not taken")
    func notices() async throws {
        try await OwnMunicipality.federated(.visible) { federation, first, second in
            let node = try federation.node("gorinchem")
            let server = try TestSMTPServer(.reply(code: 451, to: "RCPT"))
            try await server.run { port in
                let post = try Self.post(node, server, port)
                for (user, place) in [("bakker", first), ("visser", first), ("ander", second)] {
                    _ = try await Desk.enter(node, .caseManager, of: place, as: user)
                    guard user != "visser" else { continue }
                    try await post.store.setAddress("\(user)@gemeente.example", of: user)
                }
                let incoming = IncomingPost(
                    post, accounts: node.stores.accounts, dossiers: node.stores.dossiers, logger: node.footing.logger)
                let service = NoticeService(
                    post, accounts: node.stores.accounts, dossiers: node.stores.dossiers, now: node.footing.now,
                    logger: node.footing.logger)
                let person = try OwnMunicipality.marked(.visible, in: first)
                for _ in 0..<2 {
                    let message = try ReceivedMessage.about(person, at: node.footing.now())
                    guard case .success = try await incoming.take(message) else {
                        Issue.record("it was not kept")
                        return
                    }
                }
                await service.sendDue()
                #expect(server.mails.isEmpty)
                #expect(try await post.store.waitingNotices() == 2)
                server.set(.none)
                await service.sendDue()
                #expect(server.mails.isEmpty, "they rest after a failure")
                federation.clock.pass(seconds: 60)
                await service.sendDue()
                let mails = server.mails
                #expect(
                    Set(mails.map(\.recipient)) == [
                        "RCPT TO:<bakker@gemeente.example>", "RCPT TO:<merkmail@merk.example>",
                    ])
                for mail in mails {
                    #expect(mail.isProtected && !mail.text.contains("Merk") && !mail.text.contains("kaasfabriek"))
                    #expect(mail.text.contains("Auto-Submitted: auto-generated"))
                }
                #expect(try await post.store.waitingNotices() == 0)
            }
        }
    }

    @Test("saved searches that rest for a week are reminded of, once a week, to who gave an address")
    func reminder() async throws {
        try await OwnMunicipality.federated(.visible) { federation, first, _ in
            let node = try federation.node("gorinchem")
            let server = try TestSMTPServer(.none)
            try await server.run { port in
                let post = try Self.post(node, server, port)
                let notices = Notices(
                    post: post, accounts: node.stores.accounts, dossiers: node.stores.dossiers,
                    logger: node.footing.logger)
                let home = try #require(node.footing.registry.value.municipality(first))
                for user in ["bakker", "visser"] {
                    _ = try await Desk.enter(node, .caseManager, of: first, as: user)
                    try await node.stores.workplace.save(
                        [SearchField(name: "tekst", value: "kok")], named: "Koks",
                        by: Colleague(user: user, organisation: home.oin))
                }
                try await post.store.setAddress("bakker@gemeente.example", of: "bakker")
                func remind() async throws -> Int {
                    let since = node.footing.now().addingTimeInterval(-7 * 86_400)
                    let users = try await node.stores.workplace.ownersWithout(searchAfter: since)
                    await notices.remind(users, pause: WorkplaceService.reminder)
                    return try await post.store.waitingNotices()
                }
                #expect(try await remind() == 0, "they are new")
                federation.clock.pass(seconds: 8 * 86_400)
                #expect(try await remind() == 1)
                #expect(try await remind() == 1)
                let service = NoticeService(
                    post, accounts: node.stores.accounts, dossiers: node.stores.dossiers, now: node.footing.now,
                    logger: node.footing.logger)
                await service.sendDue()
                _ = try await remind()
                await service.sendDue()
                let mails = server.mails
                #expect(mails.map(\.recipient) == ["RCPT TO:<bakker@gemeente.example>"])
                #expect(mails.allSatisfy { !$0.text.contains("Koks") && $0.text.contains("https://portaal.example") })
            }
        }
    }
}

extension ReceivedMessage {
    fileprivate static func about(_ person: Dossier, at time: Date) throws -> ReceivedMessage {
        ReceivedMessage(
            token: UUID(),
            sender: .init(
                region: try OIN("00000099100000002000"), person: "afzender",
                organisation: try OIN("00000099200000002000"), role: .accountManager),
            isHome: false,
            subject: .init(
                person: person.id, municipality: person.municipality, generation: person.generation),
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi),
            content: try MessageContent.read(
                addressee: "beiden", text: "Komt u kijken in de kaasfabriek?", contact: ""
            ).get(), at: time)
    }
}
