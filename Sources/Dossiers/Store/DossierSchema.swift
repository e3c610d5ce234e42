import Storage

/// The tables of dossiers, and every query on them.
enum DossierSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_4453,
        migrations: [
            """
            CREATE TABLE dossier (
                municipality TEXT NOT NULL CONSTRAINT municipality CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                id BLOB NOT NULL CONSTRAINT id CHECK (length(id) = 16),
                client_number TEXT NOT NULL CONSTRAINT client_number CHECK (length(client_number) BETWEEN 1 AND 40),
                given_name TEXT NOT NULL CONSTRAINT given_name CHECK (length(given_name) <= 200),
                family_name TEXT NOT NULL CONSTRAINT family_name CHECK (length(family_name) <= 200),
                email TEXT NOT NULL CONSTRAINT email CHECK (length(email) <= 254),
                phone TEXT NOT NULL CONSTRAINT phone CHECK (length(phone) <= 40),
                postcode TEXT NOT NULL
                    CONSTRAINT postcode CHECK (postcode GLOB '[1-9][0-9][0-9][0-9][A-Z][A-Z]'),
                birth_day TEXT NOT NULL
                    CONSTRAINT birth_day CHECK (birth_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
                case_manager TEXT NOT NULL CONSTRAINT case_manager CHECK (length(case_manager) <= 200),
                occupations TEXT NOT NULL CONSTRAINT occupations CHECK (length(occupations) <= 4000),
                skills TEXT NOT NULL CONSTRAINT skills CHECK (length(skills) <= 20000),
                motivation TEXT NOT NULL CONSTRAINT motivation CHECK (length(motivation) <= 4000),
                experience TEXT NOT NULL CONSTRAINT experience CHECK (length(experience) <= 100000),
                education TEXT NOT NULL CONSTRAINT education CHECK (length(education) BETWEEN 1 AND 20),
                licences TEXT NOT NULL CONSTRAINT licences CHECK (length(licences) <= 200),
                languages TEXT NOT NULL CONSTRAINT languages CHECK (length(languages) <= 4000),
                minimum_hours INTEGER NOT NULL CONSTRAINT minimum_hours CHECK (minimum_hours BETWEEN 0 AND 60),
                maximum_hours INTEGER NOT NULL
                    CONSTRAINT maximum_hours CHECK (maximum_hours BETWEEN minimum_hours AND 60),
                available_from TEXT NOT NULL
                    CONSTRAINT available_from CHECK (available_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
                target_groups TEXT NOT NULL CONSTRAINT target_groups CHECK (length(target_groups) <= 200),
                visibility TEXT NOT NULL DEFAULT 'verborgen'
                    CONSTRAINT visibility CHECK (visibility IN ('verborgen', 'zichtbaar')),
                generation INTEGER NOT NULL DEFAULT 0 CONSTRAINT generation CHECK (generation >= 0),
                revision INTEGER NOT NULL DEFAULT 1 CONSTRAINT revision CHECK (revision >= 1),
                PRIMARY KEY (municipality, id),
                UNIQUE (municipality, client_number)
            ) STRICT;
            CREATE UNIQUE INDEX dossier_id ON dossier (id);
            CREATE INDEX dossier_visibility ON dossier (visibility);
            CREATE TABLE visibility_change (
                municipality TEXT NOT NULL,
                id BLOB NOT NULL,
                revision INTEGER NOT NULL CHECK (revision >= 2),
                generation INTEGER NOT NULL CHECK (generation >= 1),
                before TEXT NOT NULL CHECK (before IN ('verborgen', 'zichtbaar')),
                after TEXT NOT NULL CHECK (after IN ('verborgen', 'zichtbaar') AND after <> before),
                account TEXT NOT NULL CHECK (length(account) BETWEEN 1 AND 64),
                request TEXT NOT NULL CHECK (length(request) BETWEEN 1 AND 100),
                reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
                at INTEGER NOT NULL,
                PRIMARY KEY (municipality, id, revision),
                FOREIGN KEY (municipality, id) REFERENCES dossier (municipality, id)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER visibility_change_stays BEFORE UPDATE ON visibility_change
                BEGIN SELECT RAISE(ABORT, 'the history of visibility is never changed'); END;
            """,
            """
            ALTER TABLE dossier ADD COLUMN case_number TEXT NOT NULL DEFAULT ''
                CONSTRAINT case_number CHECK (length(case_number) <= 40);
            ALTER TABLE dossier ADD COLUMN street TEXT NOT NULL DEFAULT ''
                CONSTRAINT street CHECK (length(street) <= 200);
            ALTER TABLE dossier ADD COLUMN gender TEXT NOT NULL DEFAULT ''
                CONSTRAINT gender CHECK (gender IN ('', 'man', 'vrouw', 'anders'));
            ALTER TABLE dossier ADD COLUMN support TEXT NOT NULL DEFAULT ''
                CONSTRAINT support CHECK (support IN ('', 'zelfservice', 'samen', 'volledigOndersteund'));
            ALTER TABLE dossier ADD COLUMN tozo INTEGER NOT NULL DEFAULT 0 CONSTRAINT tozo CHECK (tozo IN (0, 1));
            ALTER TABLE dossier ADD COLUMN service_ended TEXT CONSTRAINT service_ended
                CHECK (service_ended GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]');
            ALTER TABLE dossier ADD COLUMN entrepreneur INTEGER NOT NULL DEFAULT 0
                CONSTRAINT entrepreneur CHECK (entrepreneur IN (0, 1));
            ALTER TABLE dossier ADD COLUMN interests TEXT NOT NULL DEFAULT ''
                CONSTRAINT interests CHECK (length(interests) <= 4000);
            ALTER TABLE dossier ADD COLUMN talents TEXT NOT NULL DEFAULT ''
                CONSTRAINT talents CHECK (length(talents) <= 4000);
            ALTER TABLE dossier ADD COLUMN schooling TEXT NOT NULL DEFAULT ''
                CONSTRAINT schooling CHECK (length(schooling) <= 10000);
            ALTER TABLE dossier ADD COLUMN courses TEXT NOT NULL DEFAULT ''
                CONSTRAINT courses CHECK (length(courses) <= 10000);
            ALTER TABLE dossier ADD COLUMN contracts TEXT NOT NULL DEFAULT ''
                CONSTRAINT contracts CHECK (length(contracts) <= 200);
            ALTER TABLE dossier ADD COLUMN sectors TEXT NOT NULL DEFAULT ''
                CONSTRAINT sectors CHECK (length(sectors) <= 200);
            ALTER TABLE dossier ADD COLUMN travel_km INTEGER
                CONSTRAINT travel_km CHECK (travel_km BETWEEN 1 AND 200);
            ALTER TABLE dossier ADD COLUMN capacity TEXT NOT NULL DEFAULT ''
                CONSTRAINT capacity CHECK (length(capacity) <= 400);
            ALTER TABLE dossier ADD COLUMN documents TEXT NOT NULL DEFAULT ''
                CONSTRAINT documents CHECK (length(documents) <= 10000);
            """,
            """
            CREATE TABLE import_run (
                id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
                municipality TEXT NOT NULL CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                account TEXT NOT NULL CHECK (length(account) BETWEEN 1 AND 64),
                decided INTEGER NOT NULL,
                complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
                total INTEGER NOT NULL CHECK (total >= 0),
                applied INTEGER NOT NULL DEFAULT 0 CHECK (applied BETWEEN 0 AND total),
                added INTEGER NOT NULL DEFAULT 0 CHECK (added >= 0),
                changed INTEGER NOT NULL DEFAULT 0 CHECK (changed >= 0),
                ended INTEGER NOT NULL DEFAULT 0 CHECK (ended >= 0),
                finished INTEGER CHECK (finished >= decided)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX import_run_open ON import_run (id) WHERE finished IS NULL;
            """,
            """
            CREATE TRIGGER import_run_one BEFORE INSERT ON import_run
                WHEN EXISTS (SELECT 1 FROM import_run WHERE municipality = NEW.municipality AND finished IS NULL)
                BEGIN SELECT RAISE(ABORT, 'another import of the municipality is not finished'); END;
            """,
            """
            ALTER TABLE dossier ADD COLUMN added_by TEXT CONSTRAINT added_by CHECK (length(added_by) BETWEEN 1 AND 64);
            ALTER TABLE dossier ADD COLUMN added_at INTEGER
                CONSTRAINT added_at CHECK ((added_at IS NULL) = (added_by IS NULL));
            CREATE TABLE dossier_change (
                municipality TEXT NOT NULL,
                id BLOB NOT NULL,
                revision INTEGER NOT NULL CONSTRAINT revision CHECK (revision >= 2),
                account TEXT NOT NULL CONSTRAINT account CHECK (length(account) BETWEEN 1 AND 64),
                at INTEGER NOT NULL,
                kind TEXT NOT NULL CONSTRAINT kind CHECK (kind IN ('bewerkt', 'aangeleverd')),
                fields TEXT NOT NULL CONSTRAINT fields CHECK (length(fields) BETWEEN 1 AND 1000),
                PRIMARY KEY (municipality, id, revision),
                FOREIGN KEY (municipality, id) REFERENCES dossier (municipality, id)
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER dossier_change_stays BEFORE UPDATE ON dossier_change
                BEGIN SELECT RAISE(ABORT, 'the history of a dossier is never changed'); END;
            """,
            """
            CREATE INDEX import_run_decided ON import_run (decided);
            CREATE INDEX import_run_of ON import_run (municipality, decided);
            """,
        ])

    /// The columns of a dossier in the order in which `DossierRow` reads and writes them.
    static let columns = """
        municipality, id, client_number, given_name, family_name, email, phone, postcode, birth_day, case_manager,
        occupations, skills, motivation, experience, education, licences, languages, minimum_hours, maximum_hours,
        available_from, target_groups, case_number, street, gender, support, tozo, service_ended, entrepreneur,
        interests, talents, schooling, courses, contracts, sectors, travel_km, capacity, documents, visibility,
        generation, revision
        """

    /// Every query on the store; a test shows that each uses its index.
    enum Query: CaseIterable {
        /// One dossier, whoever's it is: ids are unique in the country.
        case dossier
        /// One dossier of a tenant.
        case dossierOfMunicipality
        /// A page of a tenant's dossiers, by id.
        case municipalityAfter
        /// How many are visible, and how many hidden.
        case counts
        /// The first and the last row, to divide the store by.
        case bounds
        /// All between two rows.
        case allBetween
        /// What of a dossier decides on a change of its visibility.
        case standing
        /// What was done to the visibility of one dossier, oldest first.
        case history
        /// A page of what happened to one dossier, newest first.
        case events
        /// Changes the visibility of the revision that was read, and no other.
        case changeVisibility
        /// Replaces all fields but keys and visibility of the revision that was read.
        case change
        /// The dossier that an export means.
        case ofClientNumber
        /// Whoever of a tenant has a client number.
        case foundByClientNumber
        /// One of a tenant's people, by id.
        case foundByID
        /// The names of all of a tenant's people.
        case namesOfMunicipality
        /// Only the id of the dossier that an export means.
        case idOfClientNumber
        /// A page of a tenant's client numbers whose service has not ended.
        case servedAfter
        /// One decision to import.
        case importRun
        /// Decisions that were not finished, the oldest last.
        case unfinishedImports
        /// Decisions to import, the latest first.
        case latestImports
        /// Those of a tenant, the latest first.
        case latestImportsOf
        /// What a batch of an import did.
        case countImport
        /// An import is finished.
        case finishImport

        /// What a found person shows.
        private static func foundBy(_ condition: String) -> String {
            """
            SELECT id, given_name, family_name, client_number, birth_day, case_manager, visibility
            FROM dossier WHERE municipality = ? AND \(condition)
            """
        }

        private static let eventsOfBoth = """
            SELECT revision, at, account, before, after, request, reason, NULL, NULL FROM visibility_change
            WHERE municipality = ? AND id = ? AND revision < ?
            UNION ALL
            SELECT revision, at, account, NULL, NULL, NULL, NULL, kind, fields FROM dossier_change
            WHERE municipality = ? AND id = ? AND revision < ?
            UNION ALL
            SELECT 1, added_at, added_by, NULL, NULL, NULL, NULL, 'toegevoegd', '' FROM dossier
            WHERE municipality = ? AND id = ? AND added_at IS NOT NULL AND 1 < ?
            ORDER BY revision DESC LIMIT ?
            """

        var sql: String {
            let select = "SELECT \(columns) FROM dossier"
            return switch self {
            case .dossier: "\(select) WHERE id = ?"
            case .dossierOfMunicipality: "\(select) WHERE municipality = ? AND id = ?"
            case .municipalityAfter: "\(select) WHERE municipality = ? AND id > ? ORDER BY id LIMIT ?"
            case .counts: "SELECT visibility, count(*) FROM dossier GROUP BY visibility"
            case .bounds: "SELECT (SELECT min(rowid) FROM dossier), (SELECT max(rowid) FROM dossier)"
            case .allBetween: "\(select) WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
            case .standing: "SELECT municipality, visibility, generation, revision FROM dossier WHERE id = ?"
            case .history:
                """
                SELECT before, after, account, request, reason, at, generation, revision FROM visibility_change
                WHERE municipality = ? AND id = ? ORDER BY revision
                """
            case .events: Self.eventsOfBoth
            case .changeVisibility:
                """
                UPDATE dossier SET visibility = ?, generation = ?, revision = ?
                WHERE municipality = ? AND id = ? AND revision = ?
                """
            case .ofClientNumber: "\(select) WHERE municipality = ? AND client_number = ?"
            case .foundByClientNumber: Self.foundBy("client_number = ?")
            case .foundByID: Self.foundBy("id = ?")
            case .namesOfMunicipality:
                "SELECT id, given_name, family_name, revision FROM dossier WHERE municipality = ?"
            case .idOfClientNumber: "SELECT id FROM dossier WHERE municipality = ? AND client_number = ?"
            case .servedAfter:
                """
                SELECT id, client_number FROM dossier
                WHERE municipality = ? AND client_number > ? AND service_ended IS NULL ORDER BY client_number LIMIT ?
                """
            case .importRun: "\(selectImport) WHERE id = ?"
            case .unfinishedImports: "\(selectImport) WHERE finished IS NULL"
            case .latestImports: "\(selectImport) ORDER BY decided DESC LIMIT ?"
            case .latestImportsOf: "\(selectImport) WHERE municipality = ? ORDER BY decided DESC LIMIT ?"
            case .countImport:
                """
                UPDATE import_run SET applied = ?, added = added + ?, changed = changed + ?, ended = ended + ?
                WHERE id = ?
                """
            case .finishImport: "UPDATE import_run SET finished = ? WHERE id = ?"
            case .change:
                """
                UPDATE dossier SET client_number = ?, given_name = ?, family_name = ?, email = ?, phone = ?,
                    postcode = ?, birth_day = ?, case_manager = ?, occupations = ?, skills = ?, motivation = ?,
                    experience = ?, education = ?, licences = ?, languages = ?, minimum_hours = ?, maximum_hours = ?,
                    available_from = ?, target_groups = ?, case_number = ?, street = ?, gender = ?, support = ?,
                    tozo = ?, service_ended = ?, entrepreneur = ?, interests = ?, talents = ?, schooling = ?,
                    courses = ?, contracts = ?, sectors = ?, travel_km = ?, capacity = ?, documents = ?, revision = ?
                WHERE municipality = ? AND id = ? AND revision = ?
                """
            }
        }
    }

    private static let selectImport = """
        SELECT municipality, account, decided, complete, total, applied, added, changed, ended, finished, id
        FROM import_run
        """

    private static let placeholders = Array(repeating: "?", count: columns.split(separator: ",").count)
        .joined(separator: ", ")

    static let insert = """
        INSERT INTO dossier (\(columns))
        VALUES (\(placeholders))
        """
    static let insertImport = """
        INSERT INTO import_run (id, municipality, account, decided, complete, total) VALUES (?, ?, ?, ?, ?, ?)
        """
    /// A line of a dossier's history: municipality, id, revision, account, milliseconds, `DossierEvent.Change`, and
    /// `DossierEvent.text(of:)` of the fields.
    static let insertDossierChange = """
        INSERT INTO dossier_change (municipality, id, revision, account, at, kind, fields)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    static let insertChange = """
        INSERT INTO visibility_change
            (municipality, id, revision, generation, before, after, account, request, reason, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}
