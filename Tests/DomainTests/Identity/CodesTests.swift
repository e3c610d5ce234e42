import Domain
import Testing

@Suite("OIN: twenty digits with a known prefix")
struct OINTests {
    @Test(arguments: ["00000099100000035000", "00000001001589623000", "00000010000000000000"])
    func takes(_ text: String) throws { #expect(try OIN(text).digits == text) }

    @Test(arguments: [
        ("", OIN.Invalid.notTwentyDigits), ("0000009910000003500", .notTwentyDigits),
        ("000000991000000350000", .notTwentyDigits), ("0000009910000003500A", .notTwentyDigits),
        ("0000009910000003500٣", .notTwentyDigits), ("00000005100000035000", .unknownPrefix),
        ("99999999001589623000", .unknownPrefix),
    ])
    func refuses(_ text: String, because reason: OIN.Invalid) { #expect(throws: reason) { try OIN(text) } }
}

@Suite("Codes of regions, municipalities and profiles")
struct CodeTests {
    @Test(arguments: ["rijnmond", "groot-amsterdam", "a1", String(repeating: "a", count: 40)])
    func region(_ text: String) throws { #expect(try RegionCode(text).slug == text) }

    @Test(arguments: [
        ("", RegionCode.Invalid.wrongLength), ("a", .wrongLength), (String(repeating: "a", count: 41), .wrongLength),
        ("Rijnmond", .wrongCharacter), ("-rijnmond", .wrongCharacter), ("rijnmond-", .wrongCharacter),
        ("groot--amsterdam", .wrongCharacter), ("rijn mond", .wrongCharacter), ("../etc", .wrongCharacter),
        ("één", .wrongCharacter),
    ])
    func refusesRegion(_ text: String, because reason: RegionCode.Invalid) {
        #expect(throws: reason) { try RegionCode(text) }
    }

    @Test(arguments: ["GM0000", "GM0599", "GM9999"])
    func municipality(_ text: String) throws { #expect(try MunicipalityCode(text).code == text) }

    @Test(arguments: ["", "GM059", "GM05990", "gm0599", "GM05 9", "AM0599", "GM059A"])
    func refusesMunicipality(_ text: String) {
        #expect(throws: MunicipalityCode.Invalid.notGMAndFourDigits) { try MunicipalityCode(text) }
    }

    @Test(arguments: ["", "aad842d91e11461d94f37c8669db76ff", "aad842d9-1e11-461d-94f3-7c8669db76f"])
    func refusesProfile(_ text: String) { #expect(ProfileID(text) == nil) }

    @Test("a profile id is its sixteen bytes")
    func profile() throws {
        let id = try #require(ProfileID("aad842d9-1e11-461d-94f3-7c8669db76ff"))
        #expect(id.bytes.first == 0xAA && id.bytes.last == 0xFF && ProfileID(bytes: id.bytes) == id)
        #expect(ProfileID(bytes: id.bytes.dropLast()) == nil && ProfileID(bytes: id.bytes + [0]) == nil)
    }
}
