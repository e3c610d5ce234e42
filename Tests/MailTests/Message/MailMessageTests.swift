import Foundation
import Testing

@testable import Mail

@Suite("Mail: an address is of the plain kind, and can hold no command")
struct MailAddressTests {
    @Test(arguments: [
        "a@b.nl", "jan.de-vries+werk@sub.gemeente-rotterdam.nl", "o'brien@x.example", "x@localhost",
        String(repeating: "a", count: 64) + "@b.nl",
    ])
    func takes(_ text: String) throws { #expect(try MailAddress(text).text == text) }

    @Test(arguments: [
        "", "a", "@b.nl", "a@", "a@@b.nl", "a b@c.nl", "a@b .nl", "a..b@c.nl", ".a@c.nl", "a@-b.nl", "a@b-.nl",
        "a@b.nl>", "a@b.nl\r\nRCPT TO:<c@d.nl>", "a@b.nl\n", "\"a b\"@c.nl", "jan@gemeente.nl,piet@x.nl", "é@b.nl",
        String(repeating: "a", count: 65) + "@b.nl", "a@" + String(repeating: "b.", count: 130) + "nl",
    ])
    func refuses(_ text: String) { #expect((try? MailAddress(text)) == nil) }

    @Test func hasDomain() throws { #expect(try MailAddress("jan@gemeente.nl").domain == "gemeente.nl") }
}

@Suite("Mail: what goes over the line is ASCII, folded, and says nothing of anybody")
struct MailMessageTests {
    static func message(_ text: String = "Hallo.\n", subject: String = "Bericht") throws -> MailMessage {
        try MailMessage(
            from: MailAddress("hallowerk@regio.example"), to: MailAddress("jan@gemeente.example"), subject: subject,
            text: text, date: Date(timeIntervalSince1970: 1_795_824_000),
            id: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
    }

    @Test func hasEveryField() throws {
        let expected = """
            From: HalloWerk <hallowerk@regio.example>
            To: <jan@gemeente.example>
            Subject: Bericht
            Date: Sat, 28 Nov 2026 00:00:00 +0000
            Message-ID: <01020304-0506-0708-090a-0b0c0d0e0f10@regio.example>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Language: nl
            Content-Transfer-Encoding: quoted-printable

            Hallo.


            """
        #expect(try Self.message().rendered == expected.replacing("\n", with: "\r\n"))
    }

    @Test(
        "a subject cannot hold another field",
        arguments: ["", "a\r\nBcc: x@y.nl", "é", String(repeating: "a", count: 67)])
    func subject(_ text: String) {
        #expect(throws: MailMessage.Invalid.subjectNotPlain) { try Self.message(subject: text) }
    }

    @Test(
        "lines stay within 76 characters and decode to what they were",
        arguments: [
            "", "één", "a=b", "einde ", "tab\t", String(repeating: "é", count: 200), String(repeating: "a", count: 76),
            String(repeating: "a", count: 77), String(repeating: "woord ", count: 60), ".\n..\n", "a\r\nb",
        ])
    func quotedPrintable(_ text: String) throws {
        let encoded = QuotedPrintable.encode(text)
        for line in encoded.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= QuotedPrintable.lineCharacters)
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.hasSuffix(" "))
        }
        #expect(Self.decoded(encoded) == text.replacing("\r\n", with: "\n") + "\n")
    }

    /// Decodes as RFC 2045 §6.7 says, written apart from the encoder.
    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.replacing("=\r\n", with: "").replacing("\r\n", with: "\n").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("no topic says what or of whom", arguments: NoticeTopic.allCases)
    func topics(_ topic: NoticeTopic) throws {
        let text = topic.text(portal: "https://portaal.example")
        _ = try Self.message(text, subject: topic.subject)
        #expect(text.utf8.count < 300 && !text.contains("{"))
    }

    @Test(arguments: [(1, 60), (2, 120), (3, 240), (9, 15_360), (10, 21_600), (12, 21_600), (0, 60), (1_000, 21_600)])
    func rests(_ tries: Int, _ seconds: Int) { #expect(NoticePolicy.rest(afterTries: tries) == .seconds(seconds)) }
}
