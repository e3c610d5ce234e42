/// The columns of a municipality's export; their names are the file's first line, in any order, whatever their case.
package enum ImportColumn: String, CaseIterable, Sendable {
    case clientNumber = "klantnummer"
    case givenName = "voornaam"
    case familyName = "achternaam"
    case email = "emailadres"
    case phone = "telefoonnummer"
    case postcode = "postcode"
    case birthDay = "geboortedatum"
    case caseNumber = "zaaknummer"
    case street = "straat"
    case gender = "geslacht"
    case caseManager = "klantmanager"
    case support = "ondersteuning"
    case toZo = "tozo"
    case targetGroups = "doelgroepen"
    case serviceEnded = "einddatum"

    /// All, in their order; made once.
    static let all = allCases

    /// Where it stands in `all`.
    var place: Int {
        switch self {
        case .clientNumber: 0
        case .givenName: 1
        case .familyName: 2
        case .email: 3
        case .phone: 4
        case .postcode: 5
        case .birthDay: 6
        case .caseNumber: 7
        case .street: 8
        case .gender: 9
        case .caseManager: 10
        case .support: 11
        case .toZo: 12
        case .targetGroups: 13
        case .serviceEnded: 14
        }
    }

    /// All names, as a sentence lists them.
    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// Whether every file must have it.
    package var isRequired: Bool {
        [.clientNumber, .givenName, .familyName, .email, .phone, .postcode, .birthDay].contains(self)
    }

    /// What it holds, in Dutch: for the report, the manual and the template.
    package var meaning: String {
        switch self {
        case .clientNumber: "uw eigen nummer, 1 tot 40 tekens; met de gemeente de sleutel"
        case .givenName: "1 tot 200 tekens"
        case .familyName: "1 tot 200 tekens"
        case .email: "een e-mailadres, of leeg"
        case .phone: "een Nederlands of internationaal nummer, of leeg"
        case .postcode: "vier cijfers en twee letters"
        case .birthDay: "jjjj-mm-dd of dd-mm-jjjj"
        case .caseNumber: "hooguit 40 tekens, of leeg"
        case .street: "straat en huisnummer, of leeg"
        case .gender: "man, vrouw of anders, of leeg"
        case .caseManager: "naam van de klantmanager, of leeg"
        case .support: "zelfservice, samen of volledigOndersteund, of leeg"
        case .toZo: "ja of nee, of leeg"
        case .targetGroups: "baanafspraak, praktijkroute, bbl, met een spatie of | ertussen, of leeg"
        case .serviceEnded: "wanneer de dienstverlening eindigde: jjjj-mm-dd of dd-mm-jjjj, of leeg"
        }
    }
}

/// One thing that is wrong with a row: where, what and what to do.
package struct ImportFault: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Characters of a name out of the file that are shown, and names of one line.
    static let nameCharacters = 40
    static let namesShown = 10

    package let line: Int
    /// The column's name; empty for the row as a whole.
    package let column: String
    package let reason: String
    package let remedy: String

    package init(line: Int, column: String, reason: String, remedy: String) {
        self.line = line
        self.column = Self.shown(column)
        self.reason = reason
        self.remedy = remedy
    }

    /// A name that stands in the file, fit for a terminal and a page: short, and without characters that steer
    /// either (Unicode categories Cc, Cf, Zl and Zp, which hold escapes and changes of direction).
    static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars.prefix(nameCharacters + 1).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: "?"
            default: scalar
            }
        }
        let text = String(String.UnicodeScalarView(scalars.prefix(nameCharacters)))
        return scalars.count > nameCharacters ? text + "..." : text
    }

    package var description: String {
        "regel \(line)\(column.isEmpty ? "" : ", \(column)"): \(reason); \(remedy)"
    }
}
