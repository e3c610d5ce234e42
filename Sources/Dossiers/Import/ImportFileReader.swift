import Domain
import Foundation

/// Reads a municipality's export, CSV or JSON lines, row by row: each is a checked person or a list of faults. Memory
/// does not depend on the file's size.
///
/// The first byte that is no white space decides: `{` begins JSON lines. No fault holds a value.
enum ImportFileReader {
    enum Row: Sendable {
        case person(ImportedPerson)
        /// With what makes the row's own text, for a file of what was left out.
        case faults([ImportFault], source: @Sendable () -> [UInt8])
    }

    /// Why the file as a whole is not read any further.
    struct Refusal: Error, Hashable, CustomStringConvertible {
        let fault: ImportFault
        var description: String { fault.description }

        init(line: Int, _ reason: String, _ remedy: String) {
            fault = ImportFault(line: line, column: "", reason: reason, remedy: remedy)
        }
    }

    private static let pieceBytes = 256 * 1024

    /// Reads every row of the file at `path`, in its order.
    ///
    /// - Parameters:
    ///   - progress: told how many bytes have been read.
    ///   - body: gets each row; a header is none.
    /// - Throws: `Refusal`; what `body` throws.
    static func read(_ path: String, progress: (Int) -> Void, _ body: (Row) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Refusal(
                line: 0, "het bestand kan niet worden gelezen", "geef een bestand dat er is en dat u mag lezen")
        }
        defer { try? file.close() }
        var piece = try file.read(upToCount: pieceBytes) ?? Data()
        var total = piece.count
        if piece.starts(with: FileText.mark) { piece = piece.dropFirst(FileText.mark.count) }
        let first = piece.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first else { throw Refusal(line: 1, "het bestand is leeg", "lever een bestand met een kopregel aan") }
        var rows: any ImportRows = first == UInt8(ascii: "{") ? JSONLineRows() : CSVRows()
        while !piece.isEmpty {
            try rows.take([UInt8](piece), body)
            progress(total)
            piece = try file.read(upToCount: pieceBytes) ?? Data()
            total += piece.count
        }
        try rows.end(body)
    }
}

/// One of the two forms of an export, read in pieces.
protocol ImportRows {
    mutating func take(_ piece: [UInt8], _ body: (ImportFileReader.Row) throws -> Void) throws
    mutating func end(_ body: (ImportFileReader.Row) throws -> Void) throws
}

/// CSV: the first line names the columns.
struct CSVRows: ImportRows {
    private var reader = CSVReader()
    /// Where each column stands in a record, and how many there are; nil before the header.
    private var columns: (places: [ImportColumn: Int], count: Int)?

    mutating func take(_ piece: [UInt8], _ body: (ImportFileReader.Row) throws -> Void) throws {
        var columns = columns
        do {
            try reader.take(piece) { record in
                if let columns {
                    try body(Self.row(record, columns))
                } else {
                    columns = try Self.header(record)
                }
            }
        } catch let fault as CSVReader.Fault {
            throw Self.refusal(fault)
        }
        self.columns = columns
    }

    mutating func end(_ body: (ImportFileReader.Row) throws -> Void) throws {
        let last: CSVReader.Record?
        do throws(CSVReader.Fault) {
            last = try reader.end()
        } catch {
            throw Self.refusal(error)
        }
        guard let last else { return }
        if let columns { try body(Self.row(last, columns)) } else { columns = try Self.header(last) }
    }

    private static func refusal(_ fault: CSVReader.Fault) -> ImportFileReader.Refusal {
        switch fault {
        case .openQuote(let line):
            .init(line: line, "een aanhalingsteken wordt niet gesloten", "sluit het, of verdubbel het in de tekst")
        case .strayText(let line):
            .init(
                line: line, "na een sluitend aanhalingsteken staat nog tekst",
                "zet het hele veld tussen aanhalingstekens")
        case .recordTooLong(let line):
            .init(
                line: line, "de rij is langer dan \(CSVReader.recordBytes) bytes",
                "kijk of een aanhalingsteken ontbreekt")
        }
    }

    /// Where the columns stand.
    private static func header(
        _ record: CSVReader.Record
    ) throws(ImportFileReader.Refusal) -> (places: [ImportColumn: Int], count: Int) {
        let names = record.fields.map { (FileText.text($0) ?? "").lowercased().filter { !$0.isWhitespace } }
        let known = names.map { ImportColumn(rawValue: $0) }
        let strange = zip(names, known).filter { $0.1 == nil }.map(\.0)
        let columns = known.compactMap(\.self)
        let missing = ImportColumn.allCases.filter { $0.isRequired && !columns.contains($0) }.map(\.rawValue)
        let double = Set(columns.filter { column in columns.count { $0 == column } > 1 }).map(\.rawValue).sorted()
        let faults = [
            ("onbekende kolommen: ", strange), ("kolommen ontbreken: ", missing),
            ("kolommen staan er twee keer: ", double),
        ].filter { !$0.1.isEmpty }.map { $0.0 + $0.1.joined(separator: ", ") }
        guard faults.isEmpty else {
            let all = ImportColumn.allCases.map(\.rawValue).joined(separator: ", ")
            throw .init(
                line: record.line, faults.joined(separator: "; "), "gebruik deze namen, in elke volgorde: \(all)")
        }
        return (Dictionary(uniqueKeysWithValues: zip(columns, columns.indices)), columns.count)
    }

    private static func row(
        _ record: CSVReader.Record, _ columns: (places: [ImportColumn: Int], count: Int)
    ) -> ImportFileReader.Row {
        let text: @Sendable () -> [UInt8] = { Array(record.fields.map(CSVField.written).joined(separator: [0x3B])) }
        guard record.fields.count == columns.count else {
            let fault = ImportFault(
                line: record.line, column: "",
                reason: "heeft \(record.fields.count) velden, en de kopregel \(columns.count)",
                remedy: "zet velden met een scheidingsteken tussen aanhalingstekens")
            return .faults([fault], source: text)
        }
        return PersonReading.row(line: record.line, source: text) { column in
            columns.places[column].map { record.fields[$0] }
        }
    }
}
