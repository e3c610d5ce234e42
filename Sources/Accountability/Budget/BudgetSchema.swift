/// The tables of the budgets, and every query on them.
///
/// A row of `budget` is one budget of one holder until it ends: a day's at midnight, a search's when its handles end.
/// `budget_item` has the people that a budget of people counted, by pseudonym.
enum BudgetSchema {
    static let tables = """
        CREATE TABLE budget (
            number INTEGER PRIMARY KEY,
            holder TEXT NOT NULL CHECK (length(holder) BETWEEN 1 AND 600),
            until INTEGER NOT NULL,
            used INTEGER NOT NULL CHECK (used >= 0)
        ) STRICT;
        CREATE UNIQUE INDEX budget_holder ON budget (holder, until);
        CREATE INDEX budget_until ON budget (until);
        CREATE TABLE budget_item (
            budget INTEGER NOT NULL REFERENCES budget (number),
            item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 64),
            PRIMARY KEY (budget, item)
        ) STRICT, WITHOUT ROWID;
        """

    /// Every query that reads; a test shows that none walks a whole table.
    enum Query: String, CaseIterable {
        /// A holder's budget that has not ended; the last to end, should the clock have gone back.
        case current = "SELECT number, used FROM budget WHERE holder = ? AND until > ? ORDER BY until DESC LIMIT 1"
        /// Whether somebody was counted in it.
        case counted = "SELECT 1 FROM budget_item WHERE budget = ? AND item = ?"
        /// One that has ended.
        case ended = "SELECT number FROM budget WHERE until <= ? ORDER BY until LIMIT 1"
        /// People of one that has ended.
        case items = "SELECT item FROM budget_item WHERE budget = ? LIMIT ?"
    }

    static let open = "INSERT INTO budget (holder, until, used) VALUES (?, ?, 0)"
    static let add = "UPDATE budget SET used = used + ? WHERE number = ?"
    static let addItem = "INSERT INTO budget_item (budget, item) VALUES (?, ?)"
    static let removeItem = "DELETE FROM budget_item WHERE budget = ? AND item = ?"
    static let remove = "DELETE FROM budget WHERE number = ?"
}
