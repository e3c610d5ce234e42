import Domain
import Foundation
import Testing

@testable import Mailbox

@Suite("Mailbox: what was sent is its user's, and is asked about until it is answered, gone or ended")
struct SentTests {
    private let folder: MailboxFolder
    private var store: MailboxStore { folder.store }

    init() throws { folder = try MailboxFolder() }

    @Test("kept before it is sent, and sent once")
    func begins() async throws {
        let message = try folder.outgoing()
        #expect(try await store.begin(message).state == .uncertain)
        #expect(try await store.open(of: "jansen").isEmpty, "there is nothing to ask with")
        try await store.delivered(message.id, of: "jansen", reference: "zeeland.abc")
        let again = try await store.begin(message)
        #expect(again.state == .new && again.reference == "zeeland.abc")
        await #expect(throws: MailboxRefusal.missing) {
            _ = try await store.begin(folder.outgoing(message.id, by: "pieters"))
        }
        try await store.withdraw(message.id, of: "jansen")
        #expect(try await store.sent(by: "jansen").count == 1, "what was delivered is not taken back")
        #expect(try await store.sent(by: "pieters").isEmpty)
    }

    @Test func refusedIsTakenBack() async throws {
        let message = try await store.begin(folder.outgoing())
        try await store.withdraw(message.id, of: "pieters")
        #expect(try await store.sent(by: "jansen").count == 1)
        try await store.withdraw(message.id, of: "jansen")
        #expect(try await store.sent(by: "jansen").isEmpty)
    }

    @Test("so many a day, and to the own region apart")
    func limit() async throws {
        for _ in 0..<Limits.messagesPerDay { _ = try await store.begin(folder.outgoing()) }
        await #expect(throws: MailboxRefusal.tooManyToday) { _ = try await store.begin(folder.outgoing()) }
        #expect(
            try await store.keep(folder.outgoing(isHome: true), as: folder.incoming(isHome: true)),
            "who is hidden here moves nothing that goes out")
        _ = try await store.begin(folder.outgoing(by: "pieters"))
    }

    private func delivered() async throws -> SentMessage {
        let message = try await store.begin(folder.outgoing())
        try await store.delivered(message.id, of: "jansen", reference: "zeeland.abc")
        return try #require(try await store.open(of: "jansen").first { $0.id == message.id })
    }

    private func standing(_ status: MessageStatus) -> MessageStanding {
        MessageStanding(
            status: status, readAt: folder.now, answer: status == .answered ? "Ja." : nil,
            answeredAt: status == .answered ? folder.now : nil)
    }

    @Test("an answer is new until it was seen, and ends the asking")
    func answered() async throws {
        let message = try await delivered()
        #expect(try await !store.heard([(message, standing(.read))]))
        #expect(try await store.open(of: "jansen").map(\.state) == [.read])
        #expect(try await store.heard([(message, standing(.answered))]))
        #expect(try await store.open(of: "jansen").isEmpty && store.unseenAnswers(of: "jansen") == 1)
        // Late: what was asked before the answer came.
        try await store.heard([(message, nil)])
        #expect(try await store.sent(by: "jansen").first?.answer == "Ja.")
        try await store.markSeen([message.id], of: "pieters")
        #expect(store.unseenAnswers(of: "jansen") == 1)
        try await store.markSeen([message.id], of: "jansen")
        #expect(store.unseenAnswers(of: "jansen") == 0)
    }

    @Test("unknown at its home is gone here, and its own text stays")
    func gone() async throws {
        let message = try await delivered()
        try await store.heard([(message, nil)])
        let kept = try #require(try await store.sent(by: "jansen").first)
        #expect(kept.state == .gone && kept.content == message.content && kept.answer == nil)
        #expect(try await store.open(of: "jansen").isEmpty)
    }

    @Test("asked by itself at a pace that follows from its age alone")
    func pace() async throws {
        let message = try await delivered()
        #expect(try await store.toAsk(limit: 10).isEmpty)
        folder.pass(seconds: AskingPace.shortest)
        #expect(try await store.toAsk(limit: 10).map(\.id) == [message.id])
        try await store.postpone([message])
        #expect(try await store.toAsk(limit: 10).isEmpty)
        folder.pass(days: Double(Limits.messageDays))
        #expect(try await store.toAsk(limit: 10).count == 1)
        try await store.postpone([message])
        #expect(try await store.open(of: "jansen").isEmpty, "it has ended")
    }

    @Test(arguments: [(0, 300), (7_200, 300), (86_400, 3_600), (518_400, 21_600), (2_592_000, 21_600)])
    func paces(_ age: Int, _ wait: Int) {
        let sent = Date(timeIntervalSince1970: 1_795_000_000)
        let time = sent.addingTimeInterval(TimeInterval(age))
        #expect(AskingPace.next(ofMessageSent: sent, askedAt: time) == time.addingTimeInterval(TimeInterval(wait)))
    }

    @Test("inside the region both sides know at once")
    func home() async throws {
        let here = try MunicipalityCode(MailboxFolder.here)
        let token = UUID()
        let (sent, received) = (try folder.outgoing(token, isHome: true), try folder.incoming(token, isHome: true))
        #expect(try await store.keep(sent, as: received))
        #expect(try await !store.keep(sent, as: received))
        let id = try #require(try await store.received(of: here).first?.id)
        try await store.markRead(id, municipality: here, by: "visser")
        #expect(try await store.sent(by: "jansen").map(\.state) == [.read])
        #expect(try await store.answer(id, municipality: here, with: "Ja.", by: "visser") == "jansen")
        #expect(try await store.sent(by: "jansen").map(\.answer) == ["Ja."] && store.unseenAnswers(of: "jansen") == 1)
        try await store.forget([received.subject.person])
        #expect(try await store.sent(by: "jansen").isEmpty)
    }
}
