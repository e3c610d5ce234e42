import Domain
import Foundation
import Yams

/// One region's file: what could be read of it, with the lines, and the region itself when all of it could.
struct RegionFile {
    /// A municipality as far as it could be read.
    struct Town {
        let code: Placed<MunicipalityCode>?
        let oin: Placed<OIN>?
        let municipality: Municipality?
    }

    let file: String
    private(set) var cbsCode: Placed<String>?
    private(set) var name: Placed<String>?
    private(set) var oin: Placed<OIN>?
    private(set) var towns: [Town] = []
    private(set) var endpoints: [Placed<Endpoint>] = []
    private(set) var region: Region?
    private(set) var faults: FileFaults

    /// Whether the codes of all its municipalities could be read.
    var knowsItsTowns: Bool { !towns.isEmpty && towns.allSatisfy { $0.code != nil } }

    private static let keys = [
        "code", "cbscode", "naam", "randstad", "oin", "centrumgemeente", "rollen", "status", "adressen", "gemeenten",
    ]
    private static let townKeys = ["code", "naam", "oin", "breedtegraad", "lengtegraad"]

    init(path: String) {
        file = path
        faults = FileFaults(file: path)
        guard let text = TextFile.read(path, &faults), let document = YAMLFile.document(text, &faults),
            let fields = YAMLFields(document, of: "a region", required: Self.keys, &faults)
        else { return }
        let code = readCode(fields)
        cbsCode = fields.value("cbscode", expecting: "AM and two digits", &faults, parse: FieldForms.cbsCode)
        name = fields.value("naam", expecting: "a name of at most 80 characters", &faults, parse: FieldForms.name)
        let randstad = fields.value("randstad", expecting: "true or false", &faults, parse: FieldForms.flag)
        oin = fields.oin(&faults)
        let roles = readRoles(fields)
        let status = fields.value("status", expecting: Self.choices(RegionStatus.allCases), &faults) {
            RegionStatus(rawValue: $0)
        }
        endpoints = fields.endpoints(&faults)
        towns = (fields.items("gemeenten", &faults) ?? []).map { readTown($0) }
        let centre = readCentre(fields)
        guard faults.faults.isEmpty, let code, let cbsCode, let name, let randstad, let oin, let roles, let status,
            let centre
        else { return }
        region = Region(
            code: code, cbsCode: cbsCode.value, name: name.value, randstad: randstad.value, oin: oin.value,
            centreMunicipality: centre, municipalities: towns.compactMap(\.municipality).sorted { $0.code < $1.code },
            endpoints: endpoints.map(\.value), roles: roles, status: status.value)
    }

    private mutating func readCode(_ fields: YAMLFields) -> RegionCode? {
        let slug = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
        let code = fields.value(
            "code", expecting: "2 to 40 lower-case letters, digits and single hyphens", &faults
        ) { try? RegionCode($0) }
        guard let code else { return nil }
        if code.value.slug != slug {
            faults.add(
                code.line, "'code' is '\(code.value)' and the file is named '\(slug).yaml'",
                "rename the file to '\(code.value).yaml' or correct the code")
        }
        if RegionsFolder.reservedNames.contains(code.value.slug) {
            faults.add(code.line, "'\(code.value)' is not free for a region", "choose another code")
        }
        return code.value
    }

    private mutating func readRoles(_ fields: YAMLFields) -> Set<FederationRole>? {
        let known = FederationRole.ofRegions
        let roles = fields.values("rollen", expecting: Self.choices(known), &faults) { name in
            known.first { $0.rawValue == name }
        }
        return roles.map { Set($0.map(\.value)) }
    }

    private mutating func readTown(_ node: Node) -> Town {
        guard let fields = YAMLFields(node, of: "a municipality", required: Self.townKeys, &faults) else {
            return Town(code: nil, oin: nil, municipality: nil)
        }
        let code = fields.value("code", expecting: "GM and four digits", &faults) { try? MunicipalityCode($0) }
        let name = fields.value("naam", expecting: "a name of at most 80 characters", &faults, parse: FieldForms.name)
        let oin = fields.oin(&faults)
        let latitude = fields.value(
            "breedtegraad", expecting: "degrees such as 52.3740", &faults, parse: FieldForms.degrees)
        let longitude = fields.value(
            "lengtegraad", expecting: "degrees such as 4.8900", &faults, parse: FieldForms.degrees)
        var municipality: Municipality?
        if let latitude, let longitude {
            if let centre = try? Coordinate(latitude: latitude.value, longitude: longitude.value) {
                if let code, let name, let oin {
                    municipality = Municipality(
                        code: code.value, name: name.value, oin: oin.value, centre: centre)
                }
            } else {
                faults.add(
                    latitude.line, "\(latitude.value), \(longitude.value) does not lie in the Netherlands",
                    "correct 'breedtegraad' (50.6 to 53.7) and 'lengtegraad' (3.2 to 7.3)")
            }
        }
        return Town(code: code, oin: oin, municipality: municipality)
    }

    private mutating func readCentre(_ fields: YAMLFields) -> MunicipalityCode? {
        let centre = fields.value("centrumgemeente", expecting: "GM and four digits", &faults) {
            try? MunicipalityCode($0)
        }
        guard let centre else { return nil }
        if knowsItsTowns && !towns.contains(where: { $0.code?.value == centre.value }) {
            faults.add(
                centre.line, "'centrumgemeente' \(centre.value) is not among the region's municipalities",
                "add it under 'gemeenten' or name one that is there")
        }
        return centre.value
    }

    private static func choices<Choice: RawRepresentable<String>>(_ all: [Choice]) -> String {
        all.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    }
}
