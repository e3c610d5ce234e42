import Domain
import Foundation
import TestSupport
import Testing

@testable import Dossiers

@Suite("A municipality's export: every row is a person or says what is wrong with it")
struct ImportReadingTests {
    static let header = "klantnummer;voornaam;achternaam;emailadres;telefoonnummer;postcode;geboortedatum"
    static let person = "W1;Noor;Jansen;noor@voorbeeld.nl;0612345678;3011 AB;3-2-1981"

    @Test("a column is called as the field that it fills, and is what the municipality keeps")
    func columns() {
        #expect(
            Set(ImportColumn.allCases.map(\.rawValue)) == Set(DossierField.keptByMunicipality.map(\.rawValue)))
        #expect(ImportColumn.all.enumerated().allSatisfy { $0.offset == $0.element.place })
    }

    /// What the reader makes of `bytes`, in pieces of every size that shows a difference.
    private func read(_ bytes: [UInt8]) throws -> (people: [ImportedPerson], faults: [ImportFault]) {
        let folder = try TestFolder()
        let path = folder.path + "/export.csv"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var (people, faults): ([ImportedPerson], [ImportFault]) = ([], [])
        var reader = try ImportFileReader(path)
        while let rows = try reader.next() {
            for row in rows {
                switch row {
                case .person(let person): people.append(person)
                case .faults(let found, source: _): faults += found
                }
            }
        }
        return (people, faults)
    }

    private func read(_ lines: [String]) throws -> (people: [ImportedPerson], faults: [ImportFault]) {
        try read(Array(lines.joined(separator: "\n").utf8))
    }

    @Test("the same person in every form that a system exports")
    func forms() throws {
        let latin = Array(Self.header.utf8) + [10] + Array(Self.person.utf8).map { $0 == UInt8(ascii: "N") ? 0xC9 : $0 }
        let json =
            #"{"klantnummer":"W1","voornaam":"Noor","achternaam":"Jansen","emailadres":"noor@voorbeeld.nl","#
            + #""telefoonnummer":"0612345678","postcode":"3011AB","geboortedatum":"1981-02-03"}"#
        let plain = try read([Self.header, Self.person]).people
        #expect(plain.count == 1 && plain[0].line == 2)
        #expect(plain[0].values[.birthDay] == "1981-02-03" && plain[0].values[.postcode] == "3011AB")
        let same =
            [
                [Self.header, Self.person, ""], [Self.header, "", Self.person].filter { $0 != "" },
                [Self.header.replacing(";", with: ","), Self.person.replacing(";", with: ",")],
                [Self.header.uppercased(), Self.person],
                [Self.header, Self.person.replacing("Noor", with: "\"Noor\"")],
                [Self.header.replacing(";", with: " ; "), Self.person.replacing(";", with: " ; ")],
            ].map { Array($0.joined(separator: "\n").utf8) } + [
                FileText.mark + Array("\(Self.header)\r\n\(Self.person)\r\n".utf8),
                Array("\(Self.header)\r\(Self.person)".utf8),
            ]
        for bytes in same {
            let found = try read(bytes)
            #expect(found.people.map(\.values) == plain.map(\.values) && found.faults == [])
        }
        #expect(try read(Array(json.utf8)).people.map(\.values) == plain.map(\.values))
        #expect(try read(latin).people.first?.values[.givenName] == "Éoor")
    }

    @Test("quoted fields keep delimiters, quotes and line breaks; lines are counted on")
    func quoted() throws {
        let street = "klantnummer;straat" + Self.header.dropFirst("klantnummer".count)
        let rest = Self.person.dropFirst(3)
        let found = try read([
            street, "W1;\"Kade 1; \"\"achter\"\"\";\(rest)", "W2;\"Kade\n2\";\(rest)", "W3;;\(rest)x",
        ])
        #expect(found.people.first?.values[.street] == "Kade 1; \"achter\"")
        #expect(found.faults.map(\.line) == [3, 5] && found.faults.map(\.column) == ["straat", "geboortedatum"])
    }

    /// A column, a value that is refused, and a value beside it that is taken.
    static let fields: [(column: Int, refused: String, taken: String)] = [
        (0, "", "1"), (0, String(repeating: "1", count: 41), String(repeating: "1", count: 40)), (1, "", "A"),
        (1, "Noor 111222333", "Noor 111252333"), (2, String(repeating: "a", count: 201), "van 't Hof-de Vries"),
        (3, "noor", ""), (3, "noor@voorbeeld", "noor@voorbeeld.nl"), (3, "a b@voorbeeld.nl", "a+b@voorbeeld.nl"),
        (3, "a@b@c.nl", "a@b.c.nl"), (4, "061234567", "0612345678"), (4, "12345678", ""),
        (4, "06-1234567a", "06-12345678"),
        (4, "1612345678", "+31 6 12345678"), (5, "", "3011ab"), (5, "3011SS", "3011 AB"), (5, "0311AB", "1000AA"),
        (6, "", "1981-02-03"), (6, "30-2-1981", "28-02-1981"), (6, "1981-13-01", "1/12/1981"),
        (6, "gisteren", "01-01-1990"),
    ]

    @Test(arguments: fields.indices)
    func field(_ index: Int) throws {
        let (column, refused, taken) = Self.fields[index]
        func row(_ value: String) -> String {
            var fields = Self.person.split(separator: ";").map(String.init)
            fields[column] = value
            return fields.joined(separator: ";")
        }
        let name = Self.header.split(separator: ";")[column]
        let bad = try read([Self.header, row(refused)])
        #expect(bad.people.isEmpty && bad.faults.map(\.column) == [String(name)] && bad.faults.first?.line == 2)
        #expect(refused.count < 4 || bad.faults.first?.description.contains(refused) == false, "no value in a report")
        #expect(try read([Self.header, row(taken)]).people.count == 1)
    }

    @Test("all that is wrong with a row is said at once")
    func everything() throws {
        let found = try read([Self.header, ";;;a;b;c;d", "W1;te;weinig"])
        #expect(found.faults.map(\.line) == [2, 2, 2, 2, 2, 2, 2, 3])
    }

    @Test(
        "a file that is no export is refused as a whole, with the line",
        arguments: [
            ("", 1, "leeg"), ("  \n", 1, "leeg"), ("klantnummer;bsn", 1, "bsn"),
            ("klantnummer;klantnummer", 1, "twee keer"),
            ("<html>", 1, "geen kopregel"), ("klantnummer;bsn", 1, "bsn; kolommen ontbreken: voornaam"),
            (header + "\n\"open", 2, "aanhalingsteken"),
            (header + "\n\"a\"b;", 2, "aanhalingsteken"),
            (header + "\n" + String(repeating: "a", count: CSVReader.recordBytes + 1), 2, "langer"),
        ])
    func refuses(_ text: String, _ line: Int, _ named: String) {
        let refusal = #expect(throws: ImportFileReader.Refusal.self) { try read(Array(text.utf8)) }
        #expect(
            refusal?.fault.line == line && refusal?.description.contains(named) == true, "\(refusal?.description ?? "")"
        )
    }

    @Test("JSON lines name what is unknown, missing and no text")
    func jsonLines() throws {
        let found = try read([#"{"klantnummer":1,"bsn":"x"}"#, "nee", ""])
        #expect(Set(found.faults.map(\.column)).isSuperset(of: ["klantnummer", "bsn", "voornaam", ""]))
        #expect(found.faults.map(\.line).last == 2)
    }

    @Test("pieces of any size give the same rows")
    func pieces() throws {
        let text = Array("a;\"b\"\"\r\n;\"\r\nc;d\n\ne;\"\"".utf8)
        var whole: [[String]] = []
        for size in 1...text.count {
            var reader = CSVReader()
            var rows: [[String]] = []
            for start in stride(from: 0, to: text.count, by: size) {
                try reader.take(text[start..<min(start + size, text.count)]) { record in
                    rows.append(["\(record.line)"] + record.fields.map { String(decoding: $0, as: UTF8.self) })
                }
            }
            if let last = try reader.end() {
                rows.append(["\(last.line)"] + last.fields.map { String(decoding: $0, as: UTF8.self) })
            }
            if whole.isEmpty { whole = rows }
            #expect(rows == whole)
        }
        #expect(whole == [["1", "a", "b\"\r\n;"], ["3", "c", "d"], ["5", "e", ""]])
    }

    @Test("seeded bytes and mutations never stop the program")
    func fuzz() throws {
        var numbers = SeededRandom(seed: 11)
        let sound = Array("\(Self.header)\n\(Self.person)\n\"W2\";\"a\"\"b\";c;;;3011AB;1-1-1990\n".utf8)
        for _ in 0..<2_000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &numbers) {
                let place = Int.random(in: bytes.indices, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &numbers)
                case 1: bytes.remove(at: place)
                default: bytes.insert([34, 59, 10, 13, 0, 0xFF][Int.random(in: 0..<6, using: &numbers)], at: place)
                }
            }
            let found = try? read(bytes)
            #expect((found?.people.count ?? 0) <= 8)
        }
    }
}
