import ArgumentParser
import Foundation

/// The options that benchmarks in a folder of their own share.
struct BenchOptions: ParsableArguments {
    @Option(name: .customLong("in"), help: "Where the folder is made: the disk that is measured.")
    var place = NSTemporaryDirectory()

    @Option(
        name: .customLong("regions-dir"),
        help: "Folder with regions and postcodes (default: regions, then /etc/hallowerk/regions).")
    var regionsDir: String?

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    /// Measures in a new folder and prints the figures.
    ///
    /// - Throws: what `measure` throws; `ExitCode` 2 when a goal was missed.
    func report(_ measure: @escaping @Sendable (String) async throws -> [BenchFigure]) async throws {
        try await Failure.reported {
            try BenchFigure.report(try await BenchFolder.figures(below: place, measure), json: json)
        }
    }
}

extension Set where Element: RawRepresentable<String> & CaseIterable {
    /// Parts of a benchmark, named by comma.
    ///
    /// - Throws: `ValidationError` naming one that there is not.
    init(naming text: String) throws {
        self.init(
            try text.split(separator: ",").map { name in
                guard let part = Element(rawValue: String(name)) else {
                    throw ValidationError("There is no part \(name).")
                }
                return part
            })
    }
}
