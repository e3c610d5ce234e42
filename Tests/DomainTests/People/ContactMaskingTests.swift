import Domain
import Testing

@Suite("Contact in free text is masked; everything else stays")
struct ContactMaskingTests {
    private static let contact = Contact(
        givenName: "Noor", familyName: "van der Kok", email: "noor@voorbeeld.example", phone: "06-12345678")
    private static let mask = "[afgeschermd]"

    @Test(arguments: [
        ("Mail noor@voorbeeld.example gerust.", "Mail \(mask) gerust."),
        ("Bel 06-12345678 na zes uur", "Bel \(mask) na zes uur"),
        ("0612345678", mask), ("06 12 34 56 78.", "\(mask)."), ("+31 6 1234 5678", mask), ("(010) 123 45 67", mask),
        ("Zie www.noor.example", "Zie \(mask)"), ("https://x.example/cv", mask),
        ("mijn site noor.nl", "mijn site \(mask)"),
        ("Ik ben Noor.", "Ik ben \(mask)."), ("ik, noor", "ik, \(mask)"), ("NOOR KOK", "\(mask) \(mask)"),
    ])
    func masks(_ text: String, _ expected: String) {
        #expect(ContactMasking(hiding: Self.contact).mask(text) == expected)
    }

    @Test(arguments: [
        "", "Ik werkte van 2010 tot 2015 bij de bakker.", "24 tot 32 uur", "rijbewijs B, C1 en code 95", "Noordwijk",
        "van der Valk", "kokkin", "€ 2.345,67 bruto", "1e t/m 12e verdieping",
        "ISO 9001:2015".replacing(":", with: "-"),
        "postcode 3011", "kassa/vulploeg", "e.d.", "enz.Goed",
    ])
    func leaves(_ text: String) {
        #expect(ContactMasking(hiding: Self.contact).mask(text) == text)
    }

    @Test("a name that is a trade of one's own stays where it is written as the trade")
    func trade() {
        let masking = ContactMasking(hiding: Self.contact, titles: ["Kok", "hulpkok in zorg"])
        #expect(masking.mask(title: "Kok") == "Kok" && masking.mask(title: "kok") == "kok")
        #expect(masking.mask(title: "Noor Kok") == "\(Self.mask) \(Self.mask)")
        #expect(masking.mask("Ik ben kok.") == "Ik ben kok." && masking.mask("Ik ben Kok.") == "Ik ben \(Self.mask).")
        #expect(masking.mask("ik heet noor") == "ik heet \(Self.mask)")
        let without = ContactMasking(hiding: Self.contact, titles: ["schilder"])
        #expect(without.mask("ik ben kok") == "ik ben \(Self.mask)" && without.mask(title: "kok") == Self.mask)
    }
}
