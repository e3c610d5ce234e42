import Domain
import Testing

@Suite("MunicipalityCode: GM and four digits")
struct MunicipalityCodeTests {
    @Test("takes them", arguments: ["GM0599", "GM0000", "GM9999"])
    func takes(_ text: String) throws {
        #expect(try MunicipalityCode(text).code == text)
        #expect(try MunicipalityCode(text).description == text)
    }

    @Test(
        "refuses anything else",
        arguments: [
            "", "GM", "GM059", "GM05999", "gm0599", "Gm0599", "AM0599", "0599GM", "GM059A", "GM 599", "GM0599 ",
            " GM0599", "GM059\u{0669}", "GM-599", "GM059/", "GM059:",
        ])
    func refuses(_ text: String) {
        #expect(throws: MunicipalityCode.Invalid.notGMAndFourDigits) { try MunicipalityCode(text) }
    }

    @Test("is ordered by its code")
    func ordered() throws {
        #expect(try MunicipalityCode("GM0518") < MunicipalityCode("GM0599"))
    }
}
