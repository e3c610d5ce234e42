import Domain
import Testing

@Suite("OIN: twenty digits with a prefix of the register")
struct OINTests {
    private static let number = "001822477000"

    @Test(
        "takes every prefix of the register and no neighbour of one",
        arguments: [
            ("00000001", true), ("00000002", true), ("00000003", true), ("00000004", true), ("00000006", true),
            ("00000007", true), ("00000008", true), ("00000009", true), ("00000010", true), ("00000099", true),
            ("00000000", false), ("00000005", false), ("00000011", false), ("00000098", false), ("00000100", false),
            ("10000001", false), ("99999999", false),
        ])
    func prefixes(_ prefix: String, _ known: Bool) throws {
        if known {
            let oin = try OIN(prefix + Self.number)
            #expect(oin.digits == prefix + Self.number)
            #expect(oin.description == oin.digits)
        } else {
            #expect(throws: OIN.Invalid.unknownPrefix) { try OIN(prefix + Self.number) }
        }
    }

    @Test(
        "refuses anything but twenty ASCII digits",
        arguments: [
            "", "0000009900182247700", "000000990018224770000", "0000009900182247700A", " 0000009900182247700",
            "00000099001822477000 ", "0000009900182247700\u{0664}", "00000099-0018224-770", "+0000099001822477000",
        ])
    func notDigits(_ text: String) {
        #expect(throws: OIN.Invalid.notTwentyDigits) { try OIN(text) }
    }

    @Test("is ordered by its digits")
    func ordered() throws {
        #expect(try OIN("00000001001822477000") < OIN("00000099001822477000"))
        #expect(try !(OIN("00000001001822477000") < OIN("00000001001822477000")))
    }
}
