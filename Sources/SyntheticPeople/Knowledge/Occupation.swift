package import Domain

/// An occupation as jobseekers write it, with what usually goes with it.
package struct Occupation: Hashable, Sendable {
    /// Lower case, but for abbreviations: `verzorgende IG`.
    package let name: String
    package let family: String
    /// How often it is drawn, relative to the others.
    package let weight: Int
    /// ESCO's URI and preferred label where one fits, else empty.
    package let escoURI: String
    package let escoLabel: String
    /// Usual levels, most usual first.
    package let education: [EducationLevel]
    /// Licences without which nobody does it, and those that many have.
    package let neededLicences: [DrivingLicence]
    package let usualLicences: [DrivingLicence]
    package let hours: [WeeklyHours]
    /// Fits "ervaring met ...": six to fifteen.
    package let skills: [String]
    /// Certificates and diplomas.
    package let certificates: [String]
    /// Whole sentences that say what the work was.
    package let descriptions: [String]

    /// The place of the lowest usual level among all levels.
    var lowestEducation: Int {
        education.compactMap { EducationLevel.allCases.firstIndex(of: $0) }.min() ?? 0
    }

    static let columns = [
        "beroep", "familie", "gewicht", "esco_uri", "esco_label", "opleidingen", "rijbewijzen", "uren", "vaardigheden",
        "certificaten", "omschrijvingen",
    ]

    init(_ row: FactsTable.Row) throws(FactsInvalid) {
        name = row.cells[0]
        family = row.cells[1]
        guard let weight = Int(row.cells[2]), (1...20).contains(weight) else {
            throw row.invalid("weight \(row.cells[2]) is not 1 to 20", remedy: "Write a whole number")
        }
        self.weight = weight
        escoURI = row.cells[3]
        escoLabel = row.cells[4]
        education = try Self.parsed(row.list(5), of: row, as: "education level") { EducationLevel(rawValue: $0) }
        let licences = row.list(6)
        neededLicences = try Self.parsed(licences.filter { $0.hasSuffix("!") }, of: row, as: "driving licence") {
            DrivingLicence(rawValue: String($0.dropLast()))
        }
        usualLicences = try Self.parsed(licences.filter { !$0.hasSuffix("!") }, of: row, as: "driving licence") {
            DrivingLicence(rawValue: $0)
        }
        hours = try Self.parsed(row.list(7), of: row, as: "number of hours") { text in
            let ends = text.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last else { return nil }
            return try? WeeklyHours(minimum: first, maximum: last)
        }
        skills = row.list(8)
        certificates = row.list(9)
        descriptions = row.list(10)
        guard !education.isEmpty, !hours.isEmpty, (6...15).contains(skills.count), (2...4).contains(descriptions.count)
        else {
            throw row.invalid(
                "\(name) lacks something",
                remedy: "Give education, hours, 6 to 15 skills and 2 to 4 descriptions")
        }
    }

    private static func parsed<Value>(
        _ texts: [String], of row: FactsTable.Row, as kind: String, by parse: (String) -> Value?
    ) throws(FactsInvalid) -> [Value] {
        var values: [Value] = []
        for text in texts {
            guard let value = parse(text) else {
                throw row.invalid("\(text) is no \(kind)", remedy: "Use a code that Domain knows")
            }
            values.append(value)
        }
        return values
    }
}
