import Domain
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Mailbox

/// A store in a folder of one test's own, with a clock that the test moves.
final class MailboxFolder: Sendable {
    static let here = "GM0599"

    let path: String
    let store: MailboxStore
    private let time: TestClock

    init() throws {
        let (path, time) = (NSTemporaryDirectory() + "mailbox-" + UUID().uuidString, TestClock())
        self.path = path
        self.time = time
        store = try MailboxStore(path: path + "/berichten.sqlite", now: { time.now })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var now: Date { time.now }
    func pass(days: Double) { time.pass(days * 86_400) }
    func pass(seconds: TimeInterval) { time.pass(seconds) }

    func reopened() throws -> MailboxStore {
        try MailboxStore(path: path + "/berichten.sqlite", now: { [time] in time.now })
    }

    /// A message that comes in.
    func incoming(
        _ token: UUID = UUID(), about person: ProfileID = ProfileID(UUID()), in municipality: String = here,
        generation: Int = 1, from sender: String = "afzender", isHome: Bool = false, text: String = "Hebt u even?"
    ) throws -> ReceivedMessage {
        ReceivedMessage(
            token: token,
            sender: .init(
                region: try OIN("00000099100000002000"), person: sender, organisation: try OIN("00000099200000002000"),
                role: .accountManager),
            isHome: isHome,
            subject: .init(person: person, municipality: try MunicipalityCode(municipality), generation: generation),
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi, vacancy: "V-1"),
            content: try Self.content(text), at: now)
    }

    /// A message that goes out.
    func outgoing(
        _ id: UUID = UUID(), by user: String = "jansen", to region: String = "zeeland", isHome: Bool = false
    ) throws -> SentMessage {
        SentMessage(
            id: id, user: user, organisation: try OIN("00000099200000001000"), region: try RegionCode(region),
            isHome: isHome, label: "Heftruckchauffeur, Rotterdam",
            purpose: try Purpose(activity: .fillVacancy, basis: .wetSuwi), content: try Self.content("Hebt u even?"),
            at: now)
    }

    static func content(_ text: String) throws -> MessageContent {
        try MessageContent.read(addressee: "beiden", text: text, contact: "010-1234567").get()
    }
}

private final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
    var now: Date { time.withLock(\.self) }
    func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
