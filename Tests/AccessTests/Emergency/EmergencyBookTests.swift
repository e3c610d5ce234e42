import Domain
import Foundation
import Testing

@testable import Access

@Suite("Exceptional access: asked, decided by the municipality's administrator, and over by itself (P-VIS-4)")
struct EmergencyBookTests {
    private static let reason = "Zoekfout nakijken"

    private let folder: AccountFolder
    private let book: EmergencyBook
    private let municipality: MunicipalityCode
    private let asker: Account
    private let administrator: Account

    init() throws {
        folder = try AccountFolder()
        book = try EmergencyBook(folder.store)
        municipality = try MunicipalityCode("GM0599")
        asker = try Account.sample("beheer", role: .processor, municipality: nil)
        administrator = try Account.sample("visser", role: .municipalAdministrator)
    }

    private func ask(_ user: String = "beheer", hours: Int = 2) async throws -> EmergencyAccess {
        try await book.ask(
            for: .sample(user, role: .processor, municipality: nil), of: municipality, because: Self.reason,
            hours: hours)
    }

    @Test("only what is granted can be used, and only until its end; nobody writes that down for it")
    func ends() async throws {
        let access = try await ask()
        #expect(book.live(of: "beheer") == nil && book.open(in: municipality).map(\.id) == [access.id])
        let granted = try await book.decide(access.id, grants: true, by: administrator)
        #expect(granted.decidedBy == "visser" && granted.end == folder.now.addingTimeInterval(7_200))
        #expect(book.live(of: "beheer")?.municipality == municipality && book.live(of: "ander") == nil)
        folder.pass(seconds: 7_199)
        #expect(book.live(of: "beheer") != nil && book.overdue().isEmpty)
        folder.pass(seconds: 1)
        #expect(book.live(of: "beheer") == nil && book.open(in: municipality).isEmpty)
        #expect(book.overdue().map(\.id) == [access.id])
        try await book.note(overdue: try #require(book.overdue().first))
        let past = try #require(try await book.list(of: "beheer").first)
        #expect(book.overdue().isEmpty && past.ended == granted.end && past.endedBy == nil)
        #expect(past.state(at: folder.now) == .ended)
    }

    @Test("a request that nobody decides about in a day is over, and cannot be granted any more")
    func lapses() async throws {
        let access = try await ask()
        folder.pass(seconds: Limits.emergencyWait)
        await #expect(throws: EmergencyRefusal.notOpen) {
            try await book.decide(access.id, grants: true, by: administrator)
        }
        #expect(try await book.list(in: municipality).map { $0.state(at: folder.now) } == [.lapsed])
        #expect(try await ask().id != access.id, "it stands in nobody's way")
    }

    @Test("nobody but an administrator of that municipality decides, and once")
    func decides() async throws {
        let access = try await ask()
        let other = try Account.sample(
            "buur", role: .municipalAdministrator, municipality: try MunicipalityCode("GM0512"))
        for account in [other, asker, try Account.sample("jansen", role: .caseManager)] {
            for grants in [true, false] {
                await #expect(throws: EmergencyRefusal.notOpen) {
                    try await book.decide(access.id, grants: grants, by: account)
                }
            }
        }
        #expect(book.live(of: "beheer") == nil)
        let refused = try await book.decide(access.id, grants: false, by: administrator)
        #expect(refused.state(at: folder.now) == .refused)
        await #expect(throws: EmergencyRefusal.notOpen) {
            try await book.decide(access.id, grants: true, by: administrator)
        }
        await #expect(throws: EmergencyRefusal.notOpen) {
            try await book.decide(UUID(), grants: true, by: administrator)
        }
    }

    @Test("who asked and the administrator end it early; others do not")
    func endsEarly() async throws {
        let first = try await ask()
        #expect(try await book.end(first.id, by: asker).state(at: folder.now) == .withdrawn)
        let second = try await ask()
        _ = try await book.decide(second.id, grants: true, by: administrator)
        for account in [
            try Account.sample("jansen", role: .caseManager), try Account.sample("ander", role: .processor),
            try Account.sample("buur", role: .municipalAdministrator, municipality: try MunicipalityCode("GM0512")),
        ] {
            await #expect(throws: EmergencyRefusal.notOpen) { try await book.end(second.id, by: account) }
        }
        #expect(try await book.end(second.id, by: administrator).endedBy == "visser")
        #expect(book.live(of: "beheer") == nil)
        await #expect(throws: EmergencyRefusal.notOpen) { try await book.end(second.id, by: asker) }
    }

    @Test("one at a time for each; reason and hours within their limits")
    func refuses() async throws {
        for (reason, hours, refusal) in [
            ("kort", 1, EmergencyRefusal.reason), (String(repeating: "a", count: 501), 1, .reason),
            ("            ", 1, .reason), ("Kijk naar 111222333 svp", 1, .bsn), (Self.reason, 0, .hours),
            (Self.reason, 5, .hours),
        ] {
            await #expect(throws: refusal) {
                try await book.ask(for: asker, of: municipality, because: reason, hours: hours)
            }
        }
        #expect(try await book.list(of: "beheer").isEmpty)
        let access = try await ask()
        await #expect(throws: EmergencyRefusal.goingOn) { try await ask() }
        _ = try await book.decide(access.id, grants: true, by: administrator)
        await #expect(throws: EmergencyRefusal.goingOn) { try await ask() }
        #expect(try await ask("ander").user == "ander")
    }

    @Test("no more is seen by one than may be, and all that is seen counts")
    func uses() async throws {
        let access = try await ask()
        _ = try await book.decide(access.id, grants: true, by: administrator)
        for _ in 0..<Limits.emergencyDossiers { try await book.use(access, dossiers: 1) }
        await #expect(throws: EmergencyRefusal.used) { try await book.use(access, dossiers: 1) }
        try await book.use(access, people: Limits.emergencyPeople)
        await #expect(throws: EmergencyRefusal.used) { try await book.use(access, people: 1) }
        let again = try EmergencyBook(try folder.reopened())
        await #expect(throws: EmergencyRefusal.used) { try await again.use(access, dossiers: 1) }
        _ = try await book.end(access.id, by: asker)
        let next = try await ask()
        _ = try await book.decide(next.id, grants: true, by: administrator)
        try await book.use(next, dossiers: 1, people: 50)
    }

    @Test("a new start goes on with what was granted; what cannot be written changes nothing")
    func restart() async throws {
        let access = try await ask(hours: 4)
        try await folder.setReadOnly(true)
        await #expect(throws: (any Error).self) { try await book.decide(access.id, grants: true, by: administrator) }
        #expect(book.live(of: "beheer") == nil)
        try await folder.setReadOnly(false)
        _ = try await book.decide(access.id, grants: true, by: administrator)
        let again = try EmergencyBook(try folder.reopened())
        #expect(again.live(of: "beheer")?.reason == Self.reason)
        folder.pass(seconds: 4 * 3_600)
        #expect(again.live(of: "beheer") == nil)
    }
}
