import Domain
import Foundation
import Testing

@Suite("Message: within its limits, readable, and without a BSN")
struct MessageContentTests {
    private static func faults(
        _ text: String, to addressee: String = "beiden", _ contact: String = ""
    ) -> [String] {
        switch MessageContent.read(addressee: addressee, text: text, contact: contact) {
        case .success: []
        case .failure(let faults): faults.all.map(\.field)
        }
    }

    @Test(arguments: [
        "Hallo", "a\r\nb\rc\nd", "één \u{1F44D}", String(repeating: "a", count: Limits.messageCharacters),
    ])
    func takes(_ text: String) { #expect(Self.faults(text).isEmpty) }

    @Test(arguments: [
        "", " \r\n ", String(repeating: "a", count: Limits.messageCharacters + 1), "a\u{0}b", "a\u{1B}[2Jb",
        "Zijn nummer is 111222333.", "BSN 1112.22.333", String(repeating: "\u{1F44D}", count: 3_500),
        String(repeating: "a\n", count: 4_001),
    ])
    func refuses(_ text: String) { #expect(Self.faults(text) == [MessageContent.Field.text]) }

    @Test("every fault at once")
    func all() {
        let contact = String(repeating: "1", count: Limits.messageContactCharacters + 1)
        let expected = [
            MessageContent.Field.addressee, MessageContent.Field.text, MessageContent.Field.contact,
        ]
        #expect(Self.faults("", to: "iedereen", contact) == expected)
        #expect(Self.faults("Hallo", "111222333") == [MessageContent.Field.contact])
    }

    @Test("lines are ended as here, and blanks around go")
    func spelled() throws {
        let read = try MessageContent.read(addressee: "klantmanager", text: " a\r\n\r\nb ", contact: " 010\n1 ").get()
        #expect(read.text == "a\n\nb" && read.contact == "010 1" && read.addressee == .caseManager)
    }
}
