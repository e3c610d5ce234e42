import Domain
import Foundation
import GRDB
import Storage
import Testing

@testable import Dossiers

@Suite("Migrations: a file of an older version is brought forward, and nothing in it is lost")
struct MigrationTests {
    @Test("schema 1, with a visible person and a history, opens as the newest")
    func fromOne() async throws {
        let folder = try TestFolder()
        let id = try #require(ProfileID("aad842d9-1e11-461d-94f3-7c8669db76ff"))
        let first = StoreSchema(
            applicationID: DossierSchema.schema.applicationID,
            migrations: Array(DossierSchema.schema.migrations.prefix(1)))
        let old = try StoreFile.open(folder.store, schema: first)
        try await old.write { database in
            try database.execute(
                sql: """
                    INSERT INTO dossier VALUES ('GM0599', ?, 'W1', 'Noor', 'Jansen', 'noor@voorbeeld.example', '',
                        '3011AB', '1981-02-03', 'B. Vos', 'lasser\u{1F}', '', 't', '', 'MBO2', 'B\u{1F}', '', 24, 32,
                        '2026-12-01', 'bbl\u{1F}', 'zichtbaar', 1, 2);
                    INSERT INTO visibility_change VALUES
                        ('GM0599', ?, 2, 1, 'verborgen', 'zichtbaar', 'bakker', 'V-1', 'op verzoek', 0);
                    """, arguments: [Data(id.bytes), Data(id.bytes)])
        }
        try old.close()
        let store = try DossierStore(path: folder.store)
        let dossier = try #require(try await store.dossier(id))
        #expect(dossier.work.occupations == ["lasser"] && dossier.visibility == .visible && dossier.revision == 2)
        #expect(dossier.internalFields.street == "" && dossier.internalFields.gender == nil)
        #expect(dossier.work.travelKm == nil && dossier.work.contracts == [] && !dossier.work.isEntrepreneur)
        #expect(try await store.info(id)?.history.count == 1)
        #expect(try await store.find("jansen", in: People.rotterdam, after: nil, limit: 9).people.map(\.id) == [id])
        #expect(try DossierStore.examine(path: folder.store).hasPrefix("sound, schema 6"))
    }
}
