import Domain
import Foundation
package import Mail
package import Mailbox
import Synchronization

/// What messages and notices work with; made by the executable.
package struct PostParts: Sendable {
    let store: MailboxStore
    /// Nil for a node that sends no mail.
    let mailer: Mailer?
    let signal = NoticeSignal()
    let pauses = AskingPauses()

    package init(store: MailboxStore, mailer: Mailer?) {
        self.store = store
        self.mailer = mailer
    }
}

/// How notices leave: by which server, from whom, and where their readers log in.
package struct Mailer: Sendable {
    let client: SMTPClient
    let sender: MailAddress
    /// The portal's address, as people type it.
    let portal: String

    package init(client: SMTPClient, sender: MailAddress, portal: String) {
        self.client = client
        self.sender = sender
        self.portal = portal
    }
}

/// Wakes whoever sends notices: what is to be sent stands in the store, so one signal is enough for any number.
final class NoticeSignal: Sendable {
    let wakes: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init() { (wakes, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func wake() { wakeUp.yield() }
}

/// Keeps somebody who loads the page again and again from asking the regions each time. One entry a user, forgotten
/// after the pause.
final class AskingPauses: Sendable {
    static let pause: TimeInterval = 30

    private let asked = Mutex<[String: Date]>([:])

    /// Whether `user` may ask at `time`; then the pause begins.
    func begin(_ user: String, at time: Date) -> Bool {
        asked.withLock { asked in
            asked = asked.filter { time.timeIntervalSince($0.value) < Self.pause && $0.value <= time }
            guard asked[user] == nil else { return false }
            asked[user] = time
            return true
        }
    }
}
