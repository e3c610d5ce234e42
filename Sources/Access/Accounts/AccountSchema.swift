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
            """,
            """
            ALTER TABLE account ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
                CHECK (state IN ('active', 'withoutRole', 'closed'));
            ALTER TABLE account ADD COLUMN is_temporary INTEGER NOT NULL DEFAULT 0 CHECK (is_temporary IN (0, 1));
            ALTER TABLE account ADD COLUMN confirmed INTEGER;
            ALTER TABLE account ADD COLUMN logged_in INTEGER;
            ALTER TABLE account ADD COLUMN provider TEXT CHECK (length(provider) BETWEEN 1 AND 64);
            ALTER TABLE account ADD COLUMN subject BLOB CHECK (length(subject) = 32);
            CREATE UNIQUE INDEX account_provider ON account (provider, subject) WHERE provider IS NOT NULL;
            CREATE INDEX account_municipality ON account (municipality, user);
            CREATE TABLE second_factor (
                user TEXT NOT NULL PRIMARY KEY REFERENCES account (user) ON DELETE CASCADE,
                sealed_secret BLOB NOT NULL CHECK (length(sealed_secret) BETWEEN 44 AND 92),
                last_step INTEGER NOT NULL,
                enrolled INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE recovery_code (
                user TEXT NOT NULL REFERENCES account (user) ON DELETE CASCADE,
                digest BLOB NOT NULL CHECK (length(digest) = 32),
                PRIMARY KEY (user, digest)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE half_way (
                token_digest BLOB NOT NULL PRIMARY KEY CHECK (length(token_digest) = 32),
                user TEXT NOT NULL REFERENCES account (user) ON DELETE CASCADE,
                began INTEGER NOT NULL,
                code_given INTEGER NOT NULL CHECK (code_given IN (0, 1)),
                sealed_secret BLOB CHECK (length(sealed_secret) BETWEEN 44 AND 92)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX half_way_user ON half_way (user);
            CREATE INDEX half_way_began ON half_way (began);
            """,
            "CREATE INDEX account_organisation ON account (organisation, user);",
            """
            CREATE TABLE emergency_access (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                user TEXT NOT NULL CHECK (length(user) BETWEEN 1 AND 64),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                municipality TEXT NOT NULL CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                reason TEXT NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
                hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 4),
                asked INTEGER NOT NULL,
                decided INTEGER,
                decided_by TEXT,
                is_granted INTEGER NOT NULL DEFAULT 0 CHECK (is_granted IN (0, 1)),
                ended INTEGER,
                ended_by TEXT,
                dossiers INTEGER NOT NULL DEFAULT 0,
                people INTEGER NOT NULL DEFAULT 0,
                CHECK (decided IS NOT NULL OR is_granted = 0)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX emergency_access_going ON emergency_access (user) WHERE ended IS NULL;
            CREATE INDEX emergency_access_user ON emergency_access (user, asked);
            CREATE INDEX emergency_access_municipality ON emergency_access (municipality, asked);
            """,
        ])

    /// Every query on accounts and sessions; a test shows that each but the list of all accounts uses an index.
    enum Query: String, CaseIterable {
        case account = """
            SELECT a.user, a.display_name, a.role, a.municipality, a.organisation, a.salt, a.rounds, a.hash, a.state,
                a.is_temporary, a.provider IS NOT NULL, f.user IS NOT NULL
            FROM account a LEFT JOIN second_factor f ON f.user = a.user WHERE a.user = ?
            """
        case names = "SELECT user, display_name FROM account WHERE organisation = ?"
        /// Everybody, ordered by user.
        case accounts = "SELECT user, display_name, role, municipality, organisation FROM account ORDER BY user"
        /// A session with its account.
        case session = """
            SELECT a.user, a.display_name, a.role, a.municipality, a.organisation, s.began, s.seen
            FROM session s JOIN account a ON a.user = s.user WHERE s.token_digest = ? AND a.state = 'active'
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
        /// A user's sessions, latest use first.
        case sessionsOfUser = "SELECT token_digest, began, seen FROM session WHERE user = ? ORDER BY seen DESC"
        case endSessionsOfUser = "DELETE FROM session WHERE user = ?"
        case endOtherSessions = "DELETE FROM session WHERE user = ? AND token_digest <> ?"
        case noteLogIn = "UPDATE account SET logged_in = ? WHERE user = ?"
        case choosePassword = "UPDATE account SET salt = ?, rounds = ?, hash = ?, is_temporary = ? WHERE user = ?"
        case secondFactor = "SELECT sealed_secret, last_step FROM second_factor WHERE user = ?"
        case noteStep = "UPDATE second_factor SET last_step = ? WHERE user = ?"
        case dropSecondFactor = "DELETE FROM second_factor WHERE user = ?"
        case useRecoveryCode = "DELETE FROM recovery_code WHERE user = ? AND digest = ?"
        case dropRecoveryCodes = "DELETE FROM recovery_code WHERE user = ?"
        case countRecoveryCodes = "SELECT count(*) FROM recovery_code WHERE user = ?"
        case halfWay = "SELECT user, began, code_given, sealed_secret FROM half_way WHERE token_digest = ?"
        case noteCodeGiven = "UPDATE half_way SET code_given = 1 WHERE token_digest = ?"
        case endHalfWaysOfUser = "DELETE FROM half_way WHERE user = ?"
        case endExpiredHalfWays = "DELETE FROM half_way WHERE began <= ?"
        /// Everybody of one municipality who has not been closed, ordered by user.
        case staff = """
            SELECT a.user, a.display_name, a.role, a.municipality, a.organisation, a.state, a.provider, a.added,
                a.confirmed, a.logged_in, f.user IS NOT NULL, a.is_temporary
            FROM account a LEFT JOIN second_factor f ON f.user = a.user
            WHERE a.municipality = ? AND a.state <> 'closed' ORDER BY a.user
            """
        case setRole = "UPDATE account SET role = ?, state = ?, confirmed = ? WHERE user = ?"
        case confirmRole = "UPDATE account SET confirmed = ? WHERE user = ?"
        case accountOfProvider = """
            SELECT user, display_name, role, municipality, organisation, state FROM account
            WHERE provider = ? AND subject = ?
            """
        case renewFromProvider = """
            UPDATE account SET display_name = ?, role = ?, municipality = ?, organisation = ?, state = ?,
                confirmed = ifnull(?, confirmed) WHERE user = ?
            """
        case setState = "UPDATE account SET state = ? WHERE user = ?"
        case askEmergency = """
            INSERT INTO emergency_access (id, user, name, organisation, municipality, reason, hours, asked)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        case emergency = "SELECT * FROM emergency_access WHERE id = ?"
        /// What is asked or granted, and not written down as over.
        case emergencyGoing = "SELECT * FROM emergency_access WHERE ended IS NULL"
        case emergencyOfUser = "SELECT * FROM emergency_access WHERE user = ? ORDER BY asked DESC LIMIT ?"
        case emergencyOfMunicipality = """
            SELECT * FROM emergency_access WHERE municipality = ? ORDER BY asked DESC LIMIT ?
            """
        case grantEmergency = """
            UPDATE emergency_access SET decided = ?, decided_by = ?, is_granted = 1 WHERE id = ?
            """
        case refuseEmergency = """
            UPDATE emergency_access SET decided = ?, decided_by = ?, ended = ?, ended_by = ? WHERE id = ?
            """
        /// None when that would be more than there may be.
        case useEmergency = """
            UPDATE emergency_access SET dossiers = dossiers + ?, people = people + ?
            WHERE id = ? AND ended IS NULL AND dossiers + ? <= ? AND people + ? <= ?
            """
        case endEmergency = "UPDATE emergency_access SET ended = ?, ended_by = ? WHERE id = ?"
    }

    /// Everybody in one state, ordered by user: as the list of all it walks the table, of one region's users.
    static let activeAccounts = """
        SELECT user, display_name, role, municipality, organisation FROM account WHERE state = ? ORDER BY user
        """
    static let insertAccount = """
        INSERT INTO account (user, display_name, role, municipality, organisation, salt, rounds, hash, added,
            is_temporary, provider, subject)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertSession = "INSERT INTO session (token_digest, user, began, seen) VALUES (?, ?, ?, ?)"
    static let insertFailure = "INSERT INTO failed_log_in (user_digest, origin, at) VALUES (?, ?, ?)"
    static let insertHalfWay = """
        INSERT INTO half_way (token_digest, user, began, code_given, sealed_secret) VALUES (?, ?, ?, ?, ?)
        """
    static let insertSecondFactor = """
        INSERT OR REPLACE INTO second_factor (user, sealed_secret, last_step, enrolled) VALUES (?, ?, ?, ?)
        """
    static let insertRecoveryCode = "INSERT INTO recovery_code (user, digest) VALUES (?, ?)"
}
