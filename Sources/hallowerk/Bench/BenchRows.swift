import Domain
import Foundation
import Trust

/// Rows of an export of people who do not exist, written as fast as they are read.
struct BenchRows: Sendable {
    private static let given = ["Noor", "Emma", "Sem", "Lucas", "Fatima", "Mohammed", "Anouk", "Piotr", "Zoë", "Jan"]
    private static let family = ["Jansen", "de Vries", "El Amrani", "Kowalska", "van der Berg", "Bakker", "Yılmaz"]
    private static let header = [
        "klantnummer", "voornaam", "achternaam", "emailadres", "telefoonnummer", "postcode", "geboortedatum",
        "zaaknummer", "straat", "geslacht", "klantmanager", "ondersteuning", "tozo", "doelgroepen",
    ]

    let municipality: String

    /// A CSV with a header and `rows` rows.
    func writeExport(_ rows: Int, to path: String) throws {
        try Self.write(path, rows: rows, header: Self.header.joined(separator: ";")) { number in
            let person = values(number)
            let columns = [
                "client_number", "given_name", "family_name", "email", "phone", "postcode", "birth_day", "case_number",
                "street", "gender", "case_manager", "support", "tozo", "target_groups",
            ]
            return columns.map { $0 == "tozo" ? "nee" : person[$0] ?? "" }.joined(separator: ";")
        }
    }

    /// The same people as rows of the store's own columns, without an empty value.
    ///
    /// - Parameter columns: name and SQL type, in the table's order.
    func writeTable(_ rows: Int, columns: [(name: String, type: String)], to path: String) throws {
        try Self.write(path, rows: rows, header: nil) { number in
            let person = values(number)
            return columns.map { person[$0.name] ?? ($0.type == "INTEGER" ? "1" : "x") }.joined(separator: "\t")
        }
    }

    /// Person `number`, by the column's name in the store.
    private func values(_ number: Int) -> [String: String] {
        let digits = String(String(10_000_000 + number).dropFirst())
        let (given, family) = (Self.given[number % Self.given.count], Self.family[number % Self.family.count])
        return [
            "municipality": municipality, "id": UUID.random().uuidString.lowercased(), "client_number": "B\(digits)",
            "given_name": given, "family_name": family, "email": "b\(digits)@voorbeeld.example",
            "phone": "06-00\(digits.suffix(6))", "postcode": "30\(10 + number % 80)AB",
            "birth_day": "19\(50 + number % 50)-0\(1 + number % 9)-1\(number % 10)", "case_number": "Z-\(digits)",
            "street": "Lindelaan \(1 + number % 200)", "gender": number.isMultiple(of: 2) ? "man" : "vrouw",
            "case_manager": "S. Bakker", "support": "samen", "tozo": "0", "target_groups": "bbl",
            "education": "MBO2", "minimum_hours": "0", "maximum_hours": "40", "available_from": "2026-12-01",
            "service_ended": "2026-12-01", "travel_km": "30", "visibility": "verborgen", "generation": "0",
            "revision": "1", "entrepreneur": "0", "motivation": "Ik wil aan het werk.", "occupations": "kok",
        ]
    }

    private static func write(_ path: String, rows: Int, header: String?, _ row: (Int) -> String) throws {
        try OwnerOnlyFile.write([], to: path)
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw OperatorError("\(path) cannot be written.", remedy: "Give --in a folder of yours.")
        }
        defer { try? file.close() }
        var text = header.map { $0 + "\n" } ?? ""
        for number in 0..<rows {
            text += row(number) + "\n"
            guard text.utf8.count > 1 << 20 || number == rows - 1 else { continue }
            try file.write(contentsOf: Data(text.utf8))
            text = ""
        }
    }
}
