import Domain
import Testing

@Suite("RegionCode: a slug of 2 to 40 characters")
struct RegionCodeTests {
    @Test(
        "takes letters, digits and single hyphens inside",
        arguments: ["ab", "a1", "11", "a-b", "rijnmond", "groot-amsterdam", String(repeating: "a", count: 40)])
    func takes(_ text: String) throws {
        #expect(try RegionCode(text).slug == text)
        #expect(try RegionCode(text).description == text)
    }

    @Test(
        "refuses the rest",
        arguments: [
            ("", RegionCode.Invalid.wrongLength), ("a", .wrongLength),
            (String(repeating: "a", count: 41), .wrongLength), ("-a", .wrongCharacter), ("a-", .wrongCharacter),
            ("--", .wrongCharacter), ("a--b", .wrongCharacter), ("Rijnmond", .wrongCharacter),
            ("rijn mond", .wrongCharacter), ("rijn_mond", .wrongCharacter), ("rijnmond.x", .wrongCharacter),
            ("rijn/mond", .wrongCharacter), ("a`", .wrongCharacter), ("a{", .wrongCharacter), ("a:", .wrongCharacter),
            ("súd", .wrongCharacter), ("rijnmond\n", .wrongCharacter),
        ])
    func refuses(_ text: String, because reason: RegionCode.Invalid) {
        #expect(throws: reason) { try RegionCode(text) }
    }

    @Test("is ordered by its slug")
    func ordered() throws {
        #expect(try RegionCode("haaglanden") < RegionCode("rijnmond"))
    }
}
