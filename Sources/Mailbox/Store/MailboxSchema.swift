import Storage

/// The tables of messages and notices, and every query on them.
enum MailboxSchema {
    static let schema = StoreSchema(
        applicationID: 0x4857_4D42,
        migrations: [
            """
            CREATE TABLE received (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                sender_region TEXT NOT NULL CHECK (length(sender_region) = 20),
                sender_person TEXT NOT NULL CHECK (sender_person <> ''),
                token BLOB NOT NULL CHECK (length(token) = 16),
                is_home INTEGER NOT NULL CHECK (is_home IN (0, 1)),
                person BLOB NOT NULL CHECK (length(person) = 16),
                municipality TEXT NOT NULL CHECK (municipality GLOB 'GM[0-9][0-9][0-9][0-9]'),
                generation INTEGER NOT NULL,
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                role TEXT NOT NULL CHECK (role <> ''),
                activity TEXT NOT NULL,
                basis TEXT NOT NULL,
                vacancy TEXT,
                addressee TEXT NOT NULL CHECK (addressee IN ('werkzoekende', 'klantmanager', 'beiden')),
                text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 12000),
                contact TEXT,
                received INTEGER NOT NULL,
                read_at INTEGER,
                read_by TEXT,
                answer TEXT CHECK (length(answer) BETWEEN 1 AND 12000),
                answered_at INTEGER,
                answered_by TEXT,
                UNIQUE (sender_region, sender_person, token),
                CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
                CHECK (answer IS NULL OR read_at IS NOT NULL)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX received_municipality ON received (municipality, answered_at IS NOT NULL, received);
            CREATE INDEX received_unread ON received (municipality) WHERE read_at IS NULL;
            CREATE INDEX received_sender ON received (sender_region, sender_person, is_home, received);
            CREATE INDEX received_person ON received (person);
            CREATE INDEX received_time ON received (received);
            CREATE TABLE sent (
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                user TEXT NOT NULL CHECK (user <> ''),
                organisation TEXT NOT NULL CHECK (length(organisation) = 20),
                region TEXT NOT NULL CHECK (region <> ''),
                is_home INTEGER NOT NULL CHECK (is_home IN (0, 1)),
                label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
                activity TEXT NOT NULL,
                basis TEXT NOT NULL,
                vacancy TEXT,
                addressee TEXT NOT NULL CHECK (addressee IN ('werkzoekende', 'klantmanager', 'beiden')),
                text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 12000),
                contact TEXT,
                sent INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('onzeker', 'nieuw', 'gelezen', 'beantwoord', 'weg')),
                reference TEXT,
                read_at INTEGER,
                answer TEXT CHECK (length(answer) BETWEEN 1 AND 12000),
                answered_at INTEGER,
                is_answer_seen INTEGER NOT NULL DEFAULT 0 CHECK (is_answer_seen IN (0, 1)),
                ask_after INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX sent_user ON sent (user, sent);
            CREATE INDEX sent_unseen ON sent (user) WHERE answer IS NOT NULL AND is_answer_seen = 0;
            CREATE INDEX sent_open ON sent (ask_after) WHERE ask_after IS NOT NULL;
            CREATE INDEX sent_time ON sent (sent);
            CREATE TABLE notice (
                kind TEXT NOT NULL CHECK (kind IN ('account', 'werkzoekende')),
                recipient TEXT NOT NULL CHECK (recipient <> ''),
                topic TEXT NOT NULL CHECK (topic <> ''),
                due INTEGER,
                wishes INTEGER NOT NULL DEFAULT 0,
                tries INTEGER NOT NULL DEFAULT 0,
                mail BLOB NOT NULL CHECK (length(mail) = 16),
                latest INTEGER,
                PRIMARY KEY (kind, recipient, topic)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX notice_due ON notice (due) WHERE due IS NOT NULL;
            CREATE INDEX notice_latest ON notice (latest);
            CREATE TABLE notice_address (
                user TEXT NOT NULL PRIMARY KEY CHECK (user <> ''),
                address TEXT NOT NULL CHECK (length(address) BETWEEN 3 AND 254)
            ) STRICT, WITHOUT ROWID;
            """
        ])

    /// Every query that reads; a test shows that each uses an index.
    enum Query: CaseIterable {
        case receivedByToken, received, standing, receivedOf, countOfSender, countAboutPerson, peopleAfter,
            sent, sentOf, countOfUser, openOf, openAfter, unreadReceived, unseenAnswers, due, address, waiting

        var sql: String {
            switch self {
            case .receivedByToken:
                """
                SELECT \(MailboxSchema.receivedColumns) FROM received
                WHERE sender_region = ? AND sender_person = ? AND token = ?
                """
            case .received: "SELECT \(MailboxSchema.receivedColumns) FROM received WHERE id = ? AND municipality = ?"
            case .standing: "SELECT read_at, answer, answered_at FROM received WHERE id = ? AND received > ?"
            // Those that wait for an answer first, the newest of each first.
            case .receivedOf:
                """
                SELECT \(MailboxSchema.receivedColumns) FROM received INDEXED BY received_municipality
                WHERE municipality = ? AND answered_at IS NOT NULL = ? ORDER BY received DESC LIMIT ?
                """
            case .countOfSender:
                """
                SELECT count(*) FROM received
                WHERE sender_region = ? AND sender_person = ? AND is_home = ? AND received >= ?
                """
            case .countAboutPerson:
                """
                SELECT count(*) FROM received INDEXED BY received_sender
                WHERE sender_region = ? AND sender_person = ? AND is_home = ? AND received >= ? AND person = ?
                """
            case .peopleAfter: "SELECT DISTINCT person FROM received WHERE person > ? ORDER BY person LIMIT ?"
            case .sent: "SELECT \(MailboxSchema.sentColumns) FROM sent WHERE id = ? AND user = ?"
            case .sentOf: "SELECT \(MailboxSchema.sentColumns) FROM sent WHERE user = ? ORDER BY sent DESC LIMIT ?"
            case .countOfUser: "SELECT count(*) FROM sent WHERE user = ? AND sent >= ? AND is_home = ?"
            case .openOf:
                """
                SELECT \(MailboxSchema.sentColumns) FROM sent INDEXED BY sent_user
                WHERE user = ? AND ask_after IS NOT NULL ORDER BY sent DESC LIMIT ?
                """
            case .openAfter:
                """
                SELECT \(MailboxSchema.sentColumns) FROM sent WHERE ask_after <= ? ORDER BY ask_after LIMIT ?
                """
            case .unreadReceived:
                """
                SELECT municipality, count(*) FROM received INDEXED BY received_unread
                WHERE read_at IS NULL GROUP BY municipality
                """
            case .unseenAnswers:
                """
                SELECT user, count(*) FROM sent INDEXED BY sent_unseen
                WHERE answer IS NOT NULL AND is_answer_seen = 0 GROUP BY user
                """
            case .due:
                """
                SELECT kind, recipient, topic, wishes, tries, mail FROM notice WHERE due <= ? ORDER BY due LIMIT ?
                """
            case .address: "SELECT address FROM notice_address WHERE user = ?"
            case .waiting: "SELECT count(*) FROM notice INDEXED BY notice_due WHERE due IS NOT NULL"
            }
        }
    }

    static let receivedColumns = """
        id, sender_region, sender_person, token, is_home, person, municipality, generation, organisation, role,
        activity, basis, vacancy, addressee, text, contact, received, read_at, answer, answered_at, answered_by
        """
    static let sentColumns = """
        id, user, organisation, region, is_home, label, activity, basis, vacancy, addressee, text, contact, sent, state,
        reference, read_at, answer, answered_at, is_answer_seen
        """
}
