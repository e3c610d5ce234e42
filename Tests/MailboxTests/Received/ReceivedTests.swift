import Domain
import Foundation
import Testing

@testable import Mailbox

@Suite("Mailbox: what comes in is kept once, for one municipality, and answered once")
struct ReceivedTests {
    private let here: MunicipalityCode
    private let folder: MailboxFolder
    private var store: MailboxStore { folder.store }

    init() throws {
        here = try MunicipalityCode(MailboxFolder.here)
        folder = try MailboxFolder()
    }

    @Test("however often it comes")
    func once() async throws {
        let (token, person) = (UUID(), ProfileID(UUID()))
        let first = try await store.receive(folder.incoming(token, about: person))
        let again = try await store.receive(folder.incoming(token, about: person, text: "Iets anders"))
        #expect(first.isNew && !again.isNew && first.id == again.id)
        let all = try await folder.reopened().received(of: here)
        #expect(all.map(\.content.text) == ["Hebt u even?"] && all[0].content.contact == "010-1234567")
        // Another sender may happen on the same id.
        #expect(try await store.receive(folder.incoming(token, about: person, from: "ander")).isNew)
    }

    @Test("how many are unread is told as of the last change, whoever else changes something at the time")
    func unreadInOrder() async throws {
        for round in 1...100 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        _ = try await store.receive(folder.incoming(from: "afzender \(round)-\(number)"))
                    }
                }
                try await group.waitForAll()
            }
            #expect(store.unread(of: here) == 6 * round)
        }
    }

    @Test("an id that named somebody else, or another visibility, gets no reference to the old message")
    func otherSubject() async throws {
        let (token, person) = (UUID(), ProfileID(UUID()))
        _ = try await store.receive(folder.incoming(token, about: person))
        for other in [
            try folder.incoming(token, about: ProfileID(UUID())),
            try folder.incoming(token, about: person, generation: 3),
        ] {
            await #expect(throws: MailboxRefusal.idTaken) { _ = try await store.receive(other) }
        }
    }

    @Test("so many a day of one sender, about one person, and inside the region apart")
    func limits() async throws {
        let person = ProfileID(UUID())
        for _ in 0..<Limits.messagesAboutOnePerDay { _ = try await store.receive(folder.incoming(about: person)) }
        await #expect(throws: MailboxRefusal.tooManyAboutOne) {
            _ = try await store.receive(folder.incoming(about: person))
        }
        for _ in Limits.messagesAboutOnePerDay..<Limits.messagesPerDay {
            _ = try await store.receive(folder.incoming())
        }
        await #expect(throws: MailboxRefusal.tooManyToday) { _ = try await store.receive(folder.incoming()) }
        #expect(try await store.receive(folder.incoming(from: "ander")).isNew)
        #expect(try await store.receive(folder.incoming(about: person, isHome: true)).isNew)
        folder.pass(days: 1)
        #expect(try await store.receive(folder.incoming(about: person)).isNew)
    }

    @Test("read, answered, and told to who asks")
    func course() async throws {
        let id = try await store.receive(folder.incoming()).id
        #expect(store.unread(of: here) == 1)
        #expect(try await store.standings(of: [UUID(), id, UUID()]).map { $0?.status } == [nil, .new, nil])
        folder.pass(seconds: 60)
        try await store.markRead(id, municipality: here, by: "visser")
        #expect(store.unread(of: here) == 0)
        let readAt = folder.now
        folder.pass(seconds: 60)
        #expect(try await store.answer(id, municipality: here, with: "Ja, bel mij.", by: "bakker") == nil)
        let standing = MessageStanding(
            status: .answered, readAt: readAt, answer: "Ja, bel mij.", answeredAt: folder.now)
        #expect(try await store.standings(of: [id]) == [standing])
        await #expect(throws: MailboxRefusal.alreadyAnswered) {
            _ = try await store.answer(id, municipality: here, with: "Nog iets", by: "visser")
        }
        #expect(try await store.received(of: here).first?.answer?.by == "bakker")
    }

    @Test("another municipality's is as one that is not there")
    func otherMunicipality() async throws {
        let id = try await store.receive(folder.incoming()).id
        let other = try MunicipalityCode("GM0518")
        #expect(try await store.received(of: other).isEmpty)
        #expect(try await store.received(id, municipality: other) == nil)
        await #expect(throws: MailboxRefusal.missing) {
            try await store.markRead(id, municipality: other, by: "visser")
        }
        await #expect(throws: MailboxRefusal.missing) {
            _ = try await store.answer(id, municipality: other, with: "Ja", by: "visser")
        }
        #expect(store.unread(of: here) == 1 && store.unread(of: other) == 0)
    }

    @Test("after 90 days it is unknown, after a year it is gone, and so is all about who is gone")
    func ends() async throws {
        let person = ProfileID(UUID())
        let id = try await store.receive(folder.incoming(about: person)).id
        folder.pass(days: Double(Limits.messageDays))
        #expect(try await store.standings(of: [id]) == [nil])
        await #expect(throws: MailboxRefusal.missing) {
            _ = try await store.answer(id, municipality: here, with: "Ja", by: "visser")
        }
        try await store.removeEnded()
        #expect(try await store.people(after: nil, limit: 10) == [person])
        let other = ProfileID(UUID())
        _ = try await store.receive(folder.incoming(about: other))
        folder.pass(days: Double(Limits.messageKeptDays - Limits.messageDays))
        try await store.removeEnded()
        #expect(try await store.people(after: nil, limit: 10) == [other])
        try await store.wish("berichten", for: [.jobseeker(other)], pause: .zero, limit: 10)
        #expect(try await store.forget([other]) == 1)
        #expect(try await store.people(after: nil, limit: 10).isEmpty && store.unread(of: here) == 0)
        #expect(try await store.waitingNotices() == 0)
    }
}
