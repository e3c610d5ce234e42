package import Domain

/// A kind of filter of which several values can be chosen: one of them is enough. The raw value is the form's field.
package enum FilterKind: String, CaseIterable, Hashable, Sendable {
    case targetGroup = "doelgroep"
    case municipality = "gemeente"
    case occupation = "beroep"
    case skill = "vaardigheid"
    case region = "regio"
    case education = "opleiding"
    case licence = "rijbewijs"
    case language = "taal"
    case contract = "contract"
    case sector = "sector"

    /// What counts its values; nil for regions, of which each says how many it found.
    package var facet: Facet? {
        switch self {
        case .targetGroup: .targetGroup
        case .municipality: .municipality
        case .occupation: .occupation
        case .skill: .skill
        case .region: nil
        case .education: .educationLevel
        case .licence: .licence
        case .language: .language
        case .contract: .contract
        case .sector: .sector
        }
    }

    /// Above its boxes.
    var legend: String {
        switch self {
        case .targetGroup: "Doelgroep"
        case .municipality: "Gemeente"
        case .occupation: "Beroep"
        case .skill: "Vaardigheid"
        case .region: "Regio"
        case .education: "Opleiding"
        case .licence: "Rijbewijs"
        case .language: "Taal"
        case .contract: "Soort contract"
        case .sector: "Sector"
        }
    }

    /// Several of its values, in a sentence.
    package var plural: String {
        switch self {
        case .targetGroup: "doelgroepen"
        case .municipality: "gemeenten"
        case .occupation: "beroepen"
        case .skill: "vaardigheden"
        case .region: "regio's"
        case .education: "opleidingen"
        case .licence: "rijbewijzen"
        case .language: "talen"
        case .contract: "soorten contract"
        case .sector: "sectoren"
        }
    }

    /// Every value that there is, in its own order; nil when people write values themselves.
    var values: [String]? {
        switch self {
        case .targetGroup: TargetGroup.allCases.map(\.rawValue)
        case .education: EducationLevel.allCases.map(\.rawValue)
        case .licence: DrivingLicence.allCases.map(\.rawValue)
        case .contract: ContractForm.allCases.map(\.rawValue)
        case .sector: Sector.allCases.map(\.rawValue)
        case .municipality, .occupation, .skill, .region, .language: nil
        }
    }
}
