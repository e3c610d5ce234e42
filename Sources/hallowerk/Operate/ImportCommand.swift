import ArgumentParser
import Domain
import Dossiers
import Foundation
import NIOCore
import NIOFoundationCompat

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
            Who is served and not in the file is counted, and listed with --missing; only --compleet ends their service.
            Exit code: 0 done, 1 refused, 2 rows were left out.
            """)

    /// Who signs in.
    private struct Credentials {
        let user: String
        let password: String
    }

    /// The longest that a node may take.
    static let longest = TimeAmount.hours(24)

    @Argument(help: "The file.")
    var file: String

    @Option(help: "The municipality's CBS code, such as GM0599.")
    var gemeente: String

    @Option(help: "The node's data folder.")
    var data: String

    @Option(help: "The municipality's administrator to sign in as; --dry-run needs it only to tell who is missing.")
    var gebruiker: String?

    @Flag(name: .customLong("dry-run"), help: "Only check the file, and report; nothing is changed.")
    var dryRun = false

    @Option(name: .customLong("skip-bad"), help: "Take the good rows; write the others, with reasons, to this file.")
    var skipBad: String?

    @Option(help: "Write the client numbers of those who are served and not in the file to this file.")
    var missing: String?

    @Flag(help: "The file is a full export: the service of whoever is not in it has ended. Not beside bad rows.")
    var compleet = false

    func run() async throws {
        try await Failure.reported {
            let folder = URL(fileURLWithPath: data).standardizedFileURL.path
            // Asked for first: a long check is not for nothing.
            let credentials = try dryRun && gebruiker == nil && missing == nil ? nil : signIn()
            let checked = try await check(into: folder)
            let report = ImportReport(checked.report)
            Terminal.write(report.lines)
            do {
                try await beforeDecision(checked, in: folder, as: credentials)
            } catch {
                ImportStage.discard(checked.id, in: folder)
                throw error
            }
            if let credentials, !dryRun {
                try await apply(checked.id, in: folder, total: checked.report.good, as: credentials)
            }
            if checked.report.bad > 0 { throw ExitCode(2) }
        }
    }

    /// What is told and refused before anything is decided.
    private func beforeDecision(
        _ checked: (id: String, report: ImportStage.Report), in folder: String, as credentials: Credentials?
    ) async throws {
        if let credentials, let missing {
            let count = try await missingPeople(checked.id, in: folder, as: credentials, into: missing)
            Terminal.write("\(count) people are served and not in the file; their numbers are in \(missing).\n")
        }
        guard dryRun else { return try requireTakeable(checked.report) }
        Terminal.write("Dry run: nothing was changed.\n")
        ImportStage.discard(checked.id, in: folder)
    }

    private func requireTakeable(_ report: ImportStage.Report) throws {
        guard report.bad == 0 || skipBad != nil else {
            throw OperatorError(
                "Nothing was imported: \(report.bad) rows have faults.",
                remedy: "Mend them, or give --skip-bad FILE to take the \(report.good) good ones.")
        }
        guard report.bad == 0 || !compleet else {
            throw OperatorError(
                "Nothing was imported: a full export may have no bad rows, or the service of those in them would end.",
                remedy: "Mend the \(report.bad) rows, or leave --compleet out.")
        }
    }

    private func signIn() throws -> Credentials {
        guard let gebruiker else {
            throw OperatorError(
                "--gebruiker is missing: importing is an act of the municipality.",
                remedy: "Give the municipality's administrator, or --dry-run to check only.")
        }
        return Credentials(user: gebruiker, password: try Prompt.password(of: gebruiker))
    }

    private func check(into folder: String) async throws -> (id: String, report: ImportStage.Report) {
        guard (try? MunicipalityCode(gemeente)) != nil else {
            throw OperatorError("--gemeente '\(gemeente)' is no CBS code.", remedy: "Give it as GM and four digits.")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        var bar = ProgressBar("Checking", total: max(1, size / 1_024), unit: "KiB")
        let left = try skipBad.map { try Self.make($0, for: "--skip-bad") }
        defer { try? left?.close() }
        return try await ImportStage.check(file, into: folder, progress: { bar.update($0 / 1_024) }) { source, faults in
            try left?.write(contentsOf: BadRowText.of(source, because: faults))
        }
    }

    /// Has the node apply the stage, and shows how far it is.
    private func apply(
        _ id: String, in folder: String, total: Int, as credentials: Credentials
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
        let asTheyWere = state.totaal - state.toegevoegd - state.gewijzigd
        Terminal.write(
            "Imported into \(gemeente): \(state.toegevoegd) new, \(state.gewijzigd) changed, "
                + "\(asTheyWere) as they were, \(state.beeindigd) ended.\n")
        if let missing = state.ontbrekend { Terminal.write(ImportReport.lines(missing.aantal, missing.klantnummers)) }
    }

    /// Has the node list who is served and not in the stage.
    ///
    /// - Returns: How many.
    private func missingPeople(
        _ id: String, in folder: String, as credentials: Credentials, into path: String
    ) async throws -> Int {
        let fields = ["gebruiker": credentials.user, "wachtwoord": credentials.password, "gemeente": gemeente]
        let body = Array(try JSONSerialization.data(withJSONObject: fields))
        let file = try Self.make(path, for: "--missing")
        defer { try? file.close() }
        return try await StandIn(data: folder).unlessRunning {
            var lines = 0
            let url = HTTPCall.control(folder, "/v1/leveringen/\(id)/ontbrekend")
            try await HTTPCall.receive("POST", url, body: body, within: Self.longest) { piece in
                lines += piece.readableBytesView.count { $0 == 0x0A }
                try file.write(contentsOf: Data(buffer: piece))
            }
            return lines - 1
        }
    }

    /// A new file for its owner only.
    private static func make(_ path: String, for option: String) throws -> FileHandle {
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
            throw OperatorError("\(option) \(path) cannot be written.", remedy: "Give a file in a folder of yours.")
        }
        return handle
    }

    private struct State: Decodable {
        let totaal, verwerkt, toegevoegd, gewijzigd, beeindigd: Int
        let klaar: Bool
        let ontbrekend: Missing?

        struct Missing: Decodable {
            let aantal: Int
            let klantnummers: [String]
        }
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
}
