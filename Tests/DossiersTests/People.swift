import Dispatch
import Domain
import Foundation
import GRDB
import Search
import Showcase
import TestSupport
import Testing

@testable import Dossiers

/// Jobseekers who do not exist, made from a seed.
struct People {
    static let rotterdam = code("GM0599")
    static let schiedam = code("GM0606")
    static let places = PostcodeTable([])

    var numbers: SeededRandom

    init(seed: UInt64 = 7) { numbers = SeededRandom(seed: seed) }

    static func code(_ text: String) -> MunicipalityCode {
        guard let code = try? MunicipalityCode(text) else { preconditionFailure("\(text) is no code") }
        return code
    }

    mutating func many(_ count: Int, visible: Bool? = nil, in municipality: MunicipalityCode = rotterdam) throws
        -> [Dossier]
    {
        try (0..<count).map { try one(clientNumber: "K\($0)", visible: visible ?? ($0 % 3 != 0), in: municipality) }
    }

    mutating func one(
        clientNumber: String = "K1", visible: Bool = false, in municipality: MunicipalityCode = rotterdam
    ) throws -> Dossier {
        let id = try #require(ProfileID(bytes: (0..<16).map { _ in UInt8.random(in: 0...255, using: &numbers) }))
        return Dossier(
            id: id, municipality: municipality,
            contact: Contact(
                givenName: word(), familyName: word(), email: "\(word())@voorbeeld.example", phone: "010-0000000"),
            internalFields: InternalFields(
                clientNumber: clientNumber, postcode: try Postcode("30\(Int.random(in: 11...89, using: &numbers))AB"),
                birthDay: try CalendarDay("19\(Int.random(in: 50...99, using: &numbers))-02-28"), caseManager: word(),
                caseNumber: word(), street: word(), gender: some(Gender.allCases).first,
                support: some(SupportLevel.allCases).first, isToZo: Bool.random(using: &numbers),
                serviceEnded: try some([1]).first.map { _ in try CalendarDay("2026-01-31") }),
            work: try work(), visibility: visible ? .visible : .hidden)
    }

    private mutating func work() throws -> WorkProfile {
        let lowest = Int.random(in: 0...40, using: &numbers)
        return WorkProfile(
            occupations: words(1...4), skills: words(0...12), motivation: words(0...60).joined(separator: " "),
            experience: (0..<Int.random(in: 0...4, using: &numbers)).map { number in
                Experience(
                    jobTitle: word(), employer: word(), firstYear: 1990 + number,
                    lastYear: number == 0 ? nil : 1995 + number,
                    description: words(0...30).joined(separator: "\n"))
            },
            education: pick(EducationLevel.allCases), licences: some(DrivingLicence.allCases),
            languages: words(0...3).map { LanguageSkill(language: $0, level: pick(LanguageSkill.Level.allCases)) },
            hours: try WeeklyHours(minimum: lowest, maximum: min(60, lowest + 16)),
            availableFrom: try CalendarDay("2026-12-01"), targetGroups: some(TargetGroup.allCases),
            isEntrepreneur: Bool.random(using: &numbers), interests: words(0...4), talents: words(0...4),
            schooling: (0..<Int.random(in: 0...3, using: &numbers)).map { number in
                Schooling(
                    level: pick(EducationLevel.allCases), name: word(), endYear: number == 0 ? nil : 2000 + number,
                    hasDiploma: number > 0)
            }, courses: words(0...3).map { Course(name: $0, year: some([2020]).first) },
            contracts: some(ContractForm.allCases), sectors: some(Sector.allCases), travelKm: some([1, 30, 200]).first,
            capacity: some(WorkCapacity.Load.allCases).map {
                WorkCapacity(load: $0, extent: pick(WorkCapacity.Extent.allCases))
            }, documents: words(0...2).map { DocumentReference(kind: pick(DocumentReference.Kind.allCases), title: $0) }
        )
    }

    private mutating func word() -> String {
        let odd = ["", "é ï", "ijsje", "a,b;c|d", "'; DROP TABLE dossier --", "👩‍🔧", "tab\tregel\n", "\"aanhaling\""]
        if Int.random(in: 0..<8, using: &numbers) == 0 { return pick(odd) }
        return pick(["lasser", "heftruck", "zorg", "kok", "bouw", "winkel", "schilder", "chauffeur", "monteur"])
    }

    private mutating func words(_ count: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: count, using: &numbers)).map { _ in word() }
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &numbers)]
    }

    private mutating func some<Value>(_ values: [Value]) -> [Value] {
        values.filter { _ in Int.random(in: 0..<3, using: &numbers) == 0 }
    }
}

/// A ledger with its store and showcase, in a folder of its own.
struct Region {
    let folder: TestFolder
    let store: DossierStore
    let showcase: Showcase
    let ledger: DossierLedger

    init(_ dossiers: [Dossier] = []) async throws {
        folder = try TestFolder()
        store = try DossierStore(path: folder.store)
        showcase = Showcase(places: People.places)
        ledger = DossierLedger(store: store, showcase: showcase)
        try await ledger.add(dossiers)
    }

    /// Waits for what the latest change does after its caller went on.
    func settled() async throws { try await ledger.change { _ in } }

    /// Makes the disk full: the file cannot grow by a page. `full: false` makes room again.
    func setDisk(full: Bool) throws {
        try store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = \(full ? 1 : 1_000_000)")
        }
    }

    /// Makes the file impossible to write, or possible again.
    func setReadOnly(_ isReadOnly: Bool) throws {
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = \(isReadOnly ? 1 : 0)") }
    }

    /// Makes every transaction on dossiers fail at its very end: each leaves a reference to nothing, which is
    /// looked at in COMMIT.
    func breakCommits() throws {
        try store.pool.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    CREATE TABLE goal (id INTEGER PRIMARY KEY);
                    CREATE TABLE miss (id INTEGER REFERENCES goal (id) DEFERRABLE INITIALLY DEFERRED);
                    CREATE TRIGGER miss_insert AFTER INSERT ON dossier BEGIN INSERT INTO miss VALUES (1); END;
                    CREATE TRIGGER miss_update AFTER UPDATE ON dossier BEGIN INSERT INTO miss VALUES (1); END;
                    """)
        }
    }

    /// Why an edit was not made, or nil.
    func refusalOfEdit(_ id: ProfileID) async -> LedgerRefusal? {
        do throws(LedgerRefusal) {
            try await ledger.edit(id, of: People.rotterdam) { $0.work.skills = [] }
            return nil
        } catch {
            return error
        }
    }

    /// Keeps the writing queue busy until the semaphore is signalled.
    func hold() -> DispatchSemaphore {
        let release = DispatchSemaphore(value: 0)
        store.pool.asyncWriteWithoutTransaction { _ in release.wait() }
        return release
    }

    func isShown(_ id: ProfileID) -> Bool {
        (0...20).contains { showcase.profile(id, generation: $0) != nil }
    }
}

extension DossierLedger {
    /// Edits the newest revision, whichever that is.
    func edit(
        _ id: ProfileID, of municipality: MunicipalityCode, _ edit: @escaping @Sendable (inout Dossier) -> Void
    ) async throws(LedgerRefusal) {
        var revision = 1
        while true {
            do throws(LedgerRefusal) {
                try await self.edit(id, by: .sample(municipality: municipality, revision: revision), edit)
                return
            } catch {
                guard case .conflict(let newer) = error else { throw error }
                revision = newer.revision
            }
        }
    }
}

extension ActOfEditing {
    static func sample(
        account: String = "bakker", municipality: MunicipalityCode = People.rotterdam, revision: Int,
        at: Date = Date(timeIntervalSince1970: 1_795_000_000)
    ) -> ActOfEditing {
        ActOfEditing(account: account, municipality: municipality, revision: revision, at: at)
    }
}

extension ActOfVisibility {
    static func sample(
        account: String = "bakker", municipality: MunicipalityCode = People.rotterdam, request: String = "V-1",
        reason: String = "op verzoek"
    ) -> ActOfVisibility {
        ActOfVisibility(
            account: account, municipality: municipality, request: request, reason: reason,
            at: Date(timeIntervalSince1970: 1_795_000_000))
    }
}
