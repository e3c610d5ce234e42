import ArgumentParser
import Domain
import Foundation

/// `hallowerk bench dossiers`: import, start, hide and edit, in a folder that is removed afterwards.
struct DossiersBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossiers", abstract: "Measure the node's store: import, start, hiding, editing.",
        discussion: """
            Works in a new folder below --in, on loopback, with synthetic people, and removes it; takes some minutes.
            The import is also done by the sqlite3 tool, where it is installed. Durable figures say what the disk of
            --in does. Exit code: 0 all goals met, 2 some missed, 1 it could not be measured.
            """)

    @Option(help: "Rows of the import, 1000 to 5000000.")
    var rows = 100_000

    @Option(help: "People of the node that is started, 1000 to 200000.")
    var people = 100_000

    @Option(help: "Hides that are measured, 100 to 100000.")
    var hides = 2_000

    @Option(help: "Edits of each of the fifty editors, 1 to 100.")
    var edits = 20

    @OptionGroup var options: BenchOptions

    func validate() throws {
        guard (1_000...5_000_000).contains(rows) else { throw ValidationError("--rows must be 1000 to 5000000.") }
        guard (1_000...200_000).contains(people) else { throw ValidationError("--people must be 1000 to 200000.") }
        guard (100...100_000).contains(hides) else { throw ValidationError("--hides must be 100 to 100000.") }
        guard (1...100).contains(edits) else { throw ValidationError("--edits must be 1 to 100.") }
    }

    func run() async throws {
        try await options.report { try await measured(in: $0) }
    }

    private func measured(in path: String) async throws -> [BenchFigure] {
        let small = try await BenchNode.make(
            in: path + "/small", people: 10, regionsDir: options.regionsDir, quiet: options.json)
        var figures = try await ImportBench(node: small, rows: rows, quiet: options.json).figures()
        let large = try await BenchNode.make(
            in: path + "/large", people: people, regionsDir: options.regionsDir, quiet: options.json)
        figures += try await StartBench(node: large).figures()
        let ledger = try await LedgerBench.open(large)
        figures += try await ledger.hiding(hides, quiet: options.json)
        figures += try await ledger.hidingDuringImport(rows: rows / 5, in: path + "/during", quiet: options.json)
        figures += try await ledger.editing(edits, quiet: options.json)
        return figures
    }
}
