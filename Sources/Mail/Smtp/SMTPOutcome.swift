/// What became of one mail.
package enum SMTPOutcome: Hashable, Sendable {
    /// The server has it: from here it is the server's.
    case taken
    /// Not now: try again later.
    case later(SMTPFailure)
    /// Never, for this recipient or this mail.
    case refused(SMTPFailure)
}

/// Why a mail was not taken. For operators; no address and none of the server's words are in it.
package enum SMTPFailure: Hashable, Sendable, CustomStringConvertible {
    case unreachable
    /// Closed, or silent for `SMTPClient.replyTime`.
    case cutOff
    case notSMTP
    /// Offers no STARTTLS, or words came behind it: nothing may be sent in the clear.
    case noTLS
    /// The server's certificate is not one that we trust, or not of its name.
    case handshake
    /// Offers no AUTH PLAIN, or refuses the log-in.
    case logIn(code: Int?)
    case reply(code: Int, to: String)

    package var description: String {
        switch self {
        case .unreachable: "the mail server cannot be reached; check mail.server and mail.port"
        case .cutOff: "the mail server closed the connection, or did not answer in time"
        case .notSMTP: "what answers does not speak SMTP; check mail.port"
        case .noTLS: "the mail server offers no STARTTLS; nothing was sent. Check mail.port and mail.tls"
        case .handshake:
            "the mail server's certificate is not trusted, or not of its name; check mail.server, mail.ca-file"
        case .logIn(let code):
            "the mail server refuses the log-in\(code.map { " (\($0))" } ?? ""); check mail.user, mail.password-file"
        case .reply(let code, let command): "the mail server answered \(code) to \(command)"
        }
    }
}
