/// One field of a dossier, as a history names what changed and as the interfaces spell it. Names, never values.
package enum DossierField: String, CaseIterable, Hashable, Sendable {
    case clientNumber = "klantnummer"
    case givenName = "voornaam"
    case familyName = "achternaam"
    case email = "emailadres"
    case phone = "telefoonnummer"
    case postcode = "postcode"
    case street = "straat"
    case birthDay = "geboortedatum"
    case gender = "geslacht"
    case caseNumber = "zaaknummer"
    case caseManager = "klantmanager"
    case support = "ondersteuning"
    case toZo = "tozo"
    case serviceEnded = "einddatum"
    case targetGroups = "doelgroepen"
    case occupations = "beroepen"
    case skills = "vaardigheden"
    case motivation = "motivatie"
    case experience = "werkervaring"
    case education = "opleiding"
    case licences = "rijbewijzen"
    case languages = "talen"
    case hours = "urenPerWeek"
    case availableFrom = "beschikbaarVanaf"
    case entrepreneur = "ondernemer"
    case interests = "interesses"
    case talents = "talenten"
    case schooling = "opleidingen"
    case courses = "cursussen"
    case contracts = "contractvormen"
    case sectors = "sectoren"
    case travel = "reisafstandKm"
    case capacity = "belastbaarheid"
    case documents = "documenten"

    /// What the municipality keeps, and its case managers change (P-DAT-1 to P-DAT-3, P-ROL); the rest is the
    /// jobseeker's own (P-RIG-1).
    package static let keptByMunicipality: [DossierField] = [
        .clientNumber, .givenName, .familyName, .email, .phone, .postcode, .street, .birthDay, .gender, .caseNumber,
        .caseManager, .support, .toZo, .serviceEnded, .targetGroups,
    ]

    /// The fields in which `old` and `new` differ, in the order of the cases; keys and visibility are not fields.
    package static func changed(from old: Dossier, to new: Dossier) -> [DossierField] {
        allCases.filter { $0.differs(old, new) }
    }

    private func differs(_ old: Dossier, _ new: Dossier) -> Bool {
        func differ<Part, Value: Equatable>(_ part: KeyPath<Dossier, Part>, _ field: KeyPath<Part, Value>) -> Bool {
            old[keyPath: part][keyPath: field] != new[keyPath: part][keyPath: field]
        }
        return switch self {
        case .clientNumber: differ(\.internalFields, \.clientNumber)
        case .givenName: differ(\.contact, \.givenName)
        case .familyName: differ(\.contact, \.familyName)
        case .email: differ(\.contact, \.email)
        case .phone: differ(\.contact, \.phone)
        case .postcode: differ(\.internalFields, \.postcode)
        case .street: differ(\.internalFields, \.street)
        case .birthDay: differ(\.internalFields, \.birthDay)
        case .gender: differ(\.internalFields, \.gender)
        case .caseNumber: differ(\.internalFields, \.caseNumber)
        case .caseManager: differ(\.internalFields, \.caseManager)
        case .support: differ(\.internalFields, \.support)
        case .toZo: differ(\.internalFields, \.isToZo)
        case .serviceEnded: differ(\.internalFields, \.serviceEnded)
        case .targetGroups: differ(\.work, \.targetGroups)
        case .occupations: differ(\.work, \.occupations)
        case .skills: differ(\.work, \.skills)
        case .motivation: differ(\.work, \.motivation)
        case .experience: differ(\.work, \.experience)
        case .education: differ(\.work, \.education)
        case .licences: differ(\.work, \.licences)
        case .languages: differ(\.work, \.languages)
        case .hours: differ(\.work, \.hours)
        case .availableFrom: differ(\.work, \.availableFrom)
        case .entrepreneur: differ(\.work, \.isEntrepreneur)
        case .interests: differ(\.work, \.interests)
        case .talents: differ(\.work, \.talents)
        case .schooling: differ(\.work, \.schooling)
        case .courses: differ(\.work, \.courses)
        case .contracts: differ(\.work, \.contracts)
        case .sectors: differ(\.work, \.sectors)
        case .travel: differ(\.work, \.travelKm)
        case .capacity: differ(\.work, \.capacity)
        case .documents: differ(\.work, \.documents)
        }
    }
}
