import Storage

/// The tables of both logs with every query on them, and those of the budgets (`BudgetSchema`).
enum LogSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_4C47,
        migrations: [
            """
            CREATE TABLE processing (
                number INTEGER PRIMARY KEY,
                trace_id TEXT NOT NULL CHECK (length(trace_id) = 32),
                span_id TEXT NOT NULL CHECK (length(span_id) = 16),
                parent_span_id TEXT CHECK (length(parent_span_id) = 16),
                activity TEXT NOT NULL CHECK (length(activity) BETWEEN 1 AND 500),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                started INTEGER NOT NULL,
                ended INTEGER NOT NULL,
                succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1)),
                subjects TEXT NOT NULL,
                asker TEXT CHECK (length(asker) = 20)
            ) STRICT;
            CREATE INDEX processing_trace ON processing (trace_id);
            CREATE TABLE audit (
                number INTEGER PRIMARY KEY CHECK (number >= 1),
                action TEXT NOT NULL CHECK (action <> ''),
                object TEXT NOT NULL CHECK (object <> ''),
                result TEXT NOT NULL CHECK (result <> ''),
                origin TEXT NOT NULL CHECK (origin <> ''),
                actor TEXT NOT NULL CHECK (actor <> ''),
                time INTEGER NOT NULL,
                trace_id TEXT NOT NULL CHECK (length(trace_id) = 32),
                hash BLOB NOT NULL CHECK (length(hash) = 32)
            ) STRICT;
            CREATE INDEX audit_trace ON audit (trace_id);
            CREATE TRIGGER processing_stays BEFORE UPDATE ON processing
                BEGIN SELECT RAISE(ABORT, 'log lines are never changed'); END;
            CREATE TRIGGER processing_is_kept BEFORE DELETE ON processing
                BEGIN SELECT RAISE(ABORT, 'log lines are never removed'); END;
            CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
                BEGIN SELECT RAISE(ABORT, 'log lines are never changed'); END;
            CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
                BEGIN SELECT RAISE(ABORT, 'log lines are never removed'); END;
            """,
            BudgetSchema.tables,
            """
            CREATE TABLE write_check (
                number INTEGER PRIMARY KEY CHECK (number = 1),
                at INTEGER NOT NULL,
                filling BLOB NOT NULL
            ) STRICT;
            INSERT INTO write_check (number, at, filling) VALUES (1, 0, zeroblob(8192));
            """,
        ],
        // The logs only grow, and are proved by their chain; comparing their indexes would take minutes.
        check: "quick_check")

    /// A line in each log that is never kept.
    static let triedLines = """
        INSERT INTO processing (trace_id, span_id, activity, name, started, ended, succeeded, subjects)
            VALUES (hex(zeroblob(16)), hex(zeroblob(8)), 'check', 'check', 0, 0, 1, hex(randomblob(8192)));
        INSERT INTO audit (number, action, object, result, origin, actor, time, trace_id, hash)
            SELECT ifnull(max(number), 0) + 1, 'check', 'check', 'check', 'check', 'check', 0, hex(zeroblob(16)),
                zeroblob(32) FROM audit;
        """

    /// Every query that reads a log; a test shows that none walks a whole table but the counts.
    enum Query: String, CaseIterable {
        /// A page of processings, oldest first.
        case processingsAfter = """
            SELECT trace_id, span_id, parent_span_id, activity, name, started, ended, succeeded, subjects, asker, number
            FROM processing WHERE number > ? ORDER BY number LIMIT ?
            """
        /// The processings of one trace, oldest first.
        case processingsOfTrace = """
            SELECT trace_id, span_id, parent_span_id, activity, name, started, ended, succeeded, subjects, asker, number
            FROM processing WHERE trace_id = ? ORDER BY number
            """
        case processingCount = "SELECT count(*) FROM processing"
        /// The end of the audit chain.
        case auditHead = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
        /// A page of the audit log, oldest first.
        case auditAfter = """
            SELECT number, action, object, result, origin, actor, time, trace_id, hash
            FROM audit WHERE number > ? ORDER BY number LIMIT ?
            """
        /// The audit lines of one trace, oldest first.
        case auditOfTrace = """
            SELECT number, action, object, result, origin, actor, time, trace_id, hash
            FROM audit WHERE trace_id = ? ORDER BY number
            """
    }

    static let insertProcessing = """
        INSERT INTO processing
            (trace_id, span_id, parent_span_id, activity, name, started, ended, succeeded, subjects, asker)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertAudit = """
        INSERT INTO audit (number, action, object, result, origin, actor, time, trace_id, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}
