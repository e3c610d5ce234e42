import Foundation
import GRDB

/// What stands in a store's file, read with SQL of its own and no code of ours: the witness of what a kill left.
struct FileWitness: Sendable {
    struct Change: Hashable, Sendable {
        let revision: Int
        let generation: Int
        let before: String
        let after: String
        let request: String
    }

    struct Person: Sendable {
        let clientNumber: String
        let givenName: String
        let skills: Set<String>
        let hasEnded: Bool
        let visibility: String
        let generation: Int
        let revision: Int
        /// Of visibility, oldest first.
        var history: [Change] = []
        /// The other lines of the history: revision and kind, oldest first.
        var lines: [(revision: Int, kind: String)] = []

        /// The revisions that the history accounts for.
        var accounted: [Int] { (history.map(\.revision) + lines.map(\.revision)).sorted() }
    }

    struct Run: Hashable, Sendable {
        let total: Int
        let applied: Int
        let added: Int
        let changed: Int
        let ended: Int
        let isFinished: Bool
    }

    /// By the hexadecimal digits of the id.
    private(set) var people: [String: Person] = [:]
    private(set) var runs: [String: Run] = [:]
    /// What SQLite says of the file: `ok`, and nothing else.
    let soundness: [String]

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        // A file that another process is putting in order after a kill is locked for a moment.
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        (people, runs, soundness) = try queue.read { database in
            let faults = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "\($0)" }
            let check = try String.fetchAll(database, sql: "PRAGMA integrity_check") + faults
            return (try Self.people(database), try Self.runs(database), check)
        }
        try queue.close()
    }

    var visible: Set<String> { Set(people.filter { $0.value.visibility == "zichtbaar" }.keys) }

    /// Everything in which one person's rows do not agree with each other. Each began hidden, with generation 0 and
    /// revision 1; `taken` gives the revisions that an import added.
    func contradictions(importsOf taken: (Person) -> Int = { _ in 0 }) -> [String] {
        var found = soundness == ["ok"] ? [] : soundness
        for (id, person) in people.sorted(by: { $0.key < $1.key }) {
            let history = person.history
            let steps = [("verborgen")] + history.map(\.after)
            if steps.last != person.visibility { found.append("\(id): visibility is not what the history ends with") }
            if zip(steps, history).contains(where: { $0 != $1.before || $1.before == $1.after }) {
                found.append("\(id): a change that does not follow the one before it")
            }
            if history.map(\.generation) != Array(1..<history.count + 1) || person.generation != history.count {
                found.append("\(id): generation \(person.generation) with \(history.count) changes")
            }
            let edits = person.skills.count { $0.hasPrefix("edit-") }
            if person.lines.count(where: { $0.kind == "bewerkt" }) != edits {
                found.append("\(id): the history has not a line for each edit")
            }
            // Whoever came with an import has a line for the first revision.
            let first = person.lines.first?.kind == "toegevoegd" ? 1 : 2
            if person.accounted != Array(first..<person.revision + 1) {
                found.append("\(id): the history has not one line for each revision")
            }
            if person.revision != 1 + history.count + edits + taken(person) {
                found.append("\(id): revision \(person.revision) is not the number of its changes")
            }
        }
        return found
    }

    private static func people(_ database: Database) throws -> [String: Person] {
        var people: [String: Person] = [:]
        let sql = """
            SELECT hex(id), client_number, given_name, skills, service_ended, visibility, generation, revision
            FROM dossier
            """
        for row in try Row.fetchAll(database, sql: sql) {
            let skills: String = row[3]
            people[row[0]] = Person(
                clientNumber: row[1], givenName: row[2],
                skills: Set(skills.split { $0 == "\u{1E}" || $0 == "\u{1F}" }.map(String.init)),
                hasEnded: row[4] as String? != nil, visibility: row[5], generation: row[6], revision: row[7])
        }
        let changes =
            "SELECT hex(id), revision, generation, before, after, request FROM visibility_change ORDER BY revision"
        for row in try Row.fetchAll(database, sql: changes) {
            people[row[0] as String]?.history.append(
                Change(revision: row[1], generation: row[2], before: row[3], after: row[4], request: row[5]))
        }
        // Whoever came with an import says so in the dossier itself.
        let lines = """
            SELECT hex(id), 1, 'toegevoegd' FROM dossier WHERE added_at IS NOT NULL
            UNION ALL SELECT hex(id), revision, kind FROM dossier_change ORDER BY 2
            """
        for row in try Row.fetchAll(database, sql: lines) {
            people[row[0] as String]?.lines.append((revision: row[1], kind: row[2]))
        }
        return people
    }

    private static func runs(_ database: Database) throws -> [String: Run] {
        var runs: [String: Run] = [:]
        let sql = "SELECT id, total, applied, added, changed, ended, finished FROM import_run"
        for row in try Row.fetchAll(database, sql: sql) {
            runs[row[0]] = Run(
                total: row[1], applied: row[2], added: row[3], changed: row[4], ended: row[5],
                isFinished: row[6] as Int? != nil)
        }
        return runs
    }
}
