import Testing

@testable import Mail

@Suite("SMTP: replies are read as RFC 5321 §4.2 has them")
struct SMTPReplyTests {
    private static func read(_ text: String) throws(SMTPReplyReader.Invalid) -> [SMTPReply] {
        var reader = SMTPReplyReader()
        var replies: [SMTPReply] = []
        for byte in text.utf8 {
            if let reply = try reader.take(byte) { replies.append(reply) }
        }
        return replies
    }

    @Test func oneLine() throws { #expect(try Self.read("220 hallo\r\n") == [.init(code: 220, lines: ["hallo"])]) }

    @Test func severalLines() throws {
        let replies = try Self.read("250-mail.example\r\n250-STARTTLS\r\n250 auth plain login\r\n250\r\n")
        #expect(replies.map(\.code) == [250, 250])
        #expect(replies[0].extensions == [["STARTTLS"], ["AUTH", "PLAIN", "LOGIN"]])
    }

    @Test(arguments: ["SSH-2.0\r\n", "99 x\r\n", "600 x\r\n", "250x\r\n", "250-a\r\n251 b\r\n", "\r\n", "²50 x\r\n"])
    func refuses(_ text: String) { #expect(throws: SMTPReplyReader.Invalid.notAReply) { try Self.read(text) } }

    @Test func hasLimits() {
        let long = "250 " + String(repeating: "a", count: SMTPReplyReader.lineBytes) + "\r\n"
        #expect(throws: SMTPReplyReader.Invalid.tooLong) { try Self.read(long) }
        let many = String(repeating: "250-a\r\n", count: SMTPReplyReader.replyLines + 1)
        #expect(throws: SMTPReplyReader.Invalid.tooLong) { try Self.read(many) }
    }
}
