import Storage

/// The tables of what users keep at work.
enum WorkplaceSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_5750,
        migrations: [
            """
            CREATE TABLE assignment (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
                activity TEXT NOT NULL CHECK (activity <> ''),
                reference TEXT NOT NULL CHECK (length(CAST(reference AS BLOB)) BETWEEN 1 AND 64),
                title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
                employer TEXT NOT NULL CHECK (length(employer) <= 120),
                note TEXT NOT NULL CHECK (length(note) <= 2000),
                fields TEXT NOT NULL CHECK (length(fields) <= 16384),
                status TEXT NOT NULL CHECK (status IN ('open', 'vervuld', 'gesloten')),
                made INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                UNIQUE (organisation, reference)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX assignment_list ON assignment (organisation, status, changed);
            CREATE TABLE candidate (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                assignment BLOB NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
                region TEXT NOT NULL CHECK (region <> ''),
                is_home INTEGER NOT NULL CHECK (is_home IN (0, 1)),
                reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 1024),
                status TEXT NOT NULL
                    CHECK (status IN ('bewaard', 'voorgesteld', 'gesprek', 'aangenomen', 'teruggetrokken')),
                note TEXT NOT NULL CHECK (length(note) <= 2000),
                owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
                added INTEGER NOT NULL,
                ends INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX candidate_list ON candidate (assignment, added);
            CREATE INDEX candidate_ends ON candidate (ends);
            CREATE TABLE candidate_step (
                candidate BLOB NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
                at INTEGER NOT NULL,
                status TEXT NOT NULL CHECK (status <> ''),
                owner TEXT NOT NULL,
                PRIMARY KEY (candidate, at, status)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE saved_search (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
                fields TEXT NOT NULL CHECK (length(fields) <= 16384),
                made INTEGER NOT NULL,
                ran INTEGER,
                total INTEGER CHECK (total >= 0),
                total_before INTEGER CHECK (total_before >= 0)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX saved_search_owner ON saved_search (owner, organisation, made);
            CREATE TABLE stored_search (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 64),
                fields TEXT NOT NULL CHECK (length(fields) <= 16384),
                made INTEGER NOT NULL,
                ends INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX stored_search_owner ON stored_search (owner, made);
            CREATE INDEX stored_search_ends ON stored_search (ends);
            """
        ])
}
