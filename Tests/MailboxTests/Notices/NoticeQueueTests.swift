import Domain
import Foundation
import Testing

@testable import Mailbox

@Suite("Mailbox: a notice is there once, goes out at most once a pause, and survives a restart")
struct NoticeQueueTests {
    private static let hour = Duration.seconds(3_600)
    private let folder: MailboxFolder
    private var store: MailboxStore { folder.store }

    init() throws { folder = try MailboxFolder() }

    private func wish(_ recipients: [NoticeRecipient] = [.account("visser")], limit: Int = 10) async throws -> Bool {
        try await store.wish("berichten", for: recipients, pause: Self.hour, limit: limit)
    }

    @Test("many wishes are one notice, and one mail an hour")
    func digest() async throws {
        for _ in 0..<3 { #expect(try await wish()) }
        let first = try #require(try await folder.reopened().dueNotices(limit: 10).first)
        #expect(try await store.dueNotices(limit: 10).count == 1 && first.recipient == .account("visser"))
        try await store.sent(first, pause: Self.hour)
        #expect(try await store.dueNotices(limit: 10).isEmpty)
        #expect(try await store.waitingNotices() == 0)
        #expect(try await wish())
        #expect(try await store.dueNotices(limit: 10).isEmpty)
        folder.pass(seconds: 3_600)
        let second = try #require(try await store.dueNotices(limit: 10).first)
        #expect(second.mail != first.mail)
    }

    @Test("what is wished for while a mail goes out is in the next")
    func meanwhile() async throws {
        _ = try await wish()
        let first = try #require(try await store.dueNotices(limit: 10).first)
        _ = try await wish()
        try await store.sent(first, pause: Self.hour)
        #expect(try await store.dueNotices(limit: 10).isEmpty)
        #expect(try await store.waitingNotices() == 1)
        folder.pass(seconds: 3_600)
        #expect(try await store.dueNotices(limit: 10).count == 1)
    }

    @Test("a failure rests, keeps its mail's name, and is given up in the end")
    func failure() async throws {
        _ = try await wish()
        let first = try #require(try await store.dueNotices(limit: 10).first)
        try await store.failed(first, rest: .seconds(60))
        #expect(try await store.dueNotices(limit: 10).isEmpty)
        folder.pass(seconds: 60)
        let again = try #require(try await store.dueNotices(limit: 10).first)
        #expect(again.tries == 1 && again.mail == first.mail)
        try await store.giveUp(again)
        #expect(try await store.waitingNotices() == 0)
    }

    @Test("over the limit nothing is added, and who is waiting stays")
    func limit() async throws {
        #expect(try await wish([.account("a"), .jobseeker(ProfileID(UUID()))], limit: 2))
        #expect(try await !wish([.account("b")], limit: 2))
        #expect(try await store.waitingNotices() == 2)
    }

    @Test func addresses() async throws {
        try await store.setAddress("a@b.nl", of: "visser")
        try await store.setAddress("c@d.nl", of: "visser")
        #expect(try await store.address(of: "visser") == "c@d.nl")
        try await store.setAddress(nil, of: "visser")
        #expect(try await store.address(of: "visser") == nil)
    }
}
