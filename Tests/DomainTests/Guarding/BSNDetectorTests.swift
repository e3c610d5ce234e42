import Domain
import Testing

@Suite("P-DAT-6: a number that can be a BSN is found, and nothing else")
struct BSNDetectorTests {
    @Test(arguments: [
        "111222333", "123456782", "999990019", "1112.22.333", "111 222 333", "111-222-333", "111.222.333",
        "1112 22 333",
        "Mijn nummer is 111222333.", "bsn:111222333", "(111222333)", "111222333, of", "a111222333b", "x\n111222333\ny",
        "12 111222333", "0612345678 en 111222333", "é111222333é", "tel 06-12345678 bsn 111222333", "111222333-",
    ])
    func finds(_ text: String) throws {
        let range = try #require(BSNDetector.first(in: text))
        let digits = text[range].filter(\.isNumber)
        #expect(["111222333", "123456782", "999990019"].contains(digits), "\(text[range])")
    }

    @Test(arguments: [
        "", "123456789", "111252333", "000000000", "0000.00.000", "11122233", "1112223330", "0111222333", "111222333.5",
        "1.111222333", "0.111222333", "06-12345678", "0612345678", "010-1234567", "+31 6 1234 5678", "2010-2015",
        "3011 AB 24-32 uur", "€ 111.222,33", "111 222 3333", "1112 223 33", "NL91ABNA0417164300", "111  222  333",
        "11122233a3", "1112.22.333.4", "1 111222333 2".replacing(" ", with: ""), "111/222/333", "1112223334444",
    ])
    func leaves(_ text: String) { #expect(BSNDetector.first(in: text) == nil) }

    @Test("of all numbers of nine digits that begin so, one in eleven passes the eleven test")
    func share() {
        let found = (0..<11_000).count { BSNDetector.first(in: String(123_400_000 + $0)) != nil }
        #expect(found == 1_000)
    }
}

@Suite("P-DAT-6: topics without a field get a warning")
struct SensitiveTopicTests {
    @Test(arguments: [
        ("Ik heb een burn-out gehad", [SensitiveTopic.medical]), ("Na mijn DETENTIE wil ik werken", [.criminal]),
        ("Ik ga naar de kerk, en gebruik medicijnen", [.medical, .religion]), ("diagnose: ADHD", [.medical]),
        ("Ik geloof dat ik dit kan", []), ("Ervaring in de zorg en met ouderen", []), ("", []),
        ("kerkdienst, strafblad, depressie", [.medical, .criminal, .religion]), ("Een VOG is geen probleem", []),
        ("psychologie gestudeerd", [.medical]), ("orgelbouwer", []),
    ])
    func found(_ text: String, _ topics: [SensitiveTopic]) { #expect(SensitiveTopic.found(in: text) == topics) }
}
