import Domain
import Foundation

/// Reads a municipality's export, CSV or JSON lines, row by row: each is a checked person or a list of faults. Memory
/// does not depend on the file's size.
///
/// The first byte that is no white space decides: `{` begins JSON lines. No fault holds a value.
struct ImportFileReader: Sendable {
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

    /// Bytes of one piece of a file.
    private static let pieceBytes = 512 * 1024

    private let file: FileHandle
    private var rows: any ImportRows
    /// The next piece; empty at the end of the file.
    private var piece: Data
    /// Bytes that have been read.
    private(set) var bytesRead: Int
    private var hasEnded = false

    /// Opens the file at `path`, and looks which form it has.
    ///
    /// - Throws: `Refusal`; what the disk says.
    init(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Refusal(
                line: 0, "het bestand kan niet worden gelezen", "geef een bestand dat er is en dat u mag lezen")
        }
        self.file = file
        piece = try file.read(upToCount: Self.pieceBytes) ?? Data()
        bytesRead = piece.count
        if piece.starts(with: FileText.mark) { piece = piece.dropFirst(FileText.mark.count) }
        let first = piece.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first else { throw Refusal(line: 1, "het bestand is leeg", "lever een bestand met een kopregel aan") }
        rows = first == UInt8(ascii: "{") ? JSONLineRows() : CSVRows()
    }

    /// The rows of the next piece of the file, in their order; a header is none. Nil at the end.
    ///
    /// - Throws: `Refusal`; what the disk says.
    mutating func next() throws -> [Row]? {
        guard !hasEnded else { return nil }
        var found: [Row] = []
        if piece.isEmpty {
            hasEnded = true
            try rows.end { found.append($0) }
            try file.close()
        } else {
            try rows.take([UInt8](piece)[...]) { found.append($0) }
            piece = try file.read(upToCount: Self.pieceBytes) ?? Data()
            bytesRead += piece.count
        }
        return found
    }
}

/// One of the two forms of an export, read in pieces.
protocol ImportRows: Sendable {
    mutating func take(_ piece: ArraySlice<UInt8>, _ body: (ImportFileReader.Row) throws -> Void) throws
    mutating func end(_ body: (ImportFileReader.Row) throws -> Void) throws
}

/// CSV: the first line names the columns.
struct CSVRows: ImportRows {
    private var reader = CSVReader()
    /// Nil before the header.
    private var columns: Columns?

    /// Where each column stands in a record, by its place in `ImportColumn.all`; nil for one that the file lacks.
    struct Columns {
        let places: [Int?]
        let count: Int
    }

    mutating func take(_ piece: ArraySlice<UInt8>, _ body: (ImportFileReader.Row) throws -> Void) throws {
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
    ) throws(ImportFileReader.Refusal) -> Columns {
        let names = record.fields.map { (FileText.text($0) ?? "").lowercased().filter { !$0.isWhitespace } }
        let known = names.map { ImportColumn(rawValue: $0) }
        let strange = zip(names, known).filter { $0.1 == nil }.map(\.0)
        let columns = known.compactMap(\.self)
        // Names of a first line that is no header are somebody's own: they are not said again.
        guard !columns.isEmpty else {
            throw .init(
                line: record.line, "de eerste regel is geen kopregel",
                "begin met de namen van de kolommen: \(ImportColumn.names)")
        }
        let missing = ImportColumn.allCases.filter { $0.isRequired && !columns.contains($0) }.map(\.rawValue)
        let double = Set(columns.filter { column in columns.count { $0 == column } > 1 }).map(\.rawValue).sorted()
        let faults = [
            ("onbekende kolommen: ", strange), ("kolommen ontbreken: ", missing),
            ("kolommen staan er twee keer: ", double),
        ].filter { !$0.1.isEmpty }.map { $0.0 + listed($0.1) }
        guard faults.isEmpty else {
            throw .init(
                line: record.line, faults.joined(separator: "; "),
                "gebruik deze namen, in elke volgorde: \(ImportColumn.names)")
        }
        return Columns(places: ImportColumn.all.map { columns.firstIndex(of: $0) }, count: columns.count)
    }

    /// Names out of the file, the first of them, each fit to be shown.
    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(ImportFault.namesShown).map { ImportFault.shown($0) }
        return (shown + (names.count > shown.count ? ["..."] : [])).joined(separator: ", ")
    }

    private static func row(_ record: CSVReader.Record, _ columns: Columns) -> ImportFileReader.Row {
        let text: @Sendable () -> [UInt8] = { Array(record.fields.map(CSVField.written).joined(separator: [0x3B])) }
        guard record.count == columns.count else {
            let fault = ImportFault(
                line: record.line, column: "",
                reason: "heeft \(record.count) velden, en de kopregel \(columns.count)",
                remedy: "zet velden met een scheidingsteken tussen aanhalingstekens")
            return .faults([fault], source: text)
        }
        return PersonReading.row(line: record.line, source: text) { column in
            columns.places[column.place].map { record[$0] }
        }
    }
}
