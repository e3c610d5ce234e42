/// What a municipality's export says of one person, checked: the prefilled and internal fields, and nothing of what the
/// person wrote (P-DAT-1 to P-DAT-3).
struct ImportedPerson: Hashable, Sendable {
    /// The line of the file on which it begins.
    let line: Int
    /// One value per column that the file has, as `ImportValue` spells it.
    let values: ImportValues

    var clientNumber: String { values[.clientNumber] ?? "" }
}
