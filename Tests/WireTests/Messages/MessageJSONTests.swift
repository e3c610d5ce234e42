import Domain
import Foundation
import Testing
import Wire

@Suite("Wire: messages, receipts and standings come back as they were sent")
struct MessageJSONTests {
    private static func content(_ text: String, contact: String = "") throws -> MessageContent {
        try MessageContent.read(addressee: "beiden", text: text, contact: contact).get()
    }

    @Test(arguments: ["Hallo", "\"aanhaling\" \\ en\nregel\ttab", String(repeating: "é\"", count: 2_000)])
    func question(_ text: String) throws {
        let question = MessageJSON.Question(id: UUID(), content: try Self.content(text, contact: "010"))
        let bytes = MessageJSON.encode(question)
        #expect(try MessageJSON.decodeQuestion(bytes) == question)
        #expect(bytes.count < Limits.requestBytes - 256, "sealed, it fits a request")
    }

    @Test("what the sender's region should have refused is no message, and what is malformed throws")
    func refused() throws {
        let id = UUID().uuidString
        let bsn = #"{"id":"\#(id)","aan":"beiden","bericht":"111222333"}"#
        #expect(try MessageJSON.decodeQuestion(Array(bsn.utf8)) == nil)
        for json in ["", "{}", #"{"id":"x","aan":"beiden","bericht":"a"}"#, #"{"id":"\#(id)","aan":"beiden"}"#] {
            #expect(throws: (any Error).self) { try MessageJSON.decodeQuestion(Array(json.utf8)) }
        }
    }

    @Test(arguments: MessageJSON.Refusal.allCases.map { MessageJSON.Receipt.refused($0) } + [.kept(reference: "a.b")])
    func receipt(_ receipt: MessageJSON.Receipt) throws {
        #expect(try MessageJSON.decodeReceipt(MessageJSON.encode(receipt)) == receipt)
    }

    @Test func receiptThatIsNone() {
        for json in ["{}", #"{"geweigerd":"zomaar"}"#, #"{"verwijzing":""}"#] {
            #expect(throws: (any Error).self) { try MessageJSON.decodeReceipt(Array(json.utf8)) }
        }
    }

    @Test func standings() throws {
        let time = Date(timeIntervalSince1970: 1_795_000_000)
        let all: [MessageStanding?] = [
            nil, .init(status: .new, readAt: nil, answer: nil, answeredAt: nil),
            .init(status: .read, readAt: time, answer: nil, answeredAt: nil),
            .init(status: .answered, readAt: time, answer: "Ja\nhoor", answeredAt: time),
        ]
        #expect(try MessageStandingsJSON.decode(MessageStandingsJSON.encode(all), count: 4) == all)
        #expect(throws: (any Error).self) {
            try MessageStandingsJSON.decode(MessageStandingsJSON.encode(all), count: 3)
        }
        for json in [
            #"{"status":"beantwoord"}"#, #"{"status":"nieuw","antwoord":"a"}"#, #"{"status":"zomaar"}"#,
            #"{"status":"beantwoord","antwoord":"111222333"}"#,
        ] {
            let bytes = Array(#"{"berichten":[\#(json)]}"#.utf8)
            #expect(throws: (any Error).self) { try MessageStandingsJSON.decode(bytes, count: 1) }
        }
    }

    @Test("the longest answers to one call fit")
    func fits() throws {
        let longest = String(repeating: "\"\n", count: 2_000)
        let standing = MessageStanding(status: .answered, readAt: .now, answer: longest, answeredAt: .now)
        let all = Array(repeating: Optional(standing), count: Limits.messageReferences)
        #expect(MessageStandingsJSON.encode(all).count < Limits.answerBytes - 256)
        let references = Array(repeating: String(repeating: "a", count: 400), count: Limits.messageReferences)
        #expect(try MessageStandingsJSON.decodeQuestion(MessageStandingsJSON.encodeQuestion(references)) == references)
        #expect(throws: (any Error).self) {
            try MessageStandingsJSON.decodeQuestion(MessageStandingsJSON.encodeQuestion(references + ["a"]))
        }
    }
}
