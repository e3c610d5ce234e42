import Domain
import TestSupport
import Testing

@Suite("ContactMasking: nothing that reaches the person stays in free text (design.md §6)")
struct ContactMaskingTests {
    private static let mask = "[afgeschermd]"

    private func masked(_ text: String, given: String = "Fatima", family: String = "El Amrani") -> String {
        ContactMasking(
            hiding: Contact(givenName: given, familyName: family, email: "f@voorbeeld.example", phone: "0612345678")
        ).mask(text)
    }

    @Test(
        "e-mail addresses",
        arguments: [
            "f.amrani@voorbeeld.nl", "F.AMRANI@VOORBEELD.NL", "mailto:f@voorbeeld.example", "<f@x.example>",
            "f+werk@x.museum", "ik@localhost",
        ])
    func emails(_ address: String) {
        #expect(masked("Mail \(address) graag") == "Mail \(Self.mask) graag")
        #expect(masked(address) == Self.mask)
    }

    @Test(
        "phone numbers, as the Dutch spell them",
        arguments: [
            "0612345678", "06-12345678", "06 12345678", "06 12 34 56 78", "06-12 34 56 78", "06.12.34.56.78",
            "06/12345678", "06 - 1234 5678", "010-1234567", "010 123 45 67", "(010) 123 45 67", "(010)1234567",
            "0181-123456", "+31612345678", "+31 6 12345678", "+31 (0)6 12345678", "+31-10-1234567", "0031612345678",
            "0031 6 1234 5678", "+32 475 12 34 56", "+49 1512 3456789", "+354 123 4567",
        ])
    func phones(_ number: String) {
        #expect(masked("Bel \(number) graag") == "Bel \(Self.mask) graag")
        #expect(masked(number) == Self.mask)
        #expect(masked("tel:\(number), of kom langs") == "tel:\(Self.mask), of kom langs")
    }

    @Test(
        "phone numbers with the spaces and dashes that a word processor makes of them",
        arguments: [
            "06\u{A0}12345678", "06\u{2011}12345678", "06\u{2013}12345678", "06\u{2014}1234\u{202F}5678",
            "06\u{2212}12345678", "+31\u{A0}6\u{2009}12345678", "06\t12345678",
        ])
    func typeset(_ number: String) {
        #expect(masked("Bel \(number) graag") == "Bel \(Self.mask) graag")
    }

    @Test(
        "links",
        arguments: [
            "https://voorbeeld.example/cv", "http://x", "HTTPS://X.EXAMPLE", "www.voorbeeld.example", "WWW.X.EXAMPLE",
            "voorbeeld.nl", "linkedin.com/in/fatima", "cv.voorbeeld.org", "voorbeeld.net/cv", "voorbeeld.eu?x=1",
            "voorbeeld.be,", "(voorbeeld.info)", "Voorbeeld.NL",
        ])
    func links(_ link: String) {
        #expect(masked("Zie \(link) graag") == "Zie \(Self.mask) graag")
    }

    @Test(
        "links whose ending stands in them twice, and short links that open a chat",
        arguments: ["an.beukers.be", "mijn.communicatie.com", "wa.me/31612345678", "t.me/fatima", "linktr.ee/fatima"])
    func hiddenLinks(_ link: String) {
        #expect(masked("Zie \(link) graag") == "Zie \(Self.mask) graag")
    }

    @Test(
        "own names as whole words, whatever their case",
        arguments: [
            ("Ik ben Fatima.", "Ik ben [afgeschermd]."), ("FATIMA", "[afgeschermd]"), ("fatima's", "[afgeschermd]'s"),
            ("(Fatima)", "([afgeschermd])"), ("Fatima-Amrani", "[afgeschermd]-[afgeschermd]"),
            ("Amrani/Fatima", "[afgeschermd]/[afgeschermd]"), ("Fatimah", "Fatimah"), ("Amranistraat", "Amranistraat"),
            ("El staat er nog", "El staat er nog"), ("Fatima,Amrani", "[afgeschermd],[afgeschermd]"),
            ("\u{201C}Fatima\u{201D}", "\u{201C}[afgeschermd]\u{201D}"), ("1Fatima2", "1[afgeschermd]2"),
        ])
    func names(_ text: String, _ expected: String) {
        #expect(masked(text) == expected)
    }

    @Test(
        "names of every shape",
        arguments: [
            ("Jan", "de Vries", "Jan de Vries", "[afgeschermd] de [afgeschermd]"),
            ("Jo", "van der Berg", "Jo van der Berg", "Jo van der [afgeschermd]"),
            ("Anne-Marie", "Bos", "Anne en Marie", "[afgeschermd] en [afgeschermd]"),
            ("Zoë", "Çelik", "ZOË Çelik", "[afgeschermd] [afgeschermd]"),
            ("Zoë", "Çelik", "Zoe\u{308} C\u{327}elik", "[afgeschermd] [afgeschermd]"),
            ("Kim", "Smit", "\u{212A}im Smit", "[afgeschermd] [afgeschermd]"), ("", "", "Jan werkt", "Jan werkt"),
            (
                String(repeating: "a", count: 70), "Smit", String(repeating: "A", count: 70) + " kookt",
                "[afgeschermd] kookt"
            ),
        ])
    func shapes(_ given: String, _ family: String, _ text: String, _ expected: String) {
        #expect(masked(text, given: given, family: family) == expected)
    }

    @Test(
        "what must stay untouched",
        arguments: [
            "", " ", "Ik werk graag met mensen.", "Heftruckcertificaat (VCA) sinds 2019.", "Tussen 2015 en 2021: kok.",
            "Van 1 januari 2020 tot 31 december 2022", "24-36 uur, o.a. in de bouw; ook t.b.v. zorg.", "C++ en C#",
            "Node.js, .NET en Vue", "3,5 jaar; 1.250 bestellingen per dag", "Niveau 3/4", "€ 12,50 per uur",
            "Postcode 3011", "12345678", "Order 1234567890", "06-1234567", "\u{1F600} regels\nen\ttabs\r\n",
            "Het einde.Nieuwe zin", "e.d.", "Eerste punt: koken", "vmbo-t", "Nummer 00000", "MBO4 (2008-2011)",
        ])
    func untouched(_ text: String) {
        #expect(masked(text) == text)
    }

    @Test("several in one text, with what stands between them")
    func several() {
        #expect(
            masked("Fatima: 0612345678 of f@x.nl,\nof kijk op www.x.nl.\tTot ziens!")
                == "\(Self.mask): \(Self.mask) of \(Self.mask)\nof kijk op \(Self.mask)\tTot ziens!")
        #expect(masked("Van 3011CD3012EF, huis 3011CD12") == "Van \(Self.mask)\(Self.mask), huis \(Self.mask)12")
    }

    @Test("masking twice is masking once, and the short cut for plain text says the same as the long way")
    func properties() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let pieces = [
            "a", "w", "ww", "www", ".", ".", ",", " ", " ", "\n", "-", "(", ")", "/", ":", "@", "+", "0", "06", "31",
            "1234", "5678", "Fatima", "fatima", "amrani", "Zoë", "\u{212A}im", "nl", "be", "com", "é", "\u{301}",
            "\u{A0}", "\u{2013}", "'", "_", "AB", "CD", "3011",
        ]
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            let once = masked(text, given: "Fatima", family: "Amrani Kim")
            #expect(
                masked(once, given: "Fatima", family: "Amrani Kim") == once, "seed \(seed): \(text.debugDescription)")
            let long = masked(text + " x@x", given: "Fatima", family: "Amrani Kim")
            #expect(long == once + " " + Self.mask, "seed \(seed): \(text.debugDescription)")
        }
    }
}
