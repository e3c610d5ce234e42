import Storage

/// The tables of accounts, and every query on them.
enum AccountSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_4143,
        migrations: [
            """
            CREATE TABLE account (
                user TEXT NOT NULL PRIMARY KEY
                    CHECK (length(user) BETWEEN 1 AND 64 AND user NOT GLOB '*[^a-z0-9.@_-]*'),
                display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
                role TEXT NOT NULL CHECK (role <> ''),
                municipality TEXT CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                salt BLOB NOT NULL CHECK (length(salt) = 16),
                rounds INTEGER NOT NULL CHECK (rounds BETWEEN 1024 AND 131072),
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                added INTEGER NOT NULL,
                CHECK (municipality IS NOT NULL OR role NOT IN ('klantmanager', 'gemeentebeheerder'))
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE session (
                token_digest BLOB NOT NULL PRIMARY KEY CHECK (length(token_digest) = 32),
                user TEXT NOT NULL REFERENCES account (user) ON DELETE CASCADE,
                began INTEGER NOT NULL,
                seen INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX session_user ON session (user, began);
            CREATE INDEX session_began ON session (began);
            CREATE TABLE failed_log_in (
                number INTEGER PRIMARY KEY,
                user_digest BLOB NOT NULL CHECK (length(user_digest) = 32),
                origin TEXT NOT NULL CHECK (length(origin) BETWEEN 1 AND 100),
                at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX failed_log_in_user ON failed_log_in (user_digest, at);
            CREATE INDEX failed_log_in_origin ON failed_log_in (origin, at);
            CREATE INDEX failed_log_in_at ON failed_log_in (at);
            """
        ])

    /// Every query on accounts and sessions; a test shows that each but the list of all accounts uses an index.
    enum Query: String, CaseIterable {
        case account = """
            SELECT user, display_name, role, municipality, organisation, salt, rounds, hash FROM account WHERE user = ?
            """
        /// Everybody, ordered by user.
        case accounts = "SELECT user, display_name, role, municipality, organisation FROM account ORDER BY user"
        /// A session with its account.
        case session = """
            SELECT a.user, a.display_name, a.role, a.municipality, a.organisation, s.began, s.seen
            FROM session s JOIN account a ON a.user = s.user WHERE s.token_digest = ?
            """
        case touchSession = "UPDATE session SET seen = ? WHERE token_digest = ?"
        case endSession = "DELETE FROM session WHERE token_digest = ?"
        case endExpiredSessions = "DELETE FROM session WHERE began <= ?"
        /// All but the latest few sessions of a user.
        case endOldestSessions = """
            DELETE FROM session WHERE token_digest IN
                (SELECT token_digest FROM session WHERE user = ? ORDER BY began DESC LIMIT -1 OFFSET ?)
            """
        /// The failure of a user that, counted back from the latest, fills the limit.
        case limitingFailureOfUser = """
            SELECT at FROM failed_log_in WHERE user_digest = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?
            """
        /// The same of an origin.
        case limitingFailureOfOrigin = """
            SELECT at FROM failed_log_in WHERE origin = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?
            """
        case forgetOldFailures = "DELETE FROM failed_log_in WHERE at <= ?"
        case forgetFailuresOfUser = "DELETE FROM failed_log_in WHERE user_digest = ?"
        case renewHash = "UPDATE account SET salt = ?, rounds = ?, hash = ? WHERE user = ?"
    }

    static let insertAccount = """
        INSERT INTO account (user, display_name, role, municipality, organisation, salt, rounds, hash, added)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertSession = "INSERT INTO session (token_digest, user, began, seen) VALUES (?, ?, ?, ?)"
    static let insertFailure = "INSERT INTO failed_log_in (user_digest, origin, at) VALUES (?, ?, ?)"
}
