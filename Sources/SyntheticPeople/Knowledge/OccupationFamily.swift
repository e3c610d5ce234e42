import Domain

/// Occupations that resemble each other, with what people of the trade call their work.
struct OccupationFamily {
    let name: String
    /// Fits "in ...": `de zorg`.
    let trade: String
    /// Fits "werken ...": `in het magazijn`.
    let workplace: String
    /// Patterns of employers' names.
    let employers: [SentenceTemplate]
    /// The branches of industry in which they are found, the most usual first.
    let sectors: [Sector]
    /// Indexes into `Facts.occupations`.
    let occupations: [Int]

    static let columns = ["familie", "vak", "werkplek", "werkgevers", "sectoren"]

    init(_ row: FactsTable.Row, occupations: [Int]) throws(FactsInvalid) {
        name = row.cells[0]
        trade = row.cells[1]
        workplace = row.cells[2]
        var patterns: [SentenceTemplate] = []
        for text in row.list(3) { patterns.append(try SentenceTemplate(text, of: row, traits: [])) }
        employers = patterns
        sectors = row.list(4).compactMap { Sector(rawValue: $0) }
        self.occupations = occupations
        guard !occupations.isEmpty, patterns.count >= 3, !trade.isEmpty, !workplace.isEmpty,
            !sectors.isEmpty, sectors.count == row.list(4).count
        else {
            throw row.invalid(
                "family \(name) lacks something",
                remedy: "Give trade, workplace, three employers, sectors and an occupation")
        }
    }
}
