import Storage

/// The tables of alerts, and every query on them.
enum AlertSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_414C,
        migrations: [
            """
            CREATE TABLE told (
                receiver TEXT NOT NULL,
                incident INTEGER NOT NULL,
                mark INTEGER NOT NULL,
                at INTEGER NOT NULL,
                recovered INTEGER NOT NULL DEFAULT 0 CHECK (recovered IN (0, 1)),
                PRIMARY KEY (receiver, incident)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX told_at ON told (at);
            CREATE TABLE planned (
                number INTEGER PRIMARY KEY,
                due INTEGER NOT NULL,
                receiver TEXT NOT NULL,
                kind TEXT NOT NULL,
                incident INTEGER NOT NULL,
                UNIQUE (receiver, incident, kind)
            ) STRICT;
            CREATE INDEX planned_due ON planned (due);
            CREATE TABLE delivery (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
                receiver TEXT NOT NULL,
                channel TEXT NOT NULL,
                kind TEXT NOT NULL,
                incidents TEXT NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL,
                document TEXT NOT NULL,
                made INTEGER NOT NULL,
                due INTEGER,
                tries INTEGER NOT NULL DEFAULT 0,
                outcome TEXT NOT NULL DEFAULT ''
            ) STRICT;
            CREATE INDEX delivery_due ON delivery (due) WHERE due IS NOT NULL;
            CREATE INDEX delivery_made ON delivery (made);
            """
        ])

    /// Every query; a test shows that each uses an index.
    enum Query: String, CaseIterable {
        case told = "SELECT mark, at, recovered FROM told WHERE receiver = ? AND incident = ?"
        case tell = """
            INSERT OR REPLACE INTO told (receiver, incident, mark, at, recovered) VALUES (?, ?, ?, ?, ?)
            """
        case plan = "INSERT OR IGNORE INTO planned (due, receiver, kind, incident) VALUES (?, ?, ?, ?)"
        case plannedDue = "SELECT number, receiver, kind, incident FROM planned WHERE due <= ? ORDER BY due LIMIT 1000"
        case unplan = "DELETE FROM planned WHERE number = ?"
        case unplanBegun = "DELETE FROM planned WHERE receiver = ? AND incident = ? AND kind IN ('begonnen', 'erger')"
        case deliver = """
            INSERT INTO delivery (id, receiver, channel, kind, incidents, subject, body, document, made, due)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case due = """
            SELECT number, id, receiver, channel, incidents, subject, body, document, made, tries FROM delivery
            WHERE due <= ? ORDER BY due LIMIT ?
            """
        case done = "UPDATE delivery SET due = NULL, tries = tries + 1, outcome = ? WHERE number = ?"
        case later = "UPDATE delivery SET due = ?, tries = tries + 1, outcome = ? WHERE number = ?"
        case latest = """
            SELECT receiver, channel, kind, incidents, made, due, tries, outcome FROM delivery
            ORDER BY made DESC LIMIT ?
            """
        case forgetDeliveries = "DELETE FROM delivery WHERE made < ?"
        case forgetTold = "DELETE FROM told WHERE at < ?"
    }
}
