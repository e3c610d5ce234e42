import GRDB
import Testing

@testable import Dossiers

@Suite("Dossiers: every query uses its index")
struct QueryPlanTests {
    static let plans: [(query: DossierSchema.Query, plan: [String])] = [
        (.dossier, ["SEARCH dossier USING INDEX dossier_id (id=?)"]),
        (.dossierOfMunicipality, ["SEARCH dossier USING INDEX dossier_id (id=?)"]),
        (.municipalityAfter, ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_1 (municipality=? AND id>?)"]),
        (.counts, ["SCAN dossier USING COVERING INDEX dossier_visibility"]),
        (.bounds, ["SCAN CONSTANT ROW", "SCALAR SUBQUERY 1", "SEARCH dossier", "SCALAR SUBQUERY 2", "SEARCH dossier"]),
        (.allBetween, ["SEARCH dossier USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]),
        (.standing, ["SEARCH dossier USING INDEX dossier_id (id=?)"]),
        (.history, ["SEARCH visibility_change USING PRIMARY KEY (municipality=? AND id=?)"]),
        (
            .events,
            [
                "MERGE (UNION ALL)", "LEFT", "MERGE (UNION ALL)", "LEFT",
                "SEARCH visibility_change USING PRIMARY KEY (municipality=? AND id=? AND revision<?)", "RIGHT",
                "SEARCH dossier_change USING PRIMARY KEY (municipality=? AND id=? AND revision<?)", "RIGHT",
                "SEARCH dossier USING INDEX dossier_id (id=?)",
            ]
        ),
        (
            .foundByClientNumber,
            ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_2 (municipality=? AND client_number=?)"]
        ),
        (
            .namesOfMunicipality, ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_2 (municipality=?)"]
        ),
        (
            .foundByID, ["SEARCH dossier USING INDEX dossier_id (id=?)"]
        ),
        (.changeVisibility, ["SEARCH dossier USING INDEX dossier_id (id=?)"]),
        (
            .ofClientNumber,
            ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_2 (municipality=? AND client_number=?)"]
        ),
        (
            .idOfClientNumber,
            ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_2 (municipality=? AND client_number=?)"]
        ),
        (
            .servedAfter,
            ["SEARCH dossier USING INDEX sqlite_autoindex_dossier_2 (municipality=? AND client_number>?)"]
        ),
        (.importRun, ["SEARCH import_run USING PRIMARY KEY (id=?)"]),
        (.unfinishedImports, ["SCAN import_run USING INDEX import_run_open"]),
        (.latestImports, ["SCAN import_run USING INDEX import_run_decided"]),
        (.latestImportsOf, ["SEARCH import_run USING INDEX import_run_of (municipality=?)"]),
        (.countImport, ["SEARCH import_run USING PRIMARY KEY (id=?)"]),
        (.finishImport, ["SEARCH import_run USING PRIMARY KEY (id=?)"]),
        (.change, ["SEARCH dossier USING INDEX dossier_id (id=?)"]),
    ]

    @Test func everyQueryIsListed() {
        #expect(Set(Self.plans.map { "\($0.query)" }) == Set(DossierSchema.Query.allCases.map { "\($0)" }))
    }

    @Test(arguments: plans)
    func plan(_ query: DossierSchema.Query, _ plan: [String]) async throws {
        let region = try await Region()
        let found = try await region.store.pool.read { database in
            let explained = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(query.sql)")
            explained.setUncheckedArguments(StatementArguments(Array(repeating: 1, count: query.parameters)))
            return try Row.fetchAll(explained).map { $0["detail"] as String }
        }
        #expect(found.filter { !$0.hasPrefix("SCAN visibility_change") } == plan)
    }
}

extension DossierSchema.Query {
    var parameters: Int { sql.count { $0 == "?" } }
}
