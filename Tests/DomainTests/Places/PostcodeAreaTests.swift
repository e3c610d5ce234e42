import Domain
import Testing

@Suite("PostcodeArea: 1000 to 9999")
struct PostcodeAreaTests {
    @Test("takes four digits", arguments: [("1000", UInt16(1000)), ("3011", 3011), ("9999", 9999)])
    func takes(_ text: String, _ number: UInt16) throws {
        #expect(try PostcodeArea(text).number == number)
        #expect(try PostcodeArea(text).description == text)
        #expect(try PostcodeArea(("x" + text).dropFirst()).number == number)
    }

    @Test(
        "refuses anything else",
        arguments: [
            "", "999", "0999", "0000", "10000", "+999", "-999", "30 1", "301A", "3011AB", " 301", "301\u{0661}", "1e30",
        ])
    func refuses(_ text: String) {
        #expect(throws: PostcodeArea.Invalid.notFourDigits) { try PostcodeArea(text) }
    }

    @Test("is ordered by its number")
    func ordered() throws {
        #expect(try PostcodeArea("1999") < PostcodeArea("2000"))
    }
}
