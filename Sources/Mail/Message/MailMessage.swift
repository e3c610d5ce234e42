package import Foundation

/// One mail to one person, as it goes over the line (RFC 5322): from a program, answered by none (RFC 3834).
package struct MailMessage: Hashable, Sendable {
    /// Characters of a line of the header (RFC 5322 §2.1.1).
    package static let lineCharacters = 78
    /// Bytes of a subject: with `Subject: ` it is one line.
    package static let subjectBytes = 66

    package enum Invalid: Error, Hashable { case subjectNotPlain }

    package let sender: MailAddress
    package let recipient: MailAddress
    package let subject: String
    /// Plain text; lines ended by a newline.
    package let text: String
    package let date: Date
    /// Names the mail, unique in the world: the same when it is tried again.
    package let id: UUID

    /// - Throws: `Invalid` for a subject that is not 1 to `subjectBytes` of printable ASCII: nothing can be smuggled
    ///   into the header with it.
    package init(
        from sender: MailAddress, to recipient: MailAddress, subject: String, text: String, date: Date, id: UUID
    ) throws(Invalid) {
        guard (1...Self.subjectBytes).contains(subject.utf8.count),
            subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw .subjectNotPlain }
        self.sender = sender
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.date = date
        self.id = id
    }

    /// Header and body, each line ended by CRLF; without the line that ends it.
    package var rendered: String {
        let fields = [
            "From: HalloWerk <\(sender)>", "To: <\(recipient)>", "Subject: \(subject)",
            "Date: \(Self.spelled(date))", "Message-ID: <\(id.uuidString.lowercased())@\(sender.domain)>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Language: nl", "Content-Transfer-Encoding: quoted-printable",
        ]
        return fields.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.encode(text)
    }

    /// RFC 5322 §3.3, in UTC.
    static func spelled(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        return "\(day), \(parts.day ?? 1) \(month) \(parts.year ?? 1970) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}
