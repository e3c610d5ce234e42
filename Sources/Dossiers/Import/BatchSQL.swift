import Domain

/// The SQL that applies one batch of an attached stage: SQLite moves the values, this program none of them.
///
/// In all of it `p` is a row of the stage and `d` the dossier that it means.
struct BatchSQL: Sendable {
    /// One column of a dossier that an export may change.
    private struct Column {
        let name: String
        let field: DossierField
        /// Whether a row may not say it: then what is known stays.
        let isOptional: Bool

        /// What the row says, as the store has it.
        var said: String { field == .serviceEnded ? "nullif(p.\(name), '')" : "p.\(name)" }
        var differs: String {
            let differs = "d.\(name) IS NOT \(said)"
            return isOptional ? "(p.\(name) IS NOT NULL AND \(differs))" : differs
        }
        var assignment: String {
            isOptional ? "\(name) = CASE WHEN p.\(name) IS NULL THEN d.\(name) ELSE \(said) END" : "\(name) = \(said)"
        }
        /// The field's name when it differs, as an item of a list (`ListText`).
        var named: String { "iif(\(differs), '\(field.rawValue)' || char(31), '')" }
        /// What somebody has of whom no row said it.
        var ofNewcomer: String {
            switch field {
            case .serviceEnded: said
            case .toZo: "ifnull(p.\(name), 0)"
            default: isOptional ? "ifnull(p.\(name), '')" : said
            }
        }
    }

    private static let columns = [
        Column(name: "given_name", field: .givenName, isOptional: false),
        Column(name: "family_name", field: .familyName, isOptional: false),
        Column(name: "email", field: .email, isOptional: false),
        Column(name: "phone", field: .phone, isOptional: false),
        Column(name: "postcode", field: .postcode, isOptional: false),
        Column(name: "birth_day", field: .birthDay, isOptional: false),
        Column(name: "case_number", field: .caseNumber, isOptional: true),
        Column(name: "street", field: .street, isOptional: true),
        Column(name: "gender", field: .gender, isOptional: true),
        Column(name: "case_manager", field: .caseManager, isOptional: true),
        Column(name: "support", field: .support, isOptional: true),
        Column(name: "tozo", field: .toZo, isOptional: true),
        Column(name: "target_groups", field: .targetGroups, isOptional: true),
        Column(name: "service_ended", field: .serviceEnded, isOptional: true),
    ]

    /// Dossiers that are there and will change: row, the stage's number, id, revision, and names of fields as
    /// `DossierEvent` has them. Takes municipality, first and last number. `CROSS JOIN` keeps SQLite from going through
    /// all dossiers.
    let changed: String
    /// Changes one dossier: takes the stage's number and the dossier's row.
    let change: String
    /// Adds those of the batch who are not there, hidden. Takes municipality, the day from which they are available,
    /// account, time, first and last number, municipality.
    let add: String

    /// - Parameter stage: the name under which the stage is attached; letters and digits.
    init(stage: String) {
        let columns = Self.columns
        changed = """
            SELECT d.rowid, p.number, d.id, d.revision, \(columns.map(\.named).joined(separator: " || "))
            FROM \(stage).person AS p CROSS JOIN main.dossier AS d
                ON d.municipality = ? AND d.client_number = p.client_number
            WHERE p.number BETWEEN ? AND ? AND (\(columns.map(\.differs).joined(separator: " OR ")))
            """
        change = """
            UPDATE main.dossier AS d SET \(columns.map(\.assignment).joined(separator: ", ")),
                revision = d.revision + 1
            FROM \(stage).person AS p WHERE p.number = ? AND d.rowid = ?
            """
        add = """
            INSERT INTO main.dossier
                (municipality, id, client_number, occupations, skills, motivation, experience, education, licences,
                languages, minimum_hours, maximum_hours, available_from, added_by, added_at,
                \(columns.map(\.name).joined(separator: ", ")))
            SELECT ?, p.id, p.client_number, '', '', '', '', '\(EducationLevel.unknown.rawValue)', '', '', 0, 40, ?,
                ?, ?,
                \(columns.map(\.ofNewcomer).joined(separator: ", "))
            FROM \(stage).person AS p
            WHERE p.number BETWEEN ? AND ? AND NOT EXISTS (
                SELECT 1 FROM main.dossier AS d WHERE d.municipality = ? AND d.client_number = p.client_number)
            """
    }
}
