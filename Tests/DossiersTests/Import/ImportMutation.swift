import TestSupport

@testable import Dossiers

/// Makes exports in every form that systems write, and spoils most of them: with a knowledge of what they are made of.
enum ImportMutation {
    private static let values: [ImportColumn: [String]] = [
        .clientNumber: ["W1", "W2", "Z-9", "12345678901", "é"], .givenName: ["Noor", "Zoë", "Anne-Marie", "O\"Neil"],
        .familyName: ["Jansen", "de Vries; junior", "Çelik", "a,b"], .email: ["n@voorbeeld.nl", "", "geen"],
        .phone: ["0612345678", "+31 6 12345678", "", "123"], .postcode: ["3011AB", "3011 ab", "30A"],
        .birthDay: ["1981-02-03", "3-2-1981", "31-2-1981", "1981"], .caseNumber: ["Z-1", ""],
        .street: ["Lindelaan 1", "bsn 111222333", "regel\nbreuk"], .gender: ["man", "V", "onbekend"],
        .caseManager: ["S. Bakker", ""], .support: ["samen", "Zelfservice", "half"], .toZo: ["ja", "nee", "0", "x"],
        .targetGroups: ["bbl", "bbl|baanafspraak", "alles"], .serviceEnded: ["", "2026-01-31", "nooit"],
    ]

    private static let pieces: [[UInt8]] =
        [
            "\"", "\"\"", ";", ",", "\n", "\r", "\r\n", "\n\n", "\t", " ", "{", "}", "[", "]", ":", "\\", "\\u0000",
            "\\ud800", "null", "1e999", "klantnummer", "\"klantnummer\":", "111222333", "é", "\u{2028}", "\u{1F600}",
            "[[[[[[[[", "{\"a\":", "=1+1", "'; DROP TABLE dossier --",
        ].map { Array($0.utf8) } + [
            [0x00], [0xFF], [0xC3], [0x80], [0x81], [0xED, 0xA0, 0x80], FileText.mark, [0x1E], [0x1F], [0xF4, 0x90],
            [0x1A],
        ]

    /// One export; three in four are spoilt in one to four places.
    static func export(isJSON: Bool, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = isJSON ? json(&random) : csv(&random)
        if Int.random(in: 0..<4, using: &random) == 0 { bytes = FileText.mark + bytes }
        guard Int.random(in: 0..<4, using: &random) > 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...4, using: &random) { spoil(&bytes, &random) }
        return bytes
    }

    private static func spoil(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...24, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        case 1: bytes.replaceSubrange(place..<end, with: pieces.randomElement(using: &random) ?? [])
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes[place..<end].reverse()
        case 6 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 7 where Int.random(in: 0..<50, using: &random) == 0:
            // A field, or a row, that is longer than any may be.
            bytes.insert(contentsOf: [UInt8](repeating: 0x61, count: CSVReader.recordBytes + 5), at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
    }

    private static func columns(_ random: inout SeededRandom) -> [ImportColumn] {
        ImportColumn.allCases.filter { $0.isRequired || Bool.random(using: &random) }.shuffled(using: &random)
    }

    private static func value(_ column: ImportColumn, _ random: inout SeededRandom) -> String {
        let known = values[column] ?? [""]
        // The first is sound: most are.
        return Int.random(in: 0..<3, using: &random) > 0 ? known[0] : known.randomElement(using: &random) ?? ""
    }

    private static func csv(_ random: inout SeededRandom) -> [UInt8] {
        let columns = columns(&random)
        let delimiter = Bool.random(using: &random) ? ";" : ","
        let ending = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        let isLatin = Int.random(in: 0..<4, using: &random) == 0
        var lines = [columns.map(\.rawValue).joined(separator: delimiter)]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let fields = columns.map { column in
                let text = value(column, &random)
                let needs = text.contains { [Character(delimiter), "\"", "\n", "\r"].contains($0) }
                guard needs || Int.random(in: 0..<5, using: &random) == 0 else { return text }
                return "\"\(text.replacing("\"", with: "\"\""))\""
            }
            lines.append(fields.joined(separator: delimiter))
        }
        let text = lines.joined(separator: ending) + (Bool.random(using: &random) ? ending : "")
        return isLatin ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
    }

    private static func json(_ random: inout SeededRandom) -> [UInt8] {
        var lines: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let members = columns(&random).map { column in
                let text = value(column, &random).replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
                return "\"\(column.rawValue)\":\"\(text)\""
            }
            lines.append("{\(members.joined(separator: ","))}")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
