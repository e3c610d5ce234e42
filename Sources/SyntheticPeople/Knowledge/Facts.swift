/// All that synthetic people are made of, read once from the facts built into the package (`Facts/README.md` names the
/// sources).
package struct Facts {
    /// In the file's order, which draws depend on.
    package let occupations: [Occupation]
    let givenNames: [String]
    let familyNames: [String]
    /// Invented words in employers' names.
    let inventedNames: [String]
    let streets: [String]
    let interests: [String]
    let talents: [String]
    /// Courses of every trade.
    let courses: [String]
    let languages: [String]
    let languageChoice: WeightedChoice
    let sentences: SentenceBook
    private let families: [String: OccupationFamily]
    private let placeByName: [String: Int]

    /// - Throws: `FactsInvalid` for the first thing that is wrong.
    package init() throws(FactsInvalid) {
        try self.init(occupationRows: FactsTable(bundled: "beroepen.tsv", columns: Occupation.columns).rows)
    }

    private init(occupationRows: [FactsTable.Row]) throws(FactsInvalid) {
        var occupations: [Occupation] = []
        var placeByName: [String: Int] = [:]
        var members: [String: [Int]] = [:]
        for row in occupationRows {
            let occupation = try Occupation(row)
            guard placeByName.updateValue(occupations.count, forKey: occupation.name) == nil else {
                throw row.invalid("\(occupation.name) stands there twice", remedy: "Keep one")
            }
            members[occupation.family, default: []].append(occupations.count)
            occupations.append(occupation)
        }
        self.occupations = occupations
        self.placeByName = placeByName
        var families: [String: OccupationFamily] = [:]
        for row in try FactsTable(bundled: "families.tsv", columns: OccupationFamily.columns).rows {
            families[row.cells[0]] = try OccupationFamily(row, occupations: members[row.cells[0]] ?? [])
        }
        for row in occupationRows where families[row.cells[1]] == nil {
            throw row.invalid("family \(row.cells[1]) is not in families.tsv", remedy: "Add it there")
        }
        self.families = families
        sentences = try SentenceBook(families: Set(families.keys))
        givenNames = try Self.words(in: "voornamen.tsv", column: "voornaam")
        familyNames = try Self.words(in: "achternamen.tsv", column: "achternaam")
        inventedNames = try Self.words(in: "verzonnen_namen.tsv", column: "naam")
        streets = try Self.words(in: "straten.tsv", column: "straat")
        interests = try Self.words(in: "interesses.tsv", column: "interesse")
        talents = try Self.words(in: "talenten.tsv", column: "talent")
        courses = try Self.words(in: "cursussen.tsv", column: "cursus")
        let languageRows = try FactsTable(bundled: "talen.tsv", columns: ["taal", "gewicht"]).rows
        languages = languageRows.map { $0.cells[0] }
        languageChoice = WeightedChoice(languageRows.map { Int($0.cells[1]) ?? 0 })
    }

    /// The occupations of `occupation`'s family, itself included.
    func siblings(of occupation: Occupation) -> [Int] { families[occupation.family]?.occupations ?? [] }

    func family(of occupation: Occupation) -> OccupationFamily? { families[occupation.family] }

    /// The occupation that is spelled exactly so, or nil.
    package func occupation(named name: String) -> Occupation? { placeByName[name].map { occupations[$0] } }

    private static func words(in file: String, column: String) throws(FactsInvalid) -> [String] {
        try FactsTable(bundled: file, columns: [column]).rows.map { $0.cells[0] }
    }
}
