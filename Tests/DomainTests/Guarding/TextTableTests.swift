import Domain
import Testing

@Suite("A table of 200 texts: what can be a BSN, and what reaches a person (P-DAT-6, design.md §6)")
struct TextTableTests {
    private static let mask = "[afgeschermd]"

    @Test("the table has at least 200 different texts")
    func size() {
        let all = TextTable.withBSN + TextTable.withoutBSN + TextTable.contact.map(\.text)
        #expect(Set(all).count >= 200)
    }

    @Test("can be a BSN", arguments: TextTable.withBSN)
    func withBSN(_ text: String) throws {
        let range = try #require(BSNDetector.first(in: text))
        #expect(text[range].filter(\.isNumber).count == 9)
    }

    @Test("is none", arguments: TextTable.withoutBSN)
    func withoutBSN(_ text: String) { #expect(BSNDetector.first(in: text) == nil) }

    @Test("contact details, names and postcodes are masked, and nothing else", arguments: TextTable.contact)
    func masking(_ text: String, _ expected: String) {
        let contact = Contact(
            givenName: "Fatima", familyName: "El Amrani", email: "f@voorbeeld.example", phone: "0612345678")
        let masking = ContactMasking(hiding: contact)
        #expect(masking.mask(text) == expected.replacing("\u{2022}", with: Self.mask))
    }
}

@Suite("P-DAT-6: other national numbers get a warning")
struct IdentifyingNumberTests {
    @Test(arguments: [
        ("onderwijsnummer 101222331", [IdentifyingNumber.education]), ("100252333", []), ("1012223310", []),
        ("NL91ABNA0417164300", [.bankAccount]), ("op NL91 ABNA 0417 1643 00 graag", [.bankAccount]),
        ("NL92ABNA0417164300", []), ("NL91ABNA04171643001", []), ("XR1001R58", [.identityCard]),
        ("paspoort EM0000000", [.identityCard]), ("XR1O01R58", []), ("xr1001r58", []),
        ("V123AL568", [.residenceDocument]), ("III-V123AL568", [.residenceDocument]), ("VERPLEGER", []), ("V123", []),
        ("V-nummer: 2812345678", [.alien]), ("vreemdelingennummer 281.234.5678", [.alien]), ("2812345678", []),
        ("A-nummer 1234567890", [.registration]), ("BA-nummer 1", []), ("NL004495445B01", [.valueAddedTax]),
        ("NL002455799B11", [.valueAddedTax]), ("NL123456789B90", []), ("kenteken 12-AB-34", [.numberPlate]),
        ("K-123-AB", [.numberPlate]), ("12-34-56", []), ("mbo-2-niveau", []),
        ("Ik ben geboren op 12-03-1984", [.birthDay]), ("geb. 3/2/1981 te Delft", [.birthDay]),
        ("gewerkt van 12-03-1984", []), ("KvK 12345678", [.chamberOfCommerce]),
        ("kvk-nummer: 12345678", [.chamberOfCommerce]),
        ("kvk 1234567", []), ("", []), ("Ik werk 32-40 uur, sinds 2019, in 3011 AB", []),
    ])
    func found(_ text: String, _ numbers: [IdentifyingNumber]) {
        #expect(IdentifyingNumber.found(in: text) == numbers)
        #expect(SensitiveTopic.found(in: text).contains(.number) == !numbers.isEmpty)
    }
}
