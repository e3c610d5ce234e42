import GRDB

/// The tables of a region's store. The municipality is in every key: it is the tenant (P-FED-1).
enum DossierSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 dossiers") { database in
            try database.execute(
                sql: """
                    CREATE TABLE dossier (
                        municipality TEXT NOT NULL CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                        id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
                        client_number TEXT NOT NULL CHECK (length(client_number) BETWEEN 1 AND 40),
                        given_name TEXT NOT NULL,
                        family_name TEXT NOT NULL,
                        email TEXT NOT NULL,
                        phone TEXT NOT NULL,
                        postcode TEXT NOT NULL CHECK (length(postcode) = 6),
                        birth_day TEXT NOT NULL CHECK (length(birth_day) = 10),
                        case_manager TEXT NOT NULL,
                        occupations TEXT NOT NULL,
                        skills TEXT NOT NULL,
                        motivation TEXT NOT NULL CHECK (length(motivation) <= 4000),
                        experience TEXT NOT NULL,
                        education TEXT NOT NULL,
                        licences TEXT NOT NULL,
                        languages TEXT NOT NULL,
                        hours_minimum INTEGER NOT NULL CHECK (hours_minimum BETWEEN 0 AND 60),
                        hours_maximum INTEGER NOT NULL CHECK (hours_maximum BETWEEN hours_minimum AND 60),
                        available_from TEXT NOT NULL CHECK (length(available_from) = 10),
                        target_groups TEXT NOT NULL,
                        visibility TEXT NOT NULL DEFAULT 'verborgen' CHECK (visibility IN ('verborgen', 'zichtbaar')),
                        generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
                        revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
                        PRIMARY KEY (municipality, id),
                        UNIQUE (municipality, client_number)
                    ) STRICT;
                    CREATE TABLE visibility_change (
                        number INTEGER PRIMARY KEY,
                        municipality TEXT NOT NULL,
                        id TEXT NOT NULL,
                        account TEXT NOT NULL,
                        request TEXT NOT NULL CHECK (length(request) BETWEEN 1 AND 100),
                        reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
                        visibility TEXT NOT NULL CHECK (visibility IN ('verborgen', 'zichtbaar')),
                        revision INTEGER NOT NULL,
                        time INTEGER NOT NULL,
                        FOREIGN KEY (municipality, id) REFERENCES dossier (municipality, id) ON DELETE CASCADE
                    ) STRICT;
                    CREATE INDEX visibility_change_dossier ON visibility_change (municipality, id);
                    CREATE INDEX dossier_visible ON dossier (visibility);
                    """)
        }
        return migrator
    }
}
