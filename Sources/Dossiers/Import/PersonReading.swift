import Domain
import Foundation

/// Makes a person of a row's fields, or every fault in it at once.
enum PersonReading {
    /// - Parameter bytes: a column's bytes; nil when the file does not have it.
    static func row(
        line: Int, source: @escaping @Sendable () -> [UInt8], _ bytes: (ImportColumn) -> ArraySlice<UInt8>?
    ) -> ImportFileReader.Row {
        var values = ImportValues()
        var faults: [ImportFault] = []
        for column in ImportColumn.all {
            guard let field = bytes(column) else { continue }
            guard let text = FileText.text(field) else {
                faults.append(
                    ImportFault(
                        line: line, column: column.rawValue, reason: "bevat tekens die geen tekst zijn",
                        remedy: "lever het bestand aan in UTF-8"))
                continue
            }
            do throws(ImportValue.Refusal) {
                values[column] = try ImportValue.read(text, as: column)
            } catch {
                faults.append(
                    ImportFault(line: line, column: column.rawValue, reason: error.reason, remedy: error.remedy))
            }
        }
        return faults.isEmpty ? .person(ImportedPerson(line: line, values: values)) : .faults(faults, source: source)
    }
}

/// JSON lines: one object a line, its members named as the columns.
struct JSONLineRows: ImportRows {
    private var line: [UInt8] = []
    private var number = 0

    mutating func take(_ piece: ArraySlice<UInt8>, _ body: (ImportFileReader.Row) throws -> Void) throws {
        for part in piece.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if part.offset > 0 { try finish(body) }
            line += part.element
            guard line.count <= CSVReader.recordBytes else {
                throw ImportFileReader.Refusal(
                    line: number + 1, "de regel is langer dan \(CSVReader.recordBytes) bytes",
                    "zet elk object op een eigen regel")
            }
        }
    }

    mutating func end(_ body: (ImportFileReader.Row) throws -> Void) throws { try finish(body) }

    private mutating func finish(_ body: (ImportFileReader.Row) throws -> Void) throws {
        number += 1
        let bytes = line
        line = []
        guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
        try body(Self.row(bytes, line: number))
    }

    private static func row(_ bytes: [UInt8], line: Int) -> ImportFileReader.Row {
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            let fault = ImportFault(
                line: line, column: "", reason: "is geen JSON-object", remedy: "zet op elke regel één object")
            return .faults([fault], source: { bytes })
        }
        var faults: [ImportFault] = []
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard ImportColumn(rawValue: name) != nil else {
                faults.append(ImportFault(line: line, column: name, reason: "onbekend veld", remedy: "haal het weg"))
                continue
            }
            guard value is String else {
                faults.append(
                    ImportFault(
                        line: line, column: name, reason: "is geen tekst",
                        remedy: "zet de waarde tussen aanhalingstekens"))
                continue
            }
        }
        for column in ImportColumn.allCases where column.isRequired && object[column.rawValue] == nil {
            faults.append(
                ImportFault(
                    line: line, column: column.rawValue, reason: "ontbreekt", remedy: "vul in: \(column.meaning)"))
        }
        guard faults.isEmpty else { return .faults(faults, source: { bytes }) }
        return PersonReading.row(line: line, source: { bytes }) { column in
            (object[column.rawValue] as? String).map { Array($0.utf8)[...] }
        }
    }
}
