import Domain
import Testing

@Suite("Postcode: four digits and two letters that are issued")
struct PostcodeTests {
    @Test(
        "takes the usual spellings, and keeps one",
        arguments: [
            ("3011AB", "3011AB"), ("3011 AB", "3011AB"), ("3011ab", "3011AB"), ("3011 aB", "3011AB"),
            ("1000AA", "1000AA"), ("9999ZZ", "9999ZZ"), ("3011SB", "3011SB"), ("3011SE", "3011SE"),
            ("3011AS", "3011AS"),
        ])
    func takes(_ text: String, _ kept: String) throws {
        let postcode = try Postcode(text)
        #expect(postcode.description == kept)
        #expect(postcode.area.description + postcode.letters == kept)
    }

    @Test(
        "refuses the rest",
        arguments: [
            "", "3011", "AB", "3011A", "3011ABC", "0999AA", "0011AB", "301 1AB1", "A011AB", "30111A", "3011A1",
            "3011-AB", "3011\tAB", "3011SA", "3011SD", "3011SS", "3011 ss", "3011ÄB", "3011@A", "3011A[",
            "\u{0663}011AB",
        ])
    func refuses(_ text: String) {
        #expect(throws: Postcode.Invalid.notADutchPostcode) { try Postcode(text) }
    }

    @Test(
        "refuses letters that are two only in upper case, and spaces elsewhere",
        arguments: ["3011\u{FB01}", "3011\u{0131}a", "3 0 1 1 A B", "3011  AB", " 3011AB", "3011AB ", "3011A B"])
    func refusesLookalikes(_ text: String) {
        #expect(throws: Postcode.Invalid.notADutchPostcode) { try Postcode(text) }
    }
}
