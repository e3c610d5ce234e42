/// One value per column that a row has.
struct ImportValues: Hashable, Sendable {
    private var texts = [String?](repeating: nil, count: ImportColumn.all.count)

    subscript(_ column: ImportColumn) -> String? {
        get { texts[column.place] }
        set { texts[column.place] = newValue }
    }
}
