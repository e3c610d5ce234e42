import Storage

/// The tables of history and incidents, and every query on them.
enum MonitoringSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_484C,
        migrations: [
            """
            CREATE TABLE subject (
                number INTEGER PRIMARY KEY,
                slug TEXT NOT NULL UNIQUE CHECK (length(slug) BETWEEN 2 AND 40)
            ) STRICT;
            CREATE TABLE history (
                seconds INTEGER NOT NULL CHECK (seconds IN (10, 60, 900, 86400)),
                start INTEGER NOT NULL,
                subject INTEGER NOT NULL,
                looks INTEGER NOT NULL,
                answered INTEGER NOT NULL,
                paused INTEGER NOT NULL,
                worst INTEGER NOT NULL CHECK (worst BETWEEN 0 AND 2),
                visible INTEGER,
                latencies BLOB NOT NULL,
                PRIMARY KEY (seconds, start, subject)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE incident (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                subject TEXT NOT NULL,
                condition TEXT NOT NULL,
                mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 2),
                opened INTEGER NOT NULL,
                closed INTEGER,
                acknowledged_by TEXT,
                sentence TEXT NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX incident_open ON incident (subject, condition) WHERE closed IS NULL;
            CREATE INDEX incident_closed ON incident (closed);
            CREATE INDEX incident_subject ON incident (subject, opened);
            CREATE TABLE incident_entry (
                incident INTEGER NOT NULL REFERENCES incident (number) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                at INTEGER NOT NULL,
                kind TEXT NOT NULL,
                actor TEXT,
                text TEXT NOT NULL CHECK (length(text) <= 1000),
                PRIMARY KEY (incident, number)
            ) STRICT, WITHOUT ROWID;
            """,
            // The buckets of latencies are others since.
            "UPDATE history SET latencies = x'';",
        ])

    /// Every query; a test shows that none walks a whole table but those of few rows.
    enum Query: String, CaseIterable {
        case subjects = "SELECT slug, number FROM subject"
        case addSubject = "INSERT INTO subject (slug) VALUES (?) ON CONFLICT DO NOTHING"
        /// Of one length of stretch, the latest.
        case newestStart = "SELECT max(start) FROM history WHERE seconds = ?"
        case stretch = """
            SELECT subject, looks, answered, paused, worst, visible, latencies FROM history
            WHERE seconds = ? AND start = ?
            """
        case since = """
            SELECT start, subject, latencies FROM history WHERE seconds = ? AND start >= ? ORDER BY start
            """
        case write = """
            INSERT OR REPLACE INTO history
                (seconds, start, subject, looks, answered, paused, worst, visible, latencies)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case forget = "DELETE FROM history WHERE seconds = ? AND start < ?"
        case forgetFuture = "DELETE FROM history WHERE seconds = ? AND start > ?"
        /// One subject's stretches from one start to another: a seek for each, since what is together on a page is all
        /// subjects of one moment.
        case points = """
            WITH RECURSIVE slot (start) AS (
                SELECT :from UNION ALL SELECT start + :seconds FROM slot WHERE start + :seconds <= :to
            )
            SELECT h.start, h.looks, h.answered, h.paused, h.worst, h.visible, h.latencies
            FROM slot CROSS JOIN history h
            WHERE h.seconds = :seconds AND h.start = slot.start AND h.subject = :subject
            """
        /// Everybody's, summed by stretches of `:group` seconds.
        case sums = """
            SELECT subject, (start - :from) / :group, sum(looks), sum(answered), sum(paused), max(worst)
            FROM history WHERE seconds = :seconds AND start >= :from AND start < :to GROUP BY 1, 2
            """
        case openIncidents = """
            SELECT number, subject, condition, mark, opened, closed, acknowledged_by, sentence FROM incident
            WHERE closed IS NULL ORDER BY opened DESC
            """
        case closedIncidents = """
            SELECT number, subject, condition, mark, opened, closed, acknowledged_by, sentence FROM incident
            WHERE closed > ? ORDER BY closed DESC LIMIT ?
            """
        case incidentsOf = """
            SELECT number, subject, condition, mark, opened, closed, acknowledged_by, sentence FROM incident
            WHERE subject = ? ORDER BY opened DESC LIMIT ?
            """
        case incident = """
            SELECT number, subject, condition, mark, opened, closed, acknowledged_by, sentence FROM incident
            WHERE number = ?
            """
        case open = """
            INSERT INTO incident (subject, condition, mark, opened, sentence) VALUES (?, ?, ?, ?, ?)
            """
        case change = "UPDATE incident SET mark = ?, closed = ?, sentence = ? WHERE number = ?"
        case acknowledge = """
            UPDATE incident SET acknowledged_by = ? WHERE number = ? AND closed IS NULL AND acknowledged_by IS NULL
            """
        case lastEntry = "SELECT max(number) FROM incident_entry WHERE incident = ?"
        case addEntry = """
            INSERT OR REPLACE INTO incident_entry (incident, number, at, kind, actor, text) VALUES (?, ?, ?, ?, ?, ?)
            """
        case timeline = "SELECT at, kind, actor, text FROM incident_entry WHERE incident = ? ORDER BY number"
        case forgetIncidents = "DELETE FROM incident WHERE closed < ?"
    }
}
