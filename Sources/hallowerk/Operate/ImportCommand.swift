import ArgumentParser
import Domain
import Dossiers
import Foundation
import NIOCore

/// `hallowerk import`: a municipality's export into its region's node, taken whole or not at all.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take a municipality's export in: CSV or JSON lines, whole or not at all.",
        discussion: """
            Columns, named in the first line, in any order:
            \(ImportColumn.allCases.map { "  \($0.rawValue)\($0.isRequired ? "*" : ""): \($0.meaning)" }
                .joined(separator: "\n"))
            (* must be there.) UTF-8 or Windows-1252; `;` or `,`; quoted fields may hold line breaks. The key is
            municipality and klantnummer; what the jobseeker wrote is never overwritten; imported people are hidden.
            The municipality's administrator signs in; the password is asked for, or taken from HALLOWERK_WACHTWOORD.
            A running node applies the file; while none runs, the command takes the store's lock itself.
            Exit code: 0 done, 1 refused, 2 rows were left out.
            """)

    /// The longest that a node may take.
    static let longest = TimeAmount.hours(24)

    @Argument(help: "The file.")
    var file: String

    @Option(help: "The municipality's CBS code, such as GM0599.")
    var gemeente: String

    @Option(help: "The node's data folder.")
    var data: String

    @Option(help: "The municipality's administrator to sign in as; not needed with --dry-run.")
    var gebruiker: String?

    @Flag(name: .customLong("dry-run"), help: "Only check the file, and report.")
    var dryRun = false

    @Option(name: .customLong("skip-bad"), help: "Take the good rows; write the others, with reasons, to this file.")
    var skipBad: String?

    @Flag(help: "The file is a full export: the service of whoever is not in it has ended.")
    var compleet = false

    func run() async throws {
        try await Failure.reported {
            let folder = URL(fileURLWithPath: data).standardizedFileURL.path
            // Asked for first: a long check is not for nothing.
            let credentials = try dryRun ? nil : signIn()
            let checked = try await check(into: folder)
            Self.print(checked.report)
            guard let credentials else {
                ImportStage.discard(checked.id, in: folder)
                if checked.report.bad > 0 { throw ExitCode(2) }
                return
            }
            guard checked.report.bad == 0 || skipBad != nil else {
                ImportStage.discard(checked.id, in: folder)
                throw OperatorError(
                    "Nothing was imported: \(checked.report.bad) rows have faults.",
                    remedy: "Mend them, or give --skip-bad FILE to take the \(checked.report.good) good ones.")
            }
            try await apply(checked.id, in: folder, total: checked.report.good, as: credentials)
            if checked.report.bad > 0 { throw ExitCode(2) }
        }
    }

    private func signIn() throws -> (user: String, password: String) {
        guard let gebruiker else {
            throw OperatorError(
                "--gebruiker is missing: importing is an act of the municipality.",
                remedy: "Give the municipality's administrator, or --dry-run to check only.")
        }
        return (gebruiker, try Prompt.password(of: gebruiker))
    }

    private func check(into folder: String) async throws -> (id: String, report: ImportStage.Report) {
        guard (try? MunicipalityCode(gemeente)) != nil else {
            throw OperatorError("--gemeente '\(gemeente)' is no CBS code.", remedy: "Give it as GM and four digits.")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        var bar = ProgressBar("Checking", total: max(1, size / 1_024), unit: "KiB")
        let left = try skipBad.map { path in
            let isMade = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
                throw OperatorError(
                    "--skip-bad \(path) cannot be written.", remedy: "Give a file in a folder of yours.")
            }
            return handle
        }
        defer { try? left?.close() }
        return try await ImportStage.check(file, into: folder, progress: { bar.update($0 / 1_024) }) { source, faults in
            let reasons = faults.map { "# \($0)\n" }.joined()
            try left?.write(contentsOf: Data(reasons.utf8) + Data(source) + Data("\n".utf8))
        }
    }

    /// Has the node apply the stage, and shows how far it is.
    private func apply(
        _ id: String, in folder: String, total: Int, as credentials: (user: String, password: String)
    ) async throws {
        let fields: [String: Any] = [
            "gebruiker": credentials.user, "wachtwoord": credentials.password, "bestand": id, "gemeente": gemeente,
            "compleet": compleet,
        ]
        let body = Array(try JSONSerialization.data(withJSONObject: fields))
        let answer = try await StandIn(data: folder).unlessRunning {
            try await withThrowingTaskGroup(of: HTTPCall?.self) { group in
                group.addTask {
                    let url = HTTPCall.control(folder, "/v1/leveringen")
                    return try await HTTPCall.send("POST", url, body: body, within: Self.longest)
                }
                group.addTask {
                    await watch(id, in: folder, total: total)
                    return nil
                }
                defer { group.cancelAll() }
                while let answer = try await group.next() { if let answer { return answer } }
                throw OperatorError("The node stopped.")
            }
        }
        guard answer.status == 200 else {
            // Refused before it was decided; after anything else the node may still complete it.
            if (400..<500).contains(answer.status) { ImportStage.discard(id, in: folder) }
            throw answer.problem
        }
        let state = try JSONDecoder().decode(State.self, from: Data(answer.body))
        guard state.klaar else {
            throw OperatorError(
                "The import stopped after \(state.verwerkt) of \(state.totaal) rows.",
                remedy: "Look at the node's log; its next start goes on.")
        }
        Swift.print(
            "Imported into \(gemeente): \(state.toegevoegd) new, \(state.gewijzigd) changed, "
                + "\(state.totaal - state.toegevoegd - state.gewijzigd) as they were, \(state.beeindigd) ended.")
    }

    private struct State: Decodable {
        let totaal, verwerkt, toegevoegd, gewijzigd, beeindigd: Int
        let klaar: Bool
    }

    /// A bar of how far the node is, until it is done or this is cancelled.
    private func watch(_ id: String, in folder: String, total: Int) async {
        var bar = ProgressBar("Importing", total: total, unit: "rows")
        let url = HTTPCall.control(folder, "/v1/leveringen/\(id)")
        while !Task.isCancelled {
            if let answer = try? await HTTPCall.send("GET", url), answer.status == 200,
                let state = try? JSONDecoder().decode(State.self, from: Data(answer.body))
            {
                bar.update(state.verwerkt)
                if state.klaar { return }
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    private static func print(_ report: ImportStage.Report) {
        for fault in report.faults { Swift.print(fault) }
        if report.faultCount > report.faults.count {
            Swift.print("... and \(report.faultCount - report.faults.count) more")
        }
        Swift.print("\(report.good) rows can be taken; \(report.bad) rows have \(report.faultCount) faults.")
    }
}
