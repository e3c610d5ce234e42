import Domain
import Testing

@Suite("A name that is a trade of one's own stays where it is written as the trade")
struct TradeNameTests {
    private static let contact = Contact(
        givenName: "Noor", familyName: "van der Kok", email: "noor@voorbeeld.example", phone: "06-12345678")
    private static let mask = "[afgeschermd]"

    @Test("in a title of one word, and in lower case; a given name never")
    func trade() {
        let masking = ContactMasking(hiding: Self.contact, titles: ["Kok", "hulpkok in zorg", "ik ben Noor"])
        #expect(masking.mask(title: "Kok") == "Kok" && masking.mask(title: "kok") == "kok")
        #expect(masking.mask(title: "Noor Kok") == "\(Self.mask) \(Self.mask)")
        #expect(masking.mask("Ik ben kok.") == "Ik ben kok." && masking.mask("Ik ben Kok.") == "Ik ben \(Self.mask).")
        #expect(masking.mask("ik heet noor") == "ik heet \(Self.mask)")
    }

    @Test("not when it is no trade of this person's")
    func noTrade() {
        let masking = ContactMasking(hiding: Self.contact, titles: ["schilder"])
        #expect(masking.mask("ik ben kok") == "ik ben \(Self.mask)" && masking.mask(title: "kok") == Self.mask)
    }
}
