import Domain

/// Draws driving licences that fit the work: what an occupation cannot do without is always there.
enum LicenceDraw {
    /// What a licence presupposes in the Netherlands (Wegenverkeerswet, CBR).
    private static let below: [DrivingLicence: [DrivingLicence]] = [
        .lorryAndTrailer: [.lorry, .car], .lorry: [.car], .busAndTrailer: [.bus, .car], .bus: [.car],
        .carAndTrailer: [.car], .lorryLight: [.car], .busLight: [.car],
    ]

    /// In Domain's order, each once.
    static func licences(
        for occupations: [Occupation], wanted: [DrivingLicence], age: Int, draw: inout Draw
    ) -> [DrivingLicence] {
        var licences = Set(occupations.flatMap(\.neededLicences))
        for licence in wanted where draw.chance(80) { licences.insert(licence) }
        if draw.chance(age < 24 ? 40 : 58) { licences.insert(.car) }
        for licence in licences { licences.formUnion(below[licence] ?? []) }
        if draw.chance(6) { licences.insert(.motorHeavy) }
        return DrivingLicence.allCases.filter(licences.contains)
    }
}
