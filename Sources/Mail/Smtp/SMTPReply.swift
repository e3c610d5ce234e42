/// What a mail server says: a code and its lines (RFC 5321 §4.2).
struct SMTPReply: Hashable, Sendable {
    let code: Int
    let lines: [String]

    /// 2xx and 3xx: as asked.
    var isPositive: Bool { (200..<400).contains(code) }
    /// 4xx: the same may go well later.
    var isTransient: Bool { (400..<500).contains(code) }

    /// The words of each extension that the server names in its answer to EHLO, in capitals (RFC 5321 §4.1.1.1).
    var extensions: [[String]] {
        lines.dropFirst().map { $0.uppercased().split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
    }
}

/// Makes replies of the bytes of a connection, as they come.
struct SMTPReplyReader {
    /// Why a server is not listened to any longer.
    enum Invalid: Error, Hashable { case notAReply, tooLong }

    /// Bytes of a line (RFC 5321 §4.5.3.1.5 asks 512; more is met) and lines of a reply.
    static let lineBytes = 2_000
    static let replyLines = 100

    private var line: [UInt8] = []
    private var lines: [String] = []
    private var code: Int?
    /// Nothing is begun: whatever comes is a new reply.
    var isEmpty: Bool { line.isEmpty && lines.isEmpty }

    /// Takes `byte`; the reply that it ends, if it does.
    mutating func take(_ byte: UInt8) throws(Invalid) -> SMTPReply? {
        guard byte == UInt8(ascii: "\n") else {
            guard line.count < Self.lineBytes else { throw .tooLong }
            line.append(byte)
            return nil
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line = []
        guard let code = Int(text.prefix(3)), (200..<600).contains(code), self.code == nil || self.code == code else {
            throw .notAReply
        }
        let rest = text.dropFirst(3)
        guard rest.isEmpty || rest.hasPrefix(" ") || rest.hasPrefix("-") else { throw .notAReply }
        guard lines.count < Self.replyLines else { throw .tooLong }
        lines.append(String(rest.dropFirst()))
        self.code = code
        guard !rest.hasPrefix("-") else { return nil }
        defer { (lines, self.code) = ([], nil) }
        return SMTPReply(code: code, lines: lines)
    }
}
